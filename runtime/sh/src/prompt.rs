//! `${x@P}`: prompt strings.

use crate::builtins::replace_escapes;
use crate::shell::Shell;

/// What double quotes would not leave alone, behind backslashes.
fn quoted(text: &[u8], expands: bool) -> Vec<u8> {
    let mut result = Vec::with_capacity(text.len());
    for byte in text {
        if expands && b"$`\"\\".contains(byte) {
            result.push(b'\\');
        }
        result.push(*byte);
    }
    result
}

impl Shell {
    /// A prompt string: its escapes, then (`promptvars`) its expansions as in double quotes.
    pub(crate) fn prompt(&mut self, text: &[u8]) -> Vec<u8> {
        let expands = self.state.options.shopt("promptvars");
        let text = self.prompt_text(text, expands);
        if !expands {
            return text;
        }
        // The text is expanded as a here-document is, where a quote needs no backslash.
        let mut plain = Vec::with_capacity(text.len());
        let mut bytes = text.iter().peekable();
        while let Some(&byte) = bytes.next() {
            match (byte, bytes.peek()) {
                (b'\\', Some(b'"')) => {}
                (b'\\', Some(&&next)) => {
                    plain.extend_from_slice(&[byte, next]);
                    bytes.next();
                }
                _ => plain.push(byte),
            }
        }
        self.expand_text(&plain)
    }

    /// A directory with `~` for HOME.
    fn abbreviated(&mut self, path: &[u8]) -> Vec<u8> {
        let home = self.find(&crate::params::param("HOME")).unwrap_or_default();
        match path.strip_prefix(&home[..]) {
            Some(rest) if home.len() > 1 && (rest.is_empty() || rest[0] == b'/') => {
                [b"~", rest].concat()
            }
            _ => path.to_vec(),
        }
    }

    /// A prompt string expanded: the escapes that a script can see.
    fn prompt_text(&mut self, text: &[u8], expands: bool) -> Vec<u8> {
        let mut result = Vec::new();
        replace_escapes(text, &mut result, |rest, result| {
            let mut taken = 2;
            match rest[1] {
                b'n' => result.push(b'\n'),
                b'r' => result.push(b'\r'),
                b'a' => result.push(7),
                b'e' => result.push(27),
                b'\\' => result.push(b'\\'),
                b'$' if nix::unistd::geteuid().is_root() => result.push(b'#'),
                b'$' => result.extend_from_slice(if expands { b"\\$" } else { b"$" }),
                b'u' => {
                    let user = nix::unistd::User::from_uid(nix::unistd::geteuid()).ok().flatten();
                    result.extend_from_slice(
                        user.map(|user| user.name).unwrap_or_default().as_bytes(),
                    );
                }
                b'h' | b'H' => {
                    let host = self.find(&crate::params::param("HOSTNAME")).unwrap_or_default();
                    let short = host.split(|byte| *byte == b'.').next().unwrap_or_default();
                    result.extend_from_slice(if rest[1] == b'h' { short } else { &host });
                }
                b'w' => {
                    let here = self.directory();
                    let short = self.abbreviated(&here);
                    result.extend_from_slice(&quoted(&short, expands));
                }
                b'W' => {
                    let here = self.directory();
                    let short = self.abbreviated(&here);
                    let last = short.rsplit(|byte| *byte == b'/').next().unwrap_or_default();
                    result.extend_from_slice(&quoted(
                        if here == b"/" { b"/" } else { last },
                        expands,
                    ));
                }
                b's' => result.extend_from_slice(b"bash"),
                b'!' if self.state.options.get("history") != Some(true) => result.push(b'1'),
                b'v' => result.extend_from_slice(b"5.2"),
                b'V' => result.extend_from_slice(b"5.2.15"),
                b't' | b'T' | b'@' | b'A' | b'd' | b'D' => {
                    let format: Vec<u8> = match rest[1] {
                        b't' => b"%H:%M:%S".to_vec(),
                        b'T' => b"%I:%M:%S".to_vec(),
                        b'@' => b"%I:%M %p".to_vec(),
                        b'A' => b"%H:%M".to_vec(),
                        b'd' => b"%a %b %d".to_vec(),
                        _ => {
                            let end = rest[2..].iter().position(|byte| *byte == b'}');
                            match end.filter(|_| rest.get(2) == Some(&b'{')) {
                                Some(end) => {
                                    let format = rest[3..2 + end].to_vec();
                                    taken += end + 1;
                                    format
                                }
                                None => b"%X".to_vec(),
                            }
                        }
                    };
                    result.extend_from_slice(&crate::utilities::numbers::date(self, &format, None));
                }
                b'0'..=b'7' => {
                    let digits = rest[1..]
                        .iter()
                        .take(3)
                        .take_while(|byte| (b'0'..=b'7').contains(*byte))
                        .count();
                    let value = rest[1..=digits]
                        .iter()
                        .fold(0_u32, |value, byte| value * 8 + u32::from(byte - b'0'));
                    result.push(value as u8);
                    taken += digits - 1;
                }
                b'j' => result.extend_from_slice(self.jobs.list().len().to_string().as_bytes()),
                b'l' => result.extend_from_slice(b"tty"),
                b'[' | b']' => {}
                other => result.extend_from_slice(&[b'\\', other]),
            }
            Some(taken)
        });
        result
    }
}
