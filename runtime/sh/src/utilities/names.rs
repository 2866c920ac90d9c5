//! `basename`, `dirname`, `sleep`.

use super::arguments;
use crate::shell::Shell;
use crate::status::Status;

fn stripped(path: &[u8]) -> &[u8] {
    let mut path = path;
    while path.len() > 1 && path.ends_with(b"/") {
        path = &path[..path.len() - 1];
    }
    path
}

/// `basename path [suffix]`, `basename [-a] [-s suffix] paths`.
pub fn basename(sh: &mut Shell, words: &[Vec<u8>]) -> Option<Status> {
    let args = arguments(words, "as:")?;
    let many = args.has(b'a') || args.has(b's');
    let (paths, suffix) = match (many, args.operands.as_slice()) {
        (_, []) => return None,
        (true, paths) => (paths, args.value(b's').unwrap_or_default()),
        (false, [path]) => (std::slice::from_ref(path), &b""[..]),
        (false, [path, suffix]) => (std::slice::from_ref(path), suffix.as_slice()),
        _ => return None,
    };
    for path in paths {
        let whole = stripped(path);
        let name = if whole == b"/" {
            whole
        } else {
            whole.rsplit(|byte| *byte == b'/').next().unwrap_or(whole)
        };
        let name = match name.strip_suffix(suffix) {
            Some(stem) if !stem.is_empty() && !suffix.is_empty() => stem,
            _ => name,
        };
        sh.write(&[name, b"\n"].concat());
    }
    Some(Status::OK)
}

/// `dirname paths`.
pub fn dirname(sh: &mut Shell, words: &[Vec<u8>]) -> Option<Status> {
    let args = arguments(words, "")?;
    if args.operands.is_empty() {
        return None;
    }
    for path in &args.operands {
        let whole = stripped(path);
        let folder = match whole.iter().rposition(|byte| *byte == b'/') {
            None => b".",
            Some(at) => stripped(&whole[..at.max(1)]),
        };
        sh.write(&[folder, b"\n"].concat());
    }
    Some(Status::OK)
}

/// `sleep seconds`: only where no signal can be waited for.
pub fn sleep(sh: &mut Shell, words: &[Vec<u8>]) -> Option<Status> {
    let args = arguments(words, "")?;
    let [text] = args.operands.as_slice() else { return None };
    let seconds: f64 = std::str::from_utf8(text).ok()?.parse().ok()?;
    if !(0.0..1e9).contains(&seconds) || !text[0].is_ascii_digit() && text[0] != b'.' {
        return None;
    }
    sh.out.flush();
    std::thread::sleep(std::time::Duration::from_secs_f64(seconds));
    Some(Status::OK)
}
