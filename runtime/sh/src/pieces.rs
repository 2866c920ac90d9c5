//! `word!` and `argv!`: texts made of pieces.

use crate::status::Status;
use crate::words::Words;

/// Something that can stand in `word!`.
pub trait Piece {
    /// Appends itself.
    fn put(&self, word: &mut Vec<u8>);
}

macro_rules! bytes_pieces {
    ($($type:ty),*) => { $(
        impl Piece for $type {
            fn put(&self, word: &mut Vec<u8>) {
                word.extend_from_slice(self.as_ref());
            }
        }
    )* };
}
bytes_pieces!([u8], Vec<u8>, str, String);

impl<const N: usize> Piece for [u8; N] {
    fn put(&self, word: &mut Vec<u8>) {
        word.extend_from_slice(self);
    }
}

macro_rules! shown_pieces {
    ($($type:ty),*) => { $(
        impl Piece for $type {
            fn put(&self, word: &mut Vec<u8>) {
                word.extend_from_slice(self.to_string().as_bytes());
            }
        }
    )* };
}
shown_pieces!(usize, u8, i32, u32);

impl Piece for i64 {
    fn put(&self, word: &mut Vec<u8>) {
        put_number(*self, word);
    }
}

/// Appends the digits of a number.
pub(crate) fn put_number(number: i64, text: &mut Vec<u8>) {
    let mut digits = [0; 20];
    let mut at = digits.len();
    let mut rest = number.unsigned_abs();
    loop {
        at -= 1;
        digits[at] = b'0' + (rest % 10) as u8;
        rest /= 10;
        if rest == 0 {
            break;
        }
    }
    if number < 0 {
        at -= 1;
        digits[at] = b'-';
    }
    text.extend_from_slice(&digits[at..]);
}

impl Piece for Status {
    fn put(&self, word: &mut Vec<u8>) {
        self.0.put(word);
    }
}

impl<T: Piece + ?Sized> Piece for &T {
    fn put(&self, word: &mut Vec<u8>) {
        (**self).put(word);
    }
}

/// Concatenates pieces to one text.
#[macro_export]
macro_rules! word {
    ($($piece:expr),* $(,)?) => {{
        #[allow(unused_mut)]
        let mut word = Vec::<u8>::new();
        $($crate::Piece::put(&$piece, &mut word);)*
        word
    }};
}

/// What can stand in `argv!`: one word, or the words of a list.
pub trait Arguments {
    /// Appends the words.
    fn add(self, words: &mut Vec<Vec<u8>>);
}

macro_rules! one_word {
    ($($type:ty),*) => { $(
        impl Arguments for $type {
            fn add(self, words: &mut Vec<Vec<u8>>) {
                let mut word = Vec::new();
                self.put(&mut word);
                words.push(word);
            }
        }
    )* };
}
one_word!(String, i64, usize, u8, i32, u32, Status);

impl<T: Piece + ?Sized> Arguments for &T {
    fn add(self, words: &mut Vec<Vec<u8>>) {
        let mut word = Vec::new();
        self.put(&mut word);
        words.push(word);
    }
}

impl Arguments for &[Vec<u8>] {
    fn add(self, words: &mut Vec<Vec<u8>>) {
        words.extend_from_slice(self);
    }
}

impl Arguments for Vec<u8> {
    fn add(self, words: &mut Vec<Vec<u8>>) {
        words.push(self);
    }
}

impl Arguments for Vec<Vec<u8>> {
    fn add(mut self, words: &mut Vec<Vec<u8>>) {
        words.append(&mut self);
    }
}

impl Arguments for Words {
    fn add(self, words: &mut Vec<Vec<u8>>) {
        words.append(&mut self.into_vec());
    }
}

/// Lists words: texts are one each, lists of texts as many as they have.
#[macro_export]
macro_rules! argv {
    () => { Vec::<Vec<u8>>::new() };
    ($($word:expr),+ $(,)?) => {{
        let mut words = Vec::<Vec<u8>>::with_capacity([$(stringify!($word)),+].len());
        $($crate::Arguments::add($word, &mut words);)+
        words
    }};
}

/// The words of a text with blanks between them.
pub fn words(text: &str) -> Vec<Vec<u8>> {
    text.split(' ').map(|word| word.as_bytes().to_vec()).collect()
}

/// Elements that all have subscripts: subscript, text, subscript, text ….
#[macro_export]
macro_rules! pairs {
    ($($subscript:expr, $text:expr),+ $(,)?) => {
        $crate::Elements::new()$(.at($subscript, $text))+
    };
}

/// `name=(words …)`.
#[macro_export]
macro_rules! assign_list {
    ($shell:expr, $name:expr $(, $word:expr)* $(,)?) => {{
        let words = $crate::argv!($($word),*);
        $shell.assign_array($name, words, false)
    }};
}

/// `name+=(words …)`.
#[macro_export]
macro_rules! append_list {
    ($shell:expr, $name:expr $(, $word:expr)* $(,)?) => {{
        let words = $crate::argv!($($word),*);
        $shell.assign_array($name, words, true)
    }};
}

/// `name=(words …)` as a command, with its status.
#[macro_export]
macro_rules! assigned_list {
    ($shell:expr, $line:expr, $name:expr $(, $word:expr)* $(,)?) => {{
        let line: u32 = $line;
        $shell.begin(line);
        let words = $crate::argv!($($word),*);
        $shell.assigned_list(line, $name, words)
    }};
}

/// `name=([subscript]=text …)`.
#[macro_export]
macro_rules! assign_pairs {
    ($shell:expr, $name:expr, $($piece:expr),+ $(,)?) => {{
        let elements = $crate::pairs!($($piece),+);
        $shell.assign_array($name, elements, false)
    }};
}

/// `declare -A name=([subscript]=text …)`: the builtin with its option, the name, subscript, text ….
#[macro_export]
macro_rules! declare_pairs {
    ($shell:expr, $line:expr, $builtin:expr, $name:expr, $($piece:expr),+ $(,)?) => {{
        let line: u32 = $line;
        $shell.begin(line);
        let elements = $crate::pairs!($($piece),+);
        $shell.declare_array(line, $builtin, $name, elements)
    }};
}

/// `declare -a name=(words …)`: the builtin with its option, the name, the words.
#[macro_export]
macro_rules! declare_list {
    ($shell:expr, $line:expr, $builtin:expr, $name:expr $(, $word:expr)* $(,)?) => {{
        let line: u32 = $line;
        $shell.begin(line);
        let words = $crate::argv!($($word),*);
        $shell.declare_array(line, $builtin, $name, words)
    }};
}

/// `local name=(words …)`.
#[macro_export]
macro_rules! local_list {
    ($shell:expr, $line:expr, $name:expr $(, $word:expr)* $(,)?) => {
        $crate::declare_list!($shell, $line, "local", $name $(, $word)*)
    };
}

/// Runs a command of a line; its words are expanded first.
#[macro_export]
macro_rules! run {
    ($shell:expr, $line:expr, $($word:expr),+ $(,)?) => {{
        let line: u32 = $line;
        $shell.begin(line);
        let words = $crate::argv!($($word),+);
        $shell.command(line, words)
    }};
}

/// Runs a command with assignments in front of it, whose texts are expanded behind its words.
#[macro_export]
macro_rules! run_with {
    ($shell:expr, $line:expr, $assigns:expr, $($word:expr),+ $(,)?) => {{
        let line: u32 = $line;
        $shell.begin(line);
        let words = $crate::argv!($($word),+);
        let assigns: $crate::Assigns = $assigns;
        $shell.command_with(line, assigns, words)
    }};
}

/// `printf` of a format and words.
#[macro_export]
macro_rules! printf {
    ($shell:expr, $line:expr, $($word:expr),+ $(,)?) => {
        $crate::run!($shell, $line, "printf", $($word),+)
    };
}

/// Runs a command under redirections, which are made once its words are expanded.
#[macro_export]
macro_rules! run_to {
    ($shell:expr, $redirects:expr, $($word:expr),+ $(,)?) => {{
        let redirects: $crate::Redirects = $redirects;
        let line = redirects.line();
        $shell.begin(line);
        let words = $crate::argv!($($word),+);
        $shell.redirect(redirects, |sh| sh.command(line, words))
    }};
}

/// The same of `echo` of one word, which is made of pieces.
#[macro_export]
macro_rules! echo_to {
    ($shell:expr, $redirects:expr, $($piece:expr),+ $(,)?) => {{
        let redirects: $crate::Redirects = $redirects;
        let line = redirects.line();
        $shell.begin(line);
        let word = $crate::word!($($piece),+);
        $shell.redirect(redirects, |sh| sh.echo(line, word))
    }};
}

/// `echo` of one word, which is made of pieces.
#[macro_export]
macro_rules! echo {
    ($shell:expr, $line:expr, $($piece:expr),+ $(,)?) => {{
        let line: u32 = $line;
        $shell.begin(line);
        let word = $crate::word!($($piece),+);
        $shell.echo(line, word)
    }};
}

/// `read` of variables that are no entries of the shell's; the flag: `-r`.
#[macro_export]
macro_rules! read {
    ($shell:expr, $line:expr, $raw:expr, $($variable:expr),+ $(,)?) => {
        $shell.read_into($line, $raw, &mut [$($variable),+])
    };
}

/// The same with `IFS` for this line.
#[macro_export]
macro_rules! read_by {
    ($shell:expr, $line:expr, $raw:expr, $ifs:expr, $($variable:expr),+ $(,)?) => {
        $shell.read_into_by($line, $raw, $ifs, &mut [$($variable),+])
    };
}

/// Assigns a text that is expanded first to a variable of the shell.
#[macro_export]
macro_rules! set {
    ($shell:expr, $name:expr, $text:expr $(,)?) => {{
        let text = $text;
        $shell.assign($name, text)
    }};
    ($shell:expr, $line:expr, $name:expr, $text:expr $(,)?) => {{
        let line: u32 = $line;
        $shell.begin(line);
        let text = $text;
        $shell.assign($name, text)
    }};
}

/// `local name=text` of a line; the text is expanded first.
#[macro_export]
macro_rules! local {
    ($shell:expr, $line:expr, $name:expr, $text:expr $(,)?) => {{
        let line: u32 = $line;
        $shell.begin(line);
        let text = $text;
        $shell.local(line, $name, text)
    }};
}

/// The value of an expression whose text is made of pieces.
#[macro_export]
macro_rules! arith {
    ($shell:expr, $($piece:expr),+ $(,)?) => {{
        let text = $crate::word!($($piece),+);
        $shell.arith(text)
    }};
}

/// The same for a builtin, whose messages name it.
#[macro_export]
macro_rules! arith_of {
    ($shell:expr, $builtin:expr, $($piece:expr),+ $(,)?) => {{
        let text = $crate::word!($($piece),+);
        $shell.arith_of($builtin, text)
    }};
}

/// The text of an element whose subscript is expanded first.
#[macro_export]
macro_rules! value_at {
    ($shell:expr, $name:expr, $subscript:expr $(,)?) => {{
        let subscript = $subscript;
        $shell.element($name, subscript)
    }};
}

/// The number in an element whose subscript is expanded first.
#[macro_export]
macro_rules! int_at {
    ($shell:expr, $name:expr, $subscript:expr $(,)?) => {{
        let subscript = $subscript;
        $shell.int_at($name, subscript)
    }};
}

/// Assigns an element; its subscript is expanded first, then the text.
#[macro_export]
macro_rules! set_at {
    ($shell:expr, $name:expr, $subscript:expr, $text:expr $(,)?) => {{
        let subscript = $subscript;
        let text = $text;
        $shell.set_at($name, subscript, text)
    }};
}

/// Appends an element whose text is expanded first.
#[macro_export]
macro_rules! push {
    ($shell:expr, $name:expr, $text:expr $(,)?) => {{
        let text = $text;
        $shell.push($name, text)
    }};
}

/// The same with the status of a command that only assigns.
#[macro_export]
macro_rules! assigned {
    ($shell:expr, $line:expr, $name:expr, $text:expr $(,)?) => {{
        let line: u32 = $line;
        $shell.begin(line);
        let text = $text;
        $shell.assigned(line, $name, text)
    }};
}

/// The fields of an unquoted expansion that is a whole word.
#[macro_export]
macro_rules! split {
    ($shell:expr, $text:expr $(,)?) => {{
        let text = $text;
        $shell.fields_of(text)
    }};
}

/// The fields of an unquoted list that is a whole word.
#[macro_export]
macro_rules! split_each {
    ($shell:expr, $list:expr $(,)?) => {{
        let list = $list;
        $shell.fields_of_each(list)
    }};
}
