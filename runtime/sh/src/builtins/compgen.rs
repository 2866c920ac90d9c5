//! `compgen`: what completion would offer.

use super::complete::{action, wrong_option};
use crate::shell::Shell;
use crate::status::{Checked, Status};
use crate::variables::{Attributes, Value, Variable};
use std::path::Path;
use std::rc::Rc;

const LETTERS: &str = "abcdefgjksuvo:A:G:W:F:C:X:P:S:";
const USAGE: &str = "compgen [-abcdefgjksuv] [-o option] [-A action] [-G globpat] [-W wordlist] [-F function] [-C command] [-X filterpat] [-P prefix] [-S suffix] [word]";

/// What keys can be bound to.
const BINDINGS: &str = "\
    abort accept-line arrow-key-prefix backward-byte backward-char backward-delete-char \
    backward-kill-line backward-kill-word backward-word beginning-of-history beginning-of-line \
    bracketed-paste-begin call-last-kbd-macro capitalize-word character-search \
    character-search-backward clear-display clear-screen complete copy-backward-word \
    copy-forward-word copy-region-as-kill delete-char delete-char-or-list \
    delete-horizontal-space digit-argument do-lowercase-version downcase-word dump-functions \
    dump-macros dump-variables emacs-editing-mode end-kbd-macro end-of-history end-of-line \
    exchange-point-and-mark fetch-history forward-backward-delete-char forward-byte forward-char \
    forward-search-history forward-word history-search-backward history-search-forward \
    history-substring-search-backward history-substring-search-forward insert-comment \
    insert-completions kill-line kill-region kill-whole-line kill-word menu-complete \
    menu-complete-backward next-history next-screen-line non-incremental-forward-search-history \
    non-incremental-forward-search-history-again non-incremental-reverse-search-history \
    non-incremental-reverse-search-history-again old-menu-complete operate-and-get-next \
    overwrite-mode possible-completions previous-history previous-screen-line \
    print-last-kbd-macro quoted-insert re-read-init-file redraw-current-line \
    reverse-search-history revert-line self-insert set-mark skip-csi-sequence start-kbd-macro \
    tab-insert tilde-expand transpose-chars transpose-words tty-status undo universal-argument \
    unix-filename-rubout unix-line-discard unix-word-rubout upcase-word vi-append-eol \
    vi-append-mode vi-arg-digit vi-bWord vi-back-to-indent vi-backward-bigword vi-backward-word \
    vi-bword vi-change-case vi-change-char vi-change-to vi-char-search vi-column vi-complete \
    vi-delete vi-delete-to vi-eWord vi-editing-mode vi-end-bigword vi-end-word vi-eof-maybe \
    vi-eword vi-fWord vi-fetch-history vi-first-print vi-forward-bigword vi-forward-word \
    vi-fword vi-goto-mark vi-insert-beg vi-insertion-mode vi-match vi-movement-mode vi-next-word \
    vi-overstrike vi-overstrike-delete vi-prev-word vi-put vi-redo vi-replace vi-rubout \
    vi-search vi-search-again vi-set-mark vi-subst vi-tilde-expand vi-undo vi-unix-word-rubout \
    vi-yank-arg vi-yank-pop vi-yank-to yank yank-last-arg yank-nth-arg yank-pop";

/// What `help` knows besides builtins.
const TOPICS: &[&str] = &[
    "%",
    "(( ... ))",
    "[[ ... ]]",
    "case",
    "coproc",
    "for",
    "for ((",
    "function",
    "if",
    "select",
    "time",
    "until",
    "variables",
    "while",
    "{ ... }",
];

/// `compgen`: names of builtins, functions, variables, files, words.
pub fn compgen(sh: &mut Shell, args: &[Vec<u8>]) -> Checked<Status> {
    let options = match super::letters(sh, args, LETTERS, USAGE) {
        Ok(options) => options,
        Err(status) => return Ok(status),
    };
    if let Some(status) = wrong_option(sh, "compgen", &options) {
        return Ok(status);
    }
    if options.given.is_empty() {
        return Ok(Status::OK);
    }
    let word = args.get(options.taken).cloned().unwrap_or_default();
    let mut found: Vec<Vec<u8>> = Vec::new();
    for (letter, value) in &options.given {
        let name = match letter {
            b'A' => value.as_slice(),
            letter => action(*letter).unwrap_or("").as_bytes(),
        };
        let mut names = named(sh, name, &word);
        names.sort();
        names.dedup();
        found.append(&mut names);
    }
    if let Some(pattern) = options.value(b'G') {
        found.extend(crate::glob::names(sh, pattern));
    }
    if let Some(list) = options.value(b'W') {
        found.extend(listed(sh, list)?);
    }
    found.retain(|name| name.starts_with(&word));
    if let Some(function) = options.value(b'F') {
        sh.builtin_error("compgen", "warning: -F option may not work as you expect");
        found.extend(replies(sh, function, &word)?);
    }
    if let Some(command) = options.value(b'C') {
        sh.builtin_error("compgen", "warning: -C option may not work as you expect");
        let word = crate::quote::single(&word);
        let text = [&command[..], b" compgen ", &word, b" ''"].concat();
        let text = sh.capture(|sh| sh.eval_text(&text))?;
        found.extend(text.split(|byte| *byte == b'\n').map(<[u8]>::to_vec));
    }
    if let Some(filter) = options.value(b'X') {
        // `&` is the word that is completed.
        let filter = &filled_in(filter, &word);
        let extended = sh.state.options.shopt("extglob");
        let (negated, filter) = match filter.strip_prefix(b"!") {
            Some(rest) if !(extended && rest.starts_with(b"(")) => (true, rest),
            Some(_) => (false, &filter[..]),
            None => (false, &filter[..]),
        };
        let pattern = crate::pattern::Pattern::new(filter, true);
        found.retain(|name| pattern.matches(name, sh.how()) == negated);
    }
    let prefix = options.value(b'P').cloned().unwrap_or_default();
    let suffix = options.value(b'S').cloned().unwrap_or_default();
    let mut found: Vec<Vec<u8>> =
        found.iter().map(|name| [&prefix[..], name, &suffix].concat()).collect();
    let asked =
        |name: &[u8]| options.given.iter().any(|(key, value)| *key == b'o' && value == name);
    if found.is_empty() && asked(b"dirnames") {
        found = named(sh, b"directory", &word);
    }
    if found.is_empty() && asked(b"bashdefault") {
        // Names of variables and of users.
        let (sign, kind): (&[u8], &[u8]) = match word.first() {
            Some(b'$') => (b"$", b"variable"),
            Some(b'~') if !word.contains(&b'/') => (b"~", b"user"),
            _ => (b"", b""),
        };
        let names = named(sh, kind, &word).into_iter().map(|name| [sign, &name].concat());
        found.extend(names.filter(|name| name.starts_with(&word)));
    }
    if found.is_empty() && asked(b"default") {
        found = named(sh, b"file", &word);
    }
    if asked(b"plusdirs") {
        found.extend(named(sh, b"directory", &word));
    }
    let text: Vec<u8> = found.iter().flat_map(|name| [&name[..], b"\n"].concat()).collect();
    sh.write(&text);
    Ok(Status::from(!found.is_empty()))
}

/// The filter with the word in the place of each `&`.
fn filled_in(filter: &[u8], word: &[u8]) -> Vec<u8> {
    let mut text = Vec::new();
    let mut bytes = filter.iter().peekable();
    while let Some(byte) = bytes.next() {
        match byte {
            b'\\' if bytes.peek() == Some(&&b'&') => text.extend(bytes.next()),
            b'&' => text.extend_from_slice(word),
            byte => text.push(*byte),
        }
    }
    text
}

/// The names of an action that may start with `word`.
fn named(sh: &mut Shell, action: &[u8], word: &[u8]) -> Vec<Vec<u8>> {
    let state = &sh.state;
    match action {
        b"builtin" => super::TABLE.iter().map(|entry| entry.name.as_bytes().to_vec()).collect(),
        b"function" => state.functions.keys().cloned().collect(),
        b"variable" => sh.prefixed(b""),
        b"export" | b"arrayvar" => {
            let wanted = |variable: &Variable| match action {
                b"export" => variable.attributes.has(Attributes::EXPORT),
                _ => variable.is_array(),
            };
            let mut names = sh.variable_names(false);
            names.retain(|name| sh.described(name).as_ref().is_some_and(wanted));
            names
        }
        b"binding" => BINDINGS.split(' ').map(|name| name.as_bytes().to_vec()).collect(),
        b"helptopic" => {
            let topics = TOPICS.iter().map(|name| name.as_bytes().to_vec());
            named(sh, b"builtin", word).into_iter().chain(topics).collect()
        }
        b"enabled" | b"disabled" => {
            let off = |name: &Vec<u8>| state.disabled.contains(name) == (action == b"disabled");
            let all = super::TABLE.iter().map(|entry| entry.name.as_bytes().to_vec());
            all.filter(off).collect()
        }
        b"hostname" | b"service" => {
            let file = if action == b"hostname" { "/etc/hosts" } else { "/etc/services" };
            let text = std::fs::read_to_string(file).unwrap_or_default();
            let lines = text.lines().map(|line| line.split('#').next().unwrap_or_default());
            let names = |line: &str| -> Vec<Vec<u8>> {
                let mut words: Vec<_> = line.split_whitespace().collect();
                if words.len() > 1 {
                    words.remove(usize::from(action == b"service"));
                }
                words.into_iter().map(|word| word.as_bytes().to_vec()).collect()
            };
            lines.flat_map(names).collect()
        }
        b"alias" => state.aliases.keys().cloned().collect(),
        b"keyword" => super::names::KEYWORDS.iter().map(|name| name.as_bytes().to_vec()).collect(),
        b"setopt" => crate::options::SET_OPTIONS.iter().map(|(name, _)| (*name).into()).collect(),
        b"shopt" => crate::options::SHOPT_OPTIONS.iter().map(|(name, _)| (*name).into()).collect(),
        b"signal" => (1..=64).map(|at| crate::traps::signal_name(at).into_bytes()).collect(),
        b"command" => {
            let mut all = named(sh, b"builtin", word);
            for kind in [&b"function"[..], b"alias", b"keyword"] {
                all.extend(named(sh, kind, word));
            }
            all.extend(programs(sh));
            all
        }
        b"file" | b"directory" => files(sh, word, action == b"directory"),
        b"user" | b"group" => {
            let file = if action == b"user" { "/etc/passwd" } else { "/etc/group" };
            let text = std::fs::read(file).unwrap_or_default();
            let lines = text.split(|byte| *byte == b'\n').filter(|line| !line.is_empty());
            let first = |line: &[u8]| line.split(|byte| *byte == b':').next().map(<[u8]>::to_vec);
            lines.filter_map(first).collect()
        }
        _ => Vec::new(),
    }
}

/// The names of the programs in PATH.
fn programs(sh: &mut Shell) -> Vec<Vec<u8>> {
    use std::os::unix::ffi::{OsStrExt as _, OsStringExt as _};
    use std::os::unix::fs::PermissionsExt as _;
    let path = sh.find(&crate::params::param("PATH")).unwrap_or_default();
    let folders = path.split(|byte| *byte == b':').filter(|folder| !folder.is_empty());
    let mut found = Vec::new();
    for folder in folders {
        let Ok(list) = std::fs::read_dir(std::ffi::OsStr::from_bytes(folder)) else { continue };
        for entry in list.flatten() {
            let data = std::fs::metadata(entry.path());
            if data.is_ok_and(|data| data.is_file() && data.permissions().mode() & 0o111 != 0) {
                found.push(entry.file_name().into_vec());
            }
        }
    }
    found
}

/// The files (or folders) whose path starts with `word`; those with a leading dot too.
fn files(sh: &mut Shell, word: &[u8], folders: bool) -> Vec<Vec<u8>> {
    use std::os::unix::ffi::OsStrExt as _;
    let home = sh.tilde("~");
    let tilde = word.starts_with(b"~/");
    let word = if tilde { [&home[..], &word[1..]].concat() } else { word.to_vec() };
    let start = word.iter().rposition(|byte| *byte == b'/').map_or(0, |at| at + 1);
    let (folder, first) = word.split_at(start);
    let place: &[u8] = if folder.is_empty() { b"." } else { folder };
    let Ok(list) = std::fs::read_dir(std::ffi::OsStr::from_bytes(place)) else { return Vec::new() };
    let mut found: Vec<Vec<u8>> = list
        .flatten()
        .map(|entry| [folder, entry.file_name().as_bytes()].concat())
        .filter(|path| path[start..].starts_with(first))
        .filter(|path| !folders || Path::new(std::ffi::OsStr::from_bytes(path)).is_dir())
        .collect();
    if tilde {
        for path in &mut found {
            *path = [b"~", &path[home.len()..]].concat();
        }
    }
    found.sort();
    found
}

/// The words of `-W`: expanded and split.
fn listed(sh: &mut Shell, list: &[u8]) -> Checked<Vec<Vec<u8>>> {
    if !list.iter().any(|byte| b"$`'\"\\".contains(byte)) {
        let mut words = crate::words::Words::new();
        words.split(sh, list);
        words.end_plain();
        return Ok(words.into_vec());
    }
    filled(sh, |sh| sh.eval_text(&[b"COMPREPLY=(", list, b"\n)"].concat()).map(drop))
}

/// What a completion function leaves in COMPREPLY. It sees a command line without anything.
fn replies(sh: &mut Shell, function: &[u8], word: &[u8]) -> Checked<Vec<Vec<u8>>> {
    let Some(body) = sh.state.functions.get(function).cloned() else {
        sh.error([b"completion: function `", function, b"' not found"].concat());
        return Ok(Vec::new());
    };
    const LINE: [(&[u8], &[u8]); 5] = [
        (b"COMP_LINE", b""),
        (b"COMP_POINT", b"0"),
        (b"COMP_CWORD", b"-1"),
        (b"COMP_TYPE", b"0"),
        (b"COMP_KEY", b"0"),
    ];
    for (name, text) in LINE {
        sh.put_variable(name, Variable::text(text.to_vec()));
    }
    let words = Variable { value: Value::Indexed(Rc::default()), attributes: Attributes::NONE };
    sh.put_variable(b"COMP_WORDS", words);
    let args = vec![b"compgen".to_vec(), word.to_vec(), Vec::new()];
    let mut again = false;
    let found = filled(sh, |sh| {
        again = sh.call_function(function, &body, args)?.0 == 124;
        Ok(())
    });
    for (name, _) in LINE {
        sh.remove_variable(name);
    }
    sh.remove_variable(b"COMP_WORDS");
    if again { Ok(Vec::new()) } else { found }
}

/// The elements of COMPREPLY after `fill`; afterwards there is no such variable.
fn filled(sh: &mut Shell, fill: impl FnOnce(&mut Shell) -> Checked<()>) -> Checked<Vec<Vec<u8>>> {
    const REPLY: &[u8] = b"COMPREPLY";
    sh.remove_variable(REPLY);
    let result = fill(sh);
    let found = sh.values(&crate::params::all("COMPREPLY"))?;
    sh.remove_variable(REPLY);
    result.map(|()| found)
}
