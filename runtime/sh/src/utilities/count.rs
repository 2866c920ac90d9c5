//! `wc`.

use super::arguments;
use super::input::sources;
use crate::shell::Shell;
use crate::status::Status;

#[derive(Clone, Copy, Default)]
struct Counts {
    lines: u64,
    words: u64,
    characters: u64,
    bytes: u64,
    longest: u64,
}

/// `wc [-lwcmL] [files]`.
pub fn wc(sh: &mut Shell, words: &[Vec<u8>]) -> Option<Status> {
    let args = arguments(words, "lwcm")?;
    let utf8 = sh.is_utf8();
    let shown = |letter: u8| args.options.is_empty() && letter != b'm' || args.has(letter);
    let list = sources(sh, &args.operands)?;
    let mut total = Counts::default();
    let mut rows: Vec<(Counts, Vec<u8>)> = Vec::new();
    let only_lines =
        args.has(b'l') && args.options.iter().all(|(letter, _)| matches!(letter, b'l' | b'c'));
    let only_bytes =
        !args.options.is_empty() && args.options.iter().all(|(letter, _)| *letter == b'c');
    // The width of the columns comes from the sizes of the files, as GNU's does.
    let mut sized = 0_u64;
    let mut unsized_input = args.operands.is_empty();
    for file in &args.operands {
        match std::fs::metadata(std::path::Path::new(std::ffi::OsStr::new(
            &*String::from_utf8_lossy(file),
        ))) {
            Ok(data) if data.is_file() && file != b"-" => sized += data.len(),
            _ => unsized_input = true,
        }
    }
    for (mut source, at) in list.into_iter().zip(0..) {
        let mut counts = Counts::default();
        let mut inside = false;
        while let Some(text) = source.chunk() {
            counts.bytes += text.len() as u64;
            if !only_bytes {
                counts.lines += memchr::memchr_iter(b'\n', text).count() as u64;
            }
            if only_lines || only_bytes {
                continue;
            }
            for byte in text {
                let space = matches!(byte, b' ' | b'\t'..=b'\r');
                if !space && !inside {
                    counts.words += 1;
                }
                inside = !space;
                counts.characters += u64::from(!utf8 || byte & 0xc0 != 0x80);
            }
        }
        total.lines += counts.lines;
        total.words += counts.words;
        total.characters += counts.characters;
        total.bytes += counts.bytes;
        total.longest = total.longest.max(counts.longest);
        rows.push((counts, args.operands.get(at).cloned().unwrap_or_default()));
    }
    let columns = b"lwmc".iter().filter(|letter| shown(**letter)).count();
    let width = if columns == 1 && args.operands.len() <= 1 {
        1
    } else {
        sized.to_string().len().max(if unsized_input { 7 } else { 1 })
    };
    if rows.len() > 1 {
        rows.push((total, b"total".to_vec()));
    }
    for (counts, name) in rows {
        let mut text = Vec::new();
        for (letter, count) in [
            (b'l', counts.lines),
            (b'w', counts.words),
            (b'm', counts.characters),
            (b'c', counts.bytes),
        ] {
            if shown(letter) {
                if !text.is_empty() {
                    text.push(b' ');
                }
                text.extend_from_slice(format!("{count:width$}").as_bytes());
            }
        }
        if !name.is_empty() {
            text.push(b' ');
            text.extend_from_slice(&name);
        }
        text.push(b'\n');
        sh.write(&text);
    }
    Some(Status::OK)
}
