//! `mapfile`, `readarray`.

use crate::arguments::Elements;
use crate::shell::Shell;
use crate::status::{Checked, Status};

const USAGE: &str = "mapfile [-d delim] [-n count] [-O origin] [-s count] [-t] [-u fd] [-C callback] [-c quantum] [array]";

/// `mapfile`.
pub fn mapfile(sh: &mut Shell, args: &[Vec<u8>]) -> Checked<Status> {
    let options = match super::letters(sh, args, "d:n:O:s:tu:C:c:", USAGE) {
        Ok(options) => options,
        Err(status) => return Ok(status),
    };
    let mut numbers = [0_i64, 0, 0, 0, 5000];
    for (letter, text) in &options.given {
        let Some(at) = b"nOsuc".iter().position(|known| known == letter) else { continue };
        let number = super::integer(text).filter(|number| *number >= i64::from(*letter == b'c'));
        let Some(number) = number else {
            let what: &[u8] = match letter {
                b'u' => b": invalid file descriptor specification",
                b'O' => b": invalid array origin",
                b'c' => b": invalid callback quantum",
                _ => b": invalid line count",
            };
            return Ok(sh.builtin_error("mapfile", [&text[..], what].concat()));
        };
        if *letter == b'u'
            && number > 0
            && nix::fcntl::fcntl(number as i32, nix::fcntl::FcntlArg::F_GETFD).is_err()
        {
            let what = b": invalid file descriptor: Bad file descriptor";
            return Ok(sh.builtin_error("mapfile", [&text[..], what].concat()));
        }
        numbers[at] = number;
    }
    let name = args.get(options.taken).cloned().unwrap_or_else(|| b"MAPFILE".to_vec());
    if name.is_empty() {
        return Ok(sh.builtin_error("mapfile", "empty array variable name"));
    }
    if !crate::variables::is_name(&name) {
        let message = [b"`", &name[..], b"': not a valid identifier"].concat();
        return Ok(sh.builtin_error("mapfile", message));
    }
    let (target, _) = sh.resolve(&name);
    if let Some(variable) = sh.variable(&target) {
        if variable.attributes.has(crate::variables::Attributes::READONLY) {
            sh.error([&target[..], b": readonly variable"].concat());
            return Ok(Status(1));
        }
        if variable.is_assoc() {
            return Ok(sh.builtin_error("mapfile", [&name[..], b": not an indexed array"].concat()));
        }
    }
    let [count, origin, skip, fd, quantum] = numbers;
    let delimiter = options.value(b'd').map_or(b'\n', |text| text.first().copied().unwrap_or(0));
    sh.out.flush();
    let (mut lines, mut line, mut skipped) = (Vec::new(), Vec::new(), 0);
    loop {
        let (ended, whole) = match sh.input.byte(fd as i32) {
            Ok(Some(byte)) => {
                line.push(byte);
                (false, byte == delimiter)
            }
            Err(nix::errno::Errno::EINTR) => (false, false),
            _ => (true, !line.is_empty()),
        };
        if whole {
            if options.has(b't') && line.last() == Some(&delimiter) {
                line.pop();
            }
            let end = line.iter().position(|byte| *byte == 0);
            line.truncate(end.unwrap_or(line.len()));
            if skipped < skip {
                skipped += 1;
                line.clear();
            } else {
                lines.push(std::mem::take(&mut line));
            }
        }
        if ended || count > 0 && lines.len() as i64 >= count {
            break;
        }
    }
    let callback = options.value(b'C').cloned();
    let mut elements = Elements::new();
    for (at, line) in lines.into_iter().enumerate() {
        let index = origin + at as i64;
        if let Some(callback) = &callback
            && (at as i64 + 1) % quantum == 0
        {
            let text =
                [&callback[..], format!(" {index} ").as_bytes(), &crate::quote::single(&line)]
                    .concat();
            sh.eval_text(&text)?;
        }
        elements.keyed(index.to_string(), line, false);
    }
    let fine = sh.try_assign_array(&name, elements, options.value(b'O').is_some())?;
    Ok(Status::from(fine))
}
