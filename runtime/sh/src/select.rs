//! `select`.

use crate::shell::Shell;
use crate::status::{Checked, Status};

impl Shell {
    /// One round of `select`: menu, prompt, reply; `false` at the end of the input.
    pub fn select(
        &mut self,
        line: u32,
        name: impl AsRef<[u8]>,
        items: &[Vec<u8>],
    ) -> Checked<bool> {
        self.line = line;
        if items.is_empty() {
            return Ok(false);
        }
        let mut show = self.find(&crate::params::param("REPLY")).is_none_or(|text| text.is_empty())
            || !self.selecting;
        loop {
            if show {
                let menu = menu(items);
                self.write_error(&menu);
            }
            self.selecting = true;
            let prompt = self.find(&crate::params::param("PS3")).unwrap_or_else(|| b"#? ".to_vec());
            self.write_error(&prompt);
            let (reply, ended) = self.read_line_raw(0);
            if ended && reply.is_empty() {
                self.write(b"\n");
                self.selecting = false;
                self.status = Status(1);
                return Ok(false);
            }
            self.assign("REPLY", &reply)?;
            if reply.is_empty() {
                show = true;
                continue;
            }
            let at: usize = std::str::from_utf8(&reply)
                .ok()
                .and_then(|text| text.trim().parse().ok())
                .unwrap_or(0);
            let choice =
                at.checked_sub(1).and_then(|at| items.get(at)).cloned().unwrap_or_default();
            self.assign(name, choice)?;
            return Ok(true);
        }
    }

    /// `select name in words; do body; done`.
    pub fn select_loop(
        &mut self,
        line: u32,
        name: impl AsRef<[u8]>,
        words: impl Into<Vec<Vec<u8>>>,
        mut body: impl FnMut(&mut Shell) -> Checked<Status>,
    ) -> Checked<Status> {
        let (words, name) = (words.into(), name.as_ref());
        self.selecting = false;
        let result = self.rounds(|sh| {
            if sh.select(line, name, &words)? {
                return body(sh).map(Some);
            }
            Ok(None)
        });
        self.selecting = false;
        result
    }
}

/// The numbered list of `select`.
fn menu(words: &[Vec<u8>]) -> Vec<u8> {
    let digits = words.len().to_string().len();
    let widest = words.iter().map(Vec::len).max().unwrap_or(0);
    let column = digits + 2 + widest + 2;
    let columns = (80 / column.max(1)).max(1);
    let rows = words.len().div_ceil(columns);
    let (rows, columns) = if rows == 1 { (words.len(), 1) } else { (rows, columns) };
    let mut text = Vec::new();
    for row in 0..rows {
        for at in 0..columns {
            let index = at * rows + row;
            let Some(word) = words.get(index) else { break };
            let entry = [format!("{:digits$}) ", index + 1).as_bytes(), word].concat();
            text.extend_from_slice(&entry);
            if words.get(index + rows).is_some() && at + 1 < columns {
                text.resize(text.len() + column.saturating_sub(entry.len()), b' ');
            }
        }
        text.push(b'\n');
    }
    text
}
