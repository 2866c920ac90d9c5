//! Snippets run by the interpreter over this state and by bash: the same output and status.
#![cfg(feature = "interpreter")]

use std::process::Command;

const SNIPPETS: &[&str] = &[
    // Expansion
    "x=abc.tar.gz; echo ${x%.*} ${x%%.*} ${x#*.} ${x##*.} ${x/a/b} ${x//[a-c]/-} ${x/#abc/Q} ${x/%gz/Q} ${#x}",
    "x='a  b'; set -- $x \"$x\" ''; echo $#; printf '<%s>' \"$@\" \"$*\" $* ; echo",
    "IFS=:; x=a::b:; set -- $x; echo $#; printf '<%s>' \"$@\"; echo; echo \"$*\"",
    "IFS=' :'; x=' a : b::c '; set -- $x; printf '<%s>' \"$@\"; echo",
    "a=(1 2 '3 4' [7]=x); echo ${#a[@]} ${!a[@]} \"${a[@]:1:2}\" ${a[-1]} \"${a[*]}\"; unset 'a[1]'; declare -p a",
    "declare -A m=([k]=v [a b]=c); m[z]+=1; echo ${#m[@]} ${m[a b]} ${m[z]}; for k in one two three four; do m[$k]=1; done; declare -p m",
    "echo ${u:-d} ${u-e} ${u:+f} ${u:=g} $u ${u:+h}; v=; echo ${v-a}:${v:-b}:${v+c}:${v:+d}",
    "x=hello; echo ${x^} ${x^^} ${x^^[el]} ${x@U} ${x@Q} ${x:1:3} ${x: -3} ${x:1:-1}; y=\"a'b\"; echo ${y@Q}",
    "n=x; x=5; echo ${!n}; declare -n r=x; r=7; echo $x ${!r}; echo ${!BASH_VERSI*}",
    "echo {1..5} {a..e..2} x{a,b}y $((2**10)) $((16#ff)) $((07)) $((1<<3|1)) $((5>3?10:20))",
    "set -- a b c; echo ${@:2} ${*:1:2} ${#} ${@: -1}; shift 2; echo $1; shift 5; echo $?",
    "x='*'; echo \"$x\" '*'; cd /; echo /e*c /nonexist* ; set -f; echo /e*c",
    // Arithmetic
    "i=5; echo $((i++ + ++i)) $((i-=3)) $((i*=2)) $i $((i%4)) $((-7/2)) $((-7%3)) $((1,2)) $((!0)) $((~5))",
    "echo $((9223372036854775807+1)) $((1<<63)) $((a=3,a+b)) ; let 'x=1+1' 'y=x*2'; echo $x $y; ((0)); echo $?",
    "echo $((1/0)); echo after",
    "x=08; echo $((x))",
    "declare -i n=3+4; n+=2; echo $n",
    // Commands
    "f() { local x=1; g; echo $x; }; g() { x=2; }; f; echo ${x-unset}",
    "f() { return 3; }; f; echo $?; ! true; echo $?; (exit 4); echo $?; true && false || echo or",
    "for i in 1 2 3; do [ $i = 2 ] && continue; echo $i; done; while :; do break; done; until true; do :; done; echo $?",
    "case abc in a*) echo 1 ;;& *c) echo 2 ;& x) echo 3 ;; *) echo 4 ;; esac",
    "echo a b | while read x y; do echo $y $x; done; echo 'a\\tb' | { read -r x; echo $x; }; read x <<< hi; echo $x",
    "x=$(echo a; echo; echo); echo \"[$x]\"; echo $(cd /tmp; pwd); (x=2; cd /); echo $x",
    "false | true; echo $? ${PIPESTATUS[@]}; set -o pipefail; false | true; echo $?",
    "set -e; if false; then :; fi; false || true; echo here; false; echo never",
    "set -u; echo ${x-ok}; echo $x; echo never",
    "trap 'echo bye $?' EXIT; exit 3",
    "trap 'echo err $?' ERR; false; true",
    "trap 'echo usr' USR1; kill -USR1 $$; echo after; trap -p; trap - USR1; trap -p",
    "cat <<A; cat <<'B'\n$((1+1)) `echo x`\nA\n$x\nB\n",
    "nosuchcommand 2>/dev/null; echo $?; /etc/passwd 2>/dev/null; echo $?",
    "exec 3>/tmp/rt-sh-test.$$; echo x >&3; exec 3>&-; cat /tmp/rt-sh-test.$$; rm /tmp/rt-sh-test.$$",
    "{ echo out; echo err >&2; } 2>&1 | sort; echo x >/nonexist/y 2>/dev/null; echo $?",
    "cat <(echo a) <(echo b); echo c > >(cat); wait; sleep 0.05; sleep 0.1 & wait $!; echo $?; (exit 7) & wait $!; echo $?",
    // Builtins
    "printf '%5d|%-5s|%05.1f|%x|%c|%q|%b\\n' 42 ab 3.14159 255 xyz 'a b' 'x\\ty'; printf '%s-%s\\n' a b c",
    "printf -v v '%03d' 7; echo $v; printf '%e %g %G\\n' 12345.678 0.0001 1e20; printf '%d\\n' \"'A\" 0x1f 010",
    "mapfile -t l < <(seq 3); echo ${#l[@]} ${l[2]}; while getopts 'ab:' o -a -b x y; do echo $o $OPTARG; done; echo $OPTIND",
    "[[ abc == a* && abc =~ ^(.)(.)c$ ]] && echo ${BASH_REMATCH[@]}; [[ -d / && ! -f / ]]; echo $?; [ 1 -lt 2 -a x = x ]; echo $?",
    "test -n ''; echo $?; [ a ]; echo $?; [[ a < b ]]; echo $?; [[ 10 -gt 9 ]]; echo $?; [ 1 -eq x ] 2>/dev/null; echo $?",
    "declare -r R=1; R=2; echo no",
    "x=1; export x; declare -p x; y=2 env | grep ^y=; unset x; echo ${x-gone}",
    "type -t cd ls f if; type cd; command -v echo; hash -r; eval 'echo $((1+2))'; set -- 'a b'; eval echo \\$1",
    "cd /usr; cd bin; pwd; cd ..; pwd; cd - ; echo $OLDPWD; pushd / >/dev/null; dirs; popd",
    "RANDOM=42; echo $RANDOM $RANDOM $RANDOM; echo ${#FUNCNAME[@]}; f() { echo $FUNCNAME ${#FUNCNAME[@]}; }; f",
    "shopt -s nullglob extglob; echo /nonexist*; [[ foo == @(foo|bar) ]]; echo $?; x=aaa; echo ${x##+(a)} ${x#+(a)}",
    "alias x=y; echo $-; umask 022; umask; set -- -n a; echo \"$@\"; echo -e 'a\\nb\\x41'; echo -n x; echo",
];

fn run(program: &str, arguments: &[&str]) -> (String, Option<i32>) {
    let output = Command::new(program)
        .args(arguments)
        .env("LC_ALL", "C")
        .stderr(std::process::Stdio::null())
        .output()
        .expect("it runs");
    (String::from_utf8_lossy(&output.stdout).into_owned(), output.status.code())
}

#[test]
fn does_what_bash_does() {
    let folder = std::env::temp_dir().join(format!("rt-sh-{}", std::process::id()));
    std::fs::create_dir_all(&folder).expect("a place for scripts");
    let script = folder.join("script.sh");
    let path = script.to_str().expect("plain name");
    // Cargo builds examples beside the tests.
    let here = std::env::current_exe().expect("it has a path");
    let interpret = here.ancestors().nth(2).expect("a target folder").join("examples/interpret");
    let interpret = interpret.to_str().expect("plain name");
    let mut wrong = Vec::new();
    for snippet in SNIPPETS {
        std::fs::write(&script, format!("{snippet}\n")).expect("written");
        let expected = run("bash", &[path]);
        let found = run(interpret, &[path]);
        if expected != found {
            wrong.push(format!("{snippet}\n  bash: {expected:?}\n  ours: {found:?}"));
        }
    }
    let _ = std::fs::remove_dir_all(&folder);
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}
