//! `eval` and `source`: text that is known only at run time.

use crate::shell::Shell;
use crate::status::{Checked, Status};

/// `eval words`.
pub fn eval(sh: &mut Shell, args: &[Vec<u8>]) -> Checked<Status> {
    let args = match super::letters(sh, args, "", "eval [arg ...]") {
        Ok(options) => &args[options.taken..],
        Err(status) => return Ok(status),
    };
    let text = args.join(&b' ');
    if text.iter().all(u8::is_ascii_whitespace) {
        return Ok(Status::OK);
    }
    let outer = sh.builtin.take();
    let result = sh.eval_text(&text);
    sh.builtin = outer;
    result
}

/// `source file [arguments]`.
pub fn source(sh: &mut Shell, args: &[Vec<u8>]) -> Checked<Status> {
    let args = if args.first().is_some_and(|word| word == b"--") { &args[1..] } else { args };
    let Some((path, rest)) = args.split_first() else {
        let name = sh.builtin.unwrap_or("source");
        sh.builtin_error(name, "filename argument required");
        sh.write_error(format!("{name}: usage: {name} filename [arguments]\n").as_bytes());
        return Ok(Status(2));
    };
    let (path, rest) = (path.clone(), rest.to_vec());
    sh.source_file(&path, rest)
}
