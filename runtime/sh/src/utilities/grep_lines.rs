//! The common `grep`: one plain text, perhaps at the start or the end of the line, looked for in many lines at once.

use super::Args;
use super::grep::is_plain;
use super::input::sources;
use crate::shell::Shell;
use crate::status::Status;
use memchr::{memchr, memmem, memrchr};

/// The text to find, and whether it has to start or end its line.
struct Needle<'a> {
    finder: memmem::Finder<'a>,
    start: bool,
    end: bool,
}

impl Needle<'_> {
    /// The next line of `text` at or after `from` with a match: where it starts and ends.
    fn line(&self, text: &[u8], from: usize) -> Option<(usize, usize)> {
        let size = self.finder.needle().len();
        let mut at = from;
        loop {
            let hit = at + self.finder.find(&text[at..])?;
            let fits = (!self.start || hit == 0 || text[hit - 1] == b'\n')
                && (!self.end || matches!(text.get(hit + size), None | Some(b'\n')));
            if fits {
                let start = memrchr(b'\n', &text[from..hit]).map_or(from, |at| from + at + 1);
                let end = memchr(b'\n', &text[hit..]).map_or(text.len(), |end| hit + end);
                return Some((start, end));
            }
            at = hit + 1;
        }
    }
}

/// Runs `grep` when it is of this kind; the inner `None` asks for the real tool.
pub fn plain(sh: &mut Shell, patterns: &[Vec<u8>], args: &Args) -> Option<Option<Status>> {
    let [pattern] = patterns else { return None };
    let simple = args.options.iter().all(|(letter, _)| b"cqFEe".contains(letter));
    if !simple || args.operands.len() > 1 {
        return None;
    }
    let mut body: &[u8] = pattern;
    let (mut start, mut end) = (false, false);
    if !args.has(b'F') {
        if let Some(rest) = body.strip_prefix(b"^") {
            (body, start) = (rest, true);
        }
        if let Some(rest) = body.strip_suffix(b"$") {
            (body, end) = (rest, true);
        }
        if !is_plain(body) {
            return None;
        }
    }
    if body.is_empty() {
        return None;
    }
    let needle = Needle { finder: memmem::Finder::new(body), start, end };
    Some(search(sh, &needle, args))
}

fn search(sh: &mut Shell, needle: &Needle, args: &Args) -> Option<Status> {
    let (counts, quiet) = (args.has(b'c'), args.has(b'q'));
    let name = args.operands.first().map_or(&b"-"[..], |name| name);
    let name = if name == b"-" { b"(standard input)" } else { name };
    let mut count = 0_usize;
    for mut source in sources(sh, &args.operands)? {
        let mut result = Vec::new();
        let mut binary = false;
        while let Some(block) = source.block() {
            binary = binary || memchr(0, block).is_some();
            let mut at = 0;
            while let Some((start, end)) = needle.line(block, at) {
                count += 1;
                if quiet {
                    return Some(Status::OK);
                }
                if binary && !counts {
                    // GNU's says so in place of the line.
                    sh.write(&result);
                    sh.write_error(&[b"grep: ", name, b": binary file matches\n"].concat());
                    return Some(Status::OK);
                }
                if !counts {
                    result.extend_from_slice(&block[start..end]);
                    result.push(b'\n');
                }
                at = end + 1;
                if at >= block.len() {
                    break;
                }
            }
            sh.write(&result);
            result.clear();
            if sh.out.failed.is_some() {
                return Some(Status(1));
            }
        }
    }
    if counts {
        sh.write(format!("{count}\n").as_bytes());
    }
    Some(Status::from(count > 0))
}
