//! Pathname expansion.

use crate::pattern::{How, Pattern, unescape};
use crate::shell::Shell;
use crate::status::Checked;
use std::ffi::OsStr;
use std::os::unix::ffi::{OsStrExt as _, OsStringExt as _};

/// Has the pattern text an active glob character?
pub fn is_active(pattern: &[u8], extended: bool) -> bool {
    let mut at = 0;
    while at < pattern.len() {
        match pattern[at] {
            b'\\' => at += 1,
            b'*' | b'?' => return true,
            b'[' if pattern[at + 1..].contains(&b']') => return true,
            b'+' | b'@' | b'!' if extended && pattern.get(at + 1) == Some(&b'(') => return true,
            _ => {}
        }
        at += 1;
    }
    false
}

/// Adds the file names that a pattern matches, sorted; the text itself when there are none.
pub fn expand(
    sh: &mut Shell,
    text: Vec<u8>,
    pattern: &[u8],
    fields: &mut Vec<Vec<u8>>,
) -> Checked<()> {
    let options = sh.state.options;
    if !is_active(pattern, options.shopt("extglob")) {
        fields.push(text);
        return Ok(());
    }
    let mut found = names(sh, pattern);
    if let Some(ignored) =
        sh.find(&crate::params::param("GLOBIGNORE")).filter(|text| !text.is_empty())
    {
        // A star at the end stands for slashes too.
        let ignored: Vec<(Pattern, bool)> = ignored_patterns(&ignored)
            .map(|text| match text.strip_suffix(b"*") {
                Some(start) if !start.ends_with(b"\\") => (Pattern::new(start, true), true),
                _ => (Pattern::new(text, true), false),
            })
            .collect();
        let how = How { path: true, ..How::default() };
        found.retain(|name| {
            let last = name.rsplit(|&byte| byte == b'/').next().unwrap_or_default();
            !matches!(last, b"." | b"..")
                && !ignored.iter().any(|(pattern, open)| {
                    if *open {
                        pattern.prefix(name, false, how).is_some()
                    } else {
                        pattern.matches(name, how)
                    }
                })
        });
    }
    if found.is_empty() {
        if options.shopt("failglob") {
            sh.error([&b"no match: "[..], &text].concat());
            return Err(sh.abandon());
        }
        if !options.shopt("nullglob") {
            fields.push(text);
        }
        return Ok(());
    }
    fields.append(&mut found);
    Ok(())
}

/// The patterns of GLOBIGNORE: a colon in brackets or behind a backslash separates none.
fn ignored_patterns(text: &[u8]) -> impl Iterator<Item = &[u8]> {
    let (mut set, mut escaped, mut at, mut opened) = (false, false, 0, 0);
    text.split(move |&byte| {
        let first = set && at <= opened + 1;
        let inside = set || escaped;
        match byte {
            _ if escaped => escaped = false,
            b'\\' => escaped = true,
            b'[' if !set && text[at..].contains(&b']') => (set, opened) = (true, at),
            b']' if set && !first => set = text[at + 1..].starts_with(b"]"),
            _ => {}
        }
        at += 1;
        byte == b':' && !inside
    })
}

/// The sorted names that a pattern matches.
pub fn names(sh: &Shell, pattern: &[u8]) -> Vec<Vec<u8>> {
    let mut paths: Vec<Vec<u8>> = vec![Vec::new()];
    let parts = split(pattern);
    for (at, part) in parts.iter().enumerate() {
        let last = at + 1 == parts.len();
        let mut next = Vec::new();
        for path in &paths {
            step(sh, path, part, last, &mut next);
        }
        paths = next;
        if paths.is_empty() {
            break;
        }
    }
    if sh.collates() {
        paths.sort_by_key(|path| collation_key(path));
    } else {
        paths.sort();
    }
    paths.dedup();
    paths
}

/// The order of names in a UTF-8 locale: letters before case, punctuation least.
fn collation_key(path: &[u8]) -> (Vec<u8>, Vec<u8>) {
    let letters = path.iter().filter(|byte| byte.is_ascii_alphanumeric() || **byte >= 0x80);
    (letters.map(u8::to_ascii_lowercase).collect(), path.iter().map(|byte| byte ^ 0x20).collect())
}

/// The parts between slashes, slashes in lists and sets left alone.
fn split(pattern: &[u8]) -> Vec<&[u8]> {
    let (mut parts, mut from, mut at, mut depth) = (Vec::new(), 0, 0, 0_usize);
    while at < pattern.len() {
        match pattern[at] {
            b'\\' => at += 1,
            b'(' if at > 0 && matches!(pattern[at - 1], b'?' | b'*' | b'+' | b'@' | b'!') => {
                depth += 1
            }
            b')' => depth = depth.saturating_sub(1),
            b'/' if depth == 0 => {
                parts.push(&pattern[from..at]);
                from = at + 1;
            }
            _ => {}
        }
        at += 1;
    }
    parts.push(&pattern[from..]);
    parts
}

fn joined(path: &[u8], name: &[u8], last: bool) -> Vec<u8> {
    let mut whole = path.to_vec();
    whole.extend_from_slice(name);
    if !last {
        whole.push(b'/');
    }
    whole
}

/// One part: the names in the folder `path` (empty, or ending in a slash) that it matches.
fn step(sh: &Shell, path: &[u8], part: &[u8], last: bool, next: &mut Vec<Vec<u8>>) {
    let options = sh.state.options;
    let extended = options.shopt("extglob");
    if !is_active(part, extended) {
        let whole = joined(path, &unescape(part), last);
        let exists = !last
            || part.is_empty() && !path.is_empty()
            || std::fs::symlink_metadata(OsStr::from_bytes(&whole)).is_ok();
        if exists
            && (last || part.is_empty() || std::fs::metadata(OsStr::from_bytes(&whole)).is_ok())
        {
            next.push(whole);
        }
        return;
    }
    if part == b"**" && options.shopt("globstar") {
        deep(sh, path, last, next);
        return;
    }
    let pattern = Pattern::new(part, extended);
    let how = How { fold: options.shopt("nocaseglob"), path: true, ..sh.how() };
    let dots = options.shopt("dotglob") || pattern.starts_with_dot();
    let folder: &[u8] = if path.is_empty() { b"." } else { path };
    let Ok(entries) = std::fs::read_dir(OsStr::from_bytes(folder)) else { return };
    if pattern.starts_with_dot() && !options.shopt("globskipdots") {
        let here = [b".".to_vec(), b"..".to_vec()];
        let found = here.iter().filter(|name| pattern.matches(name, how));
        next.extend(found.map(|name| joined(path, name, last)));
    }
    for entry in entries.flatten() {
        let name = entry.file_name().into_vec();
        if name.first() == Some(&b'.') && !dots {
            continue;
        }
        if pattern.matches(&name, how) && (last || is_folder(&entry)) {
            next.push(joined(path, &name, last));
        }
    }
}

fn is_folder(entry: &std::fs::DirEntry) -> bool {
    entry.file_type().is_ok_and(|kind| {
        kind.is_dir()
            || kind.is_symlink() && std::fs::metadata(entry.path()).is_ok_and(|data| data.is_dir())
    })
}

/// `**`: this folder and all below it, symbolic links not followed.
fn deep(sh: &Shell, path: &[u8], last: bool, next: &mut Vec<Vec<u8>>) {
    if !last || !path.is_empty() {
        next.push(path.to_vec());
    }
    let folder: &[u8] = if path.is_empty() { b"." } else { path };
    let Ok(entries) = std::fs::read_dir(OsStr::from_bytes(folder)) else { return };
    for entry in entries.flatten() {
        let name = entry.file_name().into_vec();
        if name.first() == Some(&b'.') && !sh.state.options.shopt("dotglob") {
            continue;
        }
        let inside = entry.file_type().is_ok_and(|kind| kind.is_dir());
        if last {
            next.push(joined(path, &name, true));
        }
        if inside {
            let mut below = Vec::new();
            deep(sh, &joined(path, &name, false), last, &mut below);
            if last {
                below.remove(0);
            }
            next.append(&mut below);
        }
    }
}
