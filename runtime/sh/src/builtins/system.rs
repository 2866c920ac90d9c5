//! `umask`, `ulimit`, `times`.

use crate::shell::Shell;
use crate::status::{Checked, Status};
use nix::sys::resource::{Resource, getrlimit, setrlimit};
use nix::sys::stat::{Mode, umask as set_mask};

fn symbolic(mask: u32) -> String {
    let part = |shift: u32| {
        let bits = !(mask >> shift) & 7;
        [(4, 'r'), (2, 'w'), (1, 'x')]
            .iter()
            .filter(|(bit, _)| bits & bit != 0)
            .map(|(_, letter)| *letter)
            .collect::<String>()
    };
    format!("u={},g={},o={}", part(6), part(3), part(0))
}

/// A symbolic mode such as `u=rwx,g-w` applied to a mask.
fn changed(mask: u32, text: &str) -> Option<u32> {
    let mut allowed = !mask & 0o777;
    for clause in text.split(',') {
        let at = clause.find(['=', '+', '-'])?;
        let (who, rest) = clause.split_at(at);
        let mut bits = 0;
        for letter in rest[1..].chars() {
            bits |= match letter {
                'r' => 0o444,
                'w' => 0o222,
                'x' => 0o111,
                _ => return None,
            };
        }
        let mut whose = 0;
        for letter in who.chars() {
            whose |= match letter {
                'u' => 0o700,
                'g' => 0o070,
                'o' => 0o007,
                'a' => 0o777,
                _ => return None,
            };
        }
        if who.is_empty() {
            whose = 0o777;
        }
        match rest.as_bytes()[0] {
            b'=' => allowed = allowed & !whose | bits & whose,
            b'+' => allowed |= bits & whose,
            _ => allowed &= !(bits & whose),
        }
    }
    Some(!allowed & 0o777)
}

/// `umask [-p] [-S] [mode]`.
pub fn umask(sh: &mut Shell, args: &[Vec<u8>]) -> Checked<Status> {
    let options = match super::letters(sh, args, "pS", "umask [-p] [-S] [mode]") {
        Ok(options) => options,
        Err(status) => return Ok(status),
    };
    let old = set_mask(Mode::empty());
    set_mask(old);
    let bits = old.bits() as u32;
    let Some(text) = args.get(options.taken) else {
        let shown = if options.has(b'S') { symbolic(bits) } else { format!("{bits:04o}") };
        let prefix = match (options.has(b'p'), options.has(b'S')) {
            (true, true) => "umask -S ",
            (true, false) => "umask ",
            _ => "",
        };
        sh.write(format!("{prefix}{shown}\n").as_bytes());
        return Ok(Status::OK);
    };
    let word = String::from_utf8_lossy(text).into_owned();
    let new = if word.starts_with(|char: char| char.is_ascii_digit()) {
        let Some(bits) = u32::from_str_radix(&word, 8).ok().filter(|bits| *bits <= 0o7777) else {
            return Ok(sh.builtin_error("umask", format!("{word}: octal number out of range")));
        };
        bits
    } else {
        let Some(bits) = changed(bits, &word) else {
            return Ok(
                sh.builtin_error("umask", format!("`{word}': invalid symbolic mode operator"))
            );
        };
        bits
    };
    sh.note_mask(old);
    set_mask(Mode::from_bits_truncate(new & 0o777));
    if options.has(b'S') {
        sh.write(format!("{}\n", symbolic(new)).as_bytes());
    }
    Ok(Status::OK)
}

/// Letter, resource, unit in bytes.
const LIMITS: &[(u8, Resource, u64)] = &[
    (b'c', Resource::RLIMIT_CORE, 512),
    (b'd', Resource::RLIMIT_DATA, 1024),
    (b'f', Resource::RLIMIT_FSIZE, 1024),
    (b'l', Resource::RLIMIT_MEMLOCK, 1024),
    (b'm', Resource::RLIMIT_RSS, 1024),
    (b'n', Resource::RLIMIT_NOFILE, 1),
    (b's', Resource::RLIMIT_STACK, 1024),
    (b't', Resource::RLIMIT_CPU, 1),
    (b'u', Resource::RLIMIT_NPROC, 1),
    (b'v', Resource::RLIMIT_AS, 1024),
];

/// `ulimit [-SH] [-letter] [limit]`.
pub fn ulimit(sh: &mut Shell, args: &[Vec<u8>]) -> Checked<Status> {
    let options = match super::letters(
        sh,
        args,
        "SHacdflmnstuv",
        "ulimit [-SHabcdefiklmnpqrstuvxPRT] [limit]",
    ) {
        Ok(options) => options,
        Err(status) => return Ok(status),
    };
    let letter = options
        .given
        .iter()
        .map(|(letter, _)| *letter)
        .find(|letter| !b"SHa".contains(letter))
        .unwrap_or(b'f');
    let Some((_, resource, unit)) = LIMITS.iter().find(|(other, ..)| *other == letter) else {
        return Ok(Status(2));
    };
    let Ok((soft, hard)) = getrlimit(*resource) else { return Ok(Status(1)) };
    let Some(text) = args.get(options.taken) else {
        let limit = if options.has(b'H') { hard } else { soft };
        let shown =
            if limit == u64::MAX { "unlimited".to_string() } else { (limit / unit).to_string() };
        sh.write(format!("{shown}\n").as_bytes());
        return Ok(Status::OK);
    };
    let limit = match text.as_slice() {
        b"unlimited" => u64::MAX,
        b"hard" => hard,
        b"soft" => soft,
        text => match super::integer(text).and_then(|limit| u64::try_from(limit).ok()) {
            Some(limit) => limit.saturating_mul(*unit),
            None => return Ok(sh.builtin_error("ulimit", [text, b": invalid number"].concat())),
        },
    };
    let both = !options.has(b'S') && !options.has(b'H');
    let soft = if both || options.has(b'S') { limit } else { soft };
    let hard = if both || options.has(b'H') { limit } else { hard };
    match setrlimit(*resource, soft, hard) {
        Ok(()) => Ok(Status::OK),
        Err(error) => {
            Ok(sh.builtin_error("ulimit", format!("cannot modify limit: {}", error.desc())))
        }
    }
}

/// `times`.
pub fn times(sh: &mut Shell, _: &[Vec<u8>]) -> Checked<Status> {
    use nix::sys::resource::{UsageWho, getrusage};
    use nix::sys::time::TimeValLike as _;
    let mut text = String::new();
    for who in [UsageWho::RUSAGE_SELF, UsageWho::RUSAGE_CHILDREN] {
        let Ok(usage) = getrusage(who) else { continue };
        let show = |micros: i64| {
            format!("{}m{:.3}s", micros / 60_000_000, (micros % 60_000_000) as f64 / 1e6)
        };
        text.push_str(&format!(
            "{} {}\n",
            show(usage.user_time().num_microseconds()),
            show(usage.system_time().num_microseconds())
        ));
    }
    sh.write(text.as_bytes());
    Ok(sh.written("times"))
}
