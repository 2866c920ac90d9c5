//! The utilities of this process against the system's own: the same bytes for the same flags and input.

use std::io::Write as _;
use std::process::{Command, Stdio};

const LINES: &str = "pear 3\nApple 10\nbanana 2\napple 10\n\n  fig 7\nbanana 2\nbanana 2\ncherry:4:x y\nzeta\t9\tq\n-5 minus\n1.50 a\n1.5 b\n";

/// Command lines; the input is `LINES` with and without its last newline, and nothing.
const CASES: &[&str] = &[
    "cat",
    "cat -n",
    "cat -b",
    "cat -s",
    "cat -E",
    "cat -ET",
    "tac",
    "rev",
    "head",
    "head -n 2",
    "head -3",
    "head -c 10",
    "head -n -2",
    "head -c -4",
    "tail",
    "tail -n 2",
    "tail -3",
    "tail -c 7",
    "tail -n +3",
    "tail -c +5",
    "head -n 0",
    "tail -n 0",
    "wc",
    "wc -l",
    "wc -w",
    "wc -c",
    "wc -m",
    "wc -lc",
    "cut -d : -f 2",
    "cut -d : -f 2-",
    "cut -d : -s -f 1,3",
    "cut -c 1-3",
    "cut -c 2",
    "cut -b -2",
    "cut -f 2",
    "cut -f 1,3-",
    "tr a-z A-Z",
    "tr -d aeiou",
    "tr -s a-z",
    "tr -cd 0-9",
    "tr -c a-z _",
    "tr abc x",
    "tr [:upper:] [:lower:]",
    "tr -ds 0-9 p",
    "tr -t abc xy",
    "sort",
    "sort -r",
    "sort -n",
    "sort -rn",
    "sort -u",
    "sort -f",
    "sort -fu",
    "sort -k2",
    "sort -k2n",
    "sort -k 2,2nr -k1,1",
    "sort -t : -k 2",
    "sort -b -k2",
    "sort -s -k2,2",
    "sort -nu",
    "sort -k1.2,1.4",
    "sort -d",
    "uniq",
    "uniq -c",
    "uniq -d",
    "uniq -u",
    "uniq -i",
    "uniq -f 1",
    "uniq -s 2",
    "seq 5",
    "seq 2 5",
    "seq 1 2 9",
    "seq 5 -2 -3",
    "seq -w 8 11",
    "seq 0.5 0.5 2",
    "seq 3 1",
    "seq -s , 4",
    "seq 1 .25 2",
    "seq -w -1 1",
    "seq 1.5 3",
    "basename /a/b.txt",
    "basename /a/b.txt .txt",
    "basename /",
    "basename a/",
    "basename -a x/y z",
    "basename -s .c a.c b/c.c",
    "dirname /a/b",
    "dirname a",
    "dirname /",
    "dirname a/b/ c",
    "dirname //x",
    "tee",
];

fn real(words: &[&str], input: &str) -> (Vec<u8>, i32) {
    let mut child = Command::new(words[0])
        .args(&words[1..])
        .env("LC_ALL", "C")
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .spawn()
        .expect("the tool is there");
    let mut pipe = child.stdin.take().expect("piped");
    let _ = pipe.write_all(input.as_bytes());
    drop(pipe);
    let output = child.wait_with_output().expect("it ends");
    (output.stdout, output.status.code().unwrap_or(-1))
}

fn ours(words: &[&str], input: &str) -> (Vec<u8>, i32) {
    let mut sh = rt::Shell::new(b"test".to_vec(), Vec::new());
    sh.assign("LC_ALL", "C").expect("it can be assigned");
    let words: Vec<Vec<u8>> = words.iter().map(|word| word.as_bytes().to_vec()).collect();
    let mut status = 0;
    // A marker keeps the newlines that a substitution would take off.
    let mut text = sh
        .capture(|sh| {
            let redirects = rt::Redirects::new(1).here(0, input);
            status = i32::from(sh.redirect(redirects, |sh| sh.command(1, words))?.0);
            sh.command(1, rt::argv!("echo", "-n", "!"))
        })
        .expect("nothing ends the shell");
    assert_eq!(text.pop(), Some(b'!'));
    (text, status)
}

#[test]
fn writes_what_the_system_tools_write() {
    for case in CASES {
        let words: Vec<&str> = case.split(' ').collect();
        for input in [LINES, LINES.trim_end(), ""] {
            let (expected, found) = (real(&words, input), ours(&words, input));
            assert_eq!(
                (String::from_utf8_lossy(&expected.0), expected.1),
                (String::from_utf8_lossy(&found.0), found.1),
                "`{case}` on {input:?}"
            );
        }
    }
}
