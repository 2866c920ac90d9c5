//! `printf`.

use super::echo::{Style, escape, unescape_b};
use crate::params::Param;
use crate::shell::Shell;
use crate::status::{Checked, Flow, Status};

/// `printf [-v var] format arguments`.
pub fn printf(sh: &mut Shell, args: &[Vec<u8>]) -> Checked<Status> {
    let usage = "printf [-v var] format [arguments]";
    let options = match super::letters(sh, args, "v:", usage) {
        Ok(options) => options,
        Err(status) => return Ok(status),
    };
    let Some((format, rest)) = args[options.taken..].split_first() else {
        sh.write_error(format!("printf: usage: {usage}\n").as_bytes());
        return Ok(Status(2));
    };
    let target = match options.value(b'v') {
        None => None,
        Some(name) => match Param::parse(name).filter(|param| {
            !matches!(param, Param::All(_) | Param::Star(_))
                && crate::variables::is_name(param.name())
        }) {
            Some(param) => Some(sh.with_expanded_subscript(param)),
            None => {
                let message = [b"`", &name[..], b"': not a valid identifier"].concat();
                sh.builtin_error("printf", message);
                return Ok(Status(2));
            }
        },
    };
    let mut job = Job { sh, args: rest, at: 0, text: Vec::new(), failed: false, ended: false };
    loop {
        let from = job.at;
        job.round(format);
        if job.ended || job.at >= rest.len() || job.at == from {
            break;
        }
    }
    let (text, failed) = (std::mem::take(&mut job.text), job.failed);
    match target {
        Some(param) => match sh.store(&param, &text, false) {
            Ok(true) => {}
            Ok(false) => return Ok(Status(1)),
            Err(Flow::Abandon(status)) => return Ok(status),
            Err(flow) => return Err(flow),
        },
        None => sh.write(&text),
    }
    Ok(Status::from(!failed))
}

struct Job<'a> {
    sh: &'a mut Shell,
    args: &'a [Vec<u8>],
    at: usize,
    text: Vec<u8>,
    failed: bool,
    ended: bool,
}

#[derive(Default)]
struct Spec {
    left: bool,
    zero: bool,
    plus: bool,
    space: bool,
    alternate: bool,
    width: usize,
    precision: Option<usize>,
}

impl Job<'_> {
    fn next(&mut self) -> Option<Vec<u8>> {
        let arg = self.args.get(self.at).cloned();
        if arg.is_some() {
            self.at += 1;
        }
        arg
    }

    /// The format once.
    fn round(&mut self, format: &[u8]) {
        let mut at = 0;
        while at < format.len() && !self.ended {
            match format[at] {
                b'\\' if at + 1 < format.len() => {
                    at += escape(&format[at..], Style::Format, &mut self.text).unwrap_or(2);
                }
                b'%' => at = self.conversion(format, at + 1),
                byte => {
                    self.text.push(byte);
                    at += 1;
                }
            }
        }
    }

    /// A conversion whose text starts at `at`; where it ends.
    fn conversion(&mut self, format: &[u8], mut at: usize) -> usize {
        let from = at;
        let mut spec = Spec::default();
        while let Some(byte) = format.get(at) {
            match byte {
                b'-' => spec.left = true,
                b'0' => spec.zero = true,
                b'+' => spec.plus = true,
                b' ' => spec.space = true,
                b'#' => spec.alternate = true,
                b'\'' => {}
                _ => break,
            }
            at += 1;
        }
        if format.get(at) == Some(&b'*') {
            at += 1;
            let width = self.integer(false);
            spec.left |= width < 0;
            spec.width = width.unsigned_abs() as usize;
        } else {
            (spec.width, at) = digits(format, at);
        }
        if format.get(at) == Some(&b'.') {
            at += 1;
            if format.get(at) == Some(&b'*') {
                at += 1;
                spec.precision = usize::try_from(self.integer(false)).ok();
            } else {
                let precision;
                (precision, at) = digits(format, at);
                spec.precision = Some(precision);
            }
        }
        while matches!(format.get(at), Some(b'l' | b'h' | b'j' | b'z' | b't' | b'q' | b'L'))
            && format[at] != b'q'
        {
            at += 1;
        }
        let Some(&letter) = format.get(at) else {
            let message = [b"`%", &format[from..], b"': missing format character"].concat();
            self.sh.builtin_error("printf", message);
            (self.failed, self.ended) = (true, true);
            return at;
        };
        match letter {
            b'%' if at == from => self.text.push(b'%'),
            b's' => {
                let text = self.next().unwrap_or_default();
                self.pad_text(&text, &spec);
            }
            b'b' => {
                let arg = self.next().unwrap_or_default();
                let mut text = Vec::new();
                let ended = unescape_b(&arg, &mut text);
                self.pad_text(&text, &spec);
                self.ended = ended;
            }
            b'q' | b'Q' => {
                let arg = self.next().unwrap_or_default();
                let text = crate::quote::backslash(&arg);
                self.pad_text(&text, &spec);
            }
            b'c' => {
                let arg = self.next().unwrap_or_default();
                let first = [arg.first().copied().unwrap_or(0)];
                let spec = Spec { precision: None, ..spec };
                self.pad_text(&first, &spec);
            }
            b'd' | b'i' => {
                let value = self.integer(false);
                self.signed(value, &spec);
            }
            b'u' | b'o' | b'x' | b'X' => {
                let value = self.integer(true) as u64;
                self.unsigned(value, letter, &spec);
            }
            b'e' | b'E' | b'f' | b'F' | b'g' | b'G' | b'a' | b'A' => {
                let value = self.float();
                let text = float_text(value, letter, spec.precision, spec.alternate);
                let body = text.strip_prefix('-').unwrap_or(&text).to_string();
                let finite = value.is_finite();
                let spec = Spec { precision: None, zero: spec.zero && finite, ..spec };
                self.number(text.starts_with('-'), "", &body, &spec);
            }
            b'n' => {
                if let Some(name) = self.next() {
                    let count = self.text.len().to_string();
                    let _ = self.sh.assign(name, count);
                }
            }
            b'(' => {
                let Some(end) = format[at..].windows(2).position(|pair| pair == b")T") else {
                    self.text.extend_from_slice(&format[from - 1..]);
                    return format.len();
                };
                let pattern = format[at + 1..at + end].to_vec();
                let arg = self.next();
                let seconds = match arg.as_deref() {
                    None | Some(b"-1" | b"") => None,
                    Some(b"-2") => Some(-2),
                    Some(text) => super::integer(text),
                };
                let mut text = date(self.sh, &pattern, seconds);
                // bash has a buffer of 128 bytes, and writes nothing where that is too small.
                if text.len() > 127 {
                    text.clear();
                }
                self.pad_text(&text, &spec);
                return at + end + 2;
            }
            other => {
                let message = [b"`", &[other][..], b"': invalid format character"].concat();
                self.sh.builtin_error("printf", message);
                (self.failed, self.ended) = (true, true);
            }
        }
        at + 1
    }

    fn pad_text(&mut self, text: &[u8], spec: &Spec) {
        // Widths count bytes, as bash's do for `%s`.
        let text = match spec.precision {
            Some(most) => &text[..most.min(text.len())],
            None => text,
        };
        self.pad(text, spec.width, spec.left);
    }

    fn pad(&mut self, text: &[u8], width: usize, left: bool) {
        let fill = width.saturating_sub(text.len());
        if !left {
            self.text.resize(self.text.len() + fill, b' ');
        }
        self.text.extend_from_slice(text);
        if left {
            self.text.resize(self.text.len() + fill, b' ');
        }
    }

    fn signed(&mut self, value: i64, spec: &Spec) {
        self.number(value < 0, "", &value.unsigned_abs().to_string(), spec);
    }

    fn unsigned(&mut self, value: u64, letter: u8, spec: &Spec) {
        let mut body = match letter {
            b'o' => format!("{value:o}"),
            b'x' => format!("{value:x}"),
            b'X' => format!("{value:X}"),
            _ => value.to_string(),
        };
        let prefix = match letter {
            b'x' if spec.alternate && value != 0 => "0x",
            b'X' if spec.alternate && value != 0 => "0X",
            _ => "",
        };
        if letter == b'o' && spec.alternate && !body.starts_with('0') {
            body.insert(0, '0');
        }
        let spec = Spec { plus: false, space: false, ..*spec };
        self.number(false, prefix, &body, &spec);
    }

    fn number(&mut self, negative: bool, prefix: &str, digits: &str, spec: &Spec) {
        let sign = match (negative, spec.plus, spec.space) {
            (true, _, _) => "-",
            (_, true, _) => "+",
            (_, _, true) => " ",
            _ => "",
        };
        let mut body = digits.to_string();
        if let Some(precision) = spec.precision {
            if precision == 0 && digits == "0" {
                body.clear();
            }
            body = format!("{}{body}", "0".repeat(precision.saturating_sub(body.len())));
        } else if spec.zero && !spec.left {
            let used = sign.len() + prefix.len() + body.len();
            body = format!("{}{body}", "0".repeat(spec.width.saturating_sub(used)));
        }
        let text = format!("{sign}{prefix}{body}");
        self.pad(text.as_bytes(), spec.width, spec.left);
    }

    /// An argument as a number: decimal, octal, hexadecimal, `'c`.
    /// The next argument as `strtol` reads it, or `strtoul` when `unsigned`.
    fn integer(&mut self, unsigned: bool) -> i64 {
        let Some(arg) = self.next() else { return 0 };
        if let Some(value) = character(&arg) {
            return value;
        }
        let text = String::from_utf8_lossy(&arg).into_owned();
        let text = text.trim_start();
        let (negative, body) = match text.strip_prefix('-') {
            Some(rest) => (true, rest),
            None => (false, text.strip_prefix('+').unwrap_or(text)),
        };
        let (base, body) = if let Some(rest) = body.strip_prefix("0x").or(body.strip_prefix("0X")) {
            (16, rest)
        } else if body.len() > 1 && body.starts_with('0') {
            (8, &body[1..])
        } else {
            (10, body)
        };
        let count = body.bytes().take_while(|byte| (*byte as char).is_digit(base)).count();
        let magnitude = body[..count].bytes().try_fold(0_u64, |value, byte| {
            value
                .checked_mul(u64::from(base))?
                .checked_add(u64::from((byte as char).to_digit(base)?))
        });
        if count < body.len() || (count == 0 && base == 10 && !arg.is_empty()) {
            self.invalid(&arg);
        }
        let limit = match (unsigned, negative) {
            (true, _) => u64::MAX,
            (false, true) => 1_u64 << 63,
            (false, false) => i64::MAX as u64,
        };
        match magnitude {
            Some(magnitude) if magnitude <= limit => {
                (magnitude as i64).wrapping_mul(if negative { -1 } else { 1 })
            }
            _ => {
                let message = [&arg[..], b": Numerical result out of range"].concat();
                self.sh.builtin_error("printf", [b"warning: ", &message[..]].concat());
                match (unsigned, negative) {
                    (true, _) => -1,
                    (false, true) => i64::MIN,
                    (false, false) => i64::MAX,
                }
            }
        }
    }

    fn invalid(&mut self, arg: &[u8]) {
        let what: &[u8] = if arg.starts_with(b"0") && arg.iter().all(u8::is_ascii_digit) {
            b": invalid octal number"
        } else if arg.starts_with(b"0x") {
            b": invalid hex number"
        } else {
            b": invalid number"
        };
        self.sh.builtin_error("printf", [arg, what].concat());
        self.failed = true;
    }

    fn float(&mut self) -> f64 {
        let Some(arg) = self.next() else { return 0.0 };
        if let Some(value) = character(&arg) {
            return value as f64;
        }
        let text = String::from_utf8_lossy(&arg).trim_start().to_string();
        if text.is_empty() {
            return 0.0;
        }
        if let Some(hex) = text.strip_prefix("0x")
            && let Ok(value) = u64::from_str_radix(hex, 16)
        {
            return value as f64;
        }
        if let Ok(value) = text.parse() {
            return value;
        }
        self.invalid(&arg);
        let start = (0..=text.len()).rev().filter(|end| text.is_char_boundary(*end));
        start.filter_map(|end| text[..end].parse().ok()).next().unwrap_or(0.0)
    }
}

/// `'c` and `"c`: the code of a character.
fn character(arg: &[u8]) -> Option<i64> {
    if !matches!(arg.first(), Some(b'\'' | b'"')) {
        return None;
    }
    let rest = &arg[1..];
    let length = if rest.is_empty() { return Some(0) } else { crate::locale::sequence(rest) };
    let char = std::str::from_utf8(&rest[..length]).ok().and_then(|text| text.chars().next());
    Some(char.map_or(i64::from(rest[0]), |char| char as i64))
}

fn digits(format: &[u8], mut at: usize) -> (usize, usize) {
    let mut value = 0_usize;
    while let Some(byte) = format.get(at).filter(|byte| byte.is_ascii_digit()) {
        value = value.saturating_mul(10).saturating_add(usize::from(byte - b'0'));
        at += 1;
    }
    (value, at)
}

pub(crate) use crate::utilities::numbers::{date, float_text};
