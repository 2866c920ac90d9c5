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
    let name = args.get(options.taken).cloned().unwrap_or_else(|| b"MAPFILE".to_vec());
    if !crate::variables::is_name(&name) {
        sh.builtin_error("mapfile", [b"`", &name[..], b"': not a valid identifier"].concat());
        return Ok(Status(1));
    }
    let mut numbers = [0_i64; 4];
    for (at, letter) in b"nOsu".iter().enumerate() {
        if let Some(text) = options.value(*letter) {
            let Some(number) = super::integer(text).filter(|number| *number >= 0) else {
                let what: &[u8] = if *letter == b'u' {
                    b": invalid file descriptor specification"
                } else {
                    b": invalid line count"
                };
                sh.builtin_error("mapfile", [&text[..], what].concat());
                return Ok(Status(1));
            };
            numbers[at] = number;
        }
    }
    let [count, origin, skip, fd] = numbers;
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
            line.retain(|byte| *byte != 0);
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
    let quantum = options.value(b'c').and_then(|text| super::integer(text)).unwrap_or(5000).max(1);
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
