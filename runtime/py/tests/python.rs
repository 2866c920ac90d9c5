//! The functions of the crate against the interpreter's, on some thousands of random cases.

use std::process::Command;

use rt::{Int, Set, float, fmt, integer, key, set, show, str as text};

fn float_of(bits: &str) -> f64 {
    f64::from_bits(bits.parse().unwrap())
}

fn outcome(result: rt::exception::Result<String>) -> String {
    result.unwrap_or_else(|error| error.summary())
}

fn numbers(list: &str) -> Vec<i64> {
    list.split(',').filter(|part| !part.is_empty()).map(|part| part.parse().unwrap()).collect()
}

fn bound(text: &str) -> Option<i64> {
    text.parse().ok()
}

fn big(text: &str) -> Int {
    integer::parse(text, 10i64)
}

fn shown(set: &Set<i64>) -> String {
    show::to_repr(&set.iter().copied().collect::<Vec<_>>())
}

/// The results of one case, as the interpreter shows them.
fn run(operation: &str, args: &[&str]) -> Vec<String> {
    match operation {
        "repr" => vec![float::repr(float_of(args[0]))],
        "round" => {
            vec![float::repr(float::round_to(float_of(args[0]), args[1].parse::<i64>().unwrap()))]
        }
        "hash" => {
            let x = float_of(args[0]);
            vec![if x.is_nan() { "nan".to_owned() } else { key::hash(&x).to_string() }]
        }
        "hex" => vec![float::hex(float_of(args[0]))],
        "mod" => {
            let (a, b) = (float_of(args[0]), float_of(args[1]));
            vec![float::repr(float::floor_mod(a, b)), float::repr(float::floor_div(a, b))]
        }
        "format_float" => vec![outcome(fmt::try_format(&float_of(args[0]), args[1]))],
        "format_int" => vec![outcome(fmt::try_format(&args[0].parse::<i64>().unwrap(), args[1]))],
        "format_str" => vec![outcome(fmt::try_format(args[0], args[1]))],
        "hash_str" => vec![key::hash(args[0]).to_string()],
        "center" => vec![text::center(args[0], 13i64, " "), text::center(args[0], 14i64, " ")],
        "slice" => {
            vec![text::slice_step(
                args[0],
                bound(args[1]),
                bound(args[2]),
                bound(args[3]).unwrap_or(1),
            )]
        }
        "str" => {
            let subject = args[1];
            let flag = |value: bool| show::to_repr(&value);
            vec![match args[0] {
                "upper" => show::to_repr(&text::upper(subject)),
                "lower" => show::to_repr(&text::lower(subject)),
                "title" => show::to_repr(&text::title(subject)),
                "capitalize" => show::to_repr(&text::capitalize(subject)),
                "swapcase" => show::to_repr(&text::swapcase(subject)),
                "strip" => show::to_repr(&text::strip(subject)),
                "split" => show::to_repr(&text::split(subject)),
                "splitlines" => show::to_repr(&text::splitlines(subject, false)),
                "isalpha" => flag(text::isalpha(subject)),
                "isdigit" => flag(text::isdigit(subject)),
                "isalnum" => flag(text::isalnum(subject)),
                "isupper" => flag(text::isupper(subject)),
                "islower" => flag(text::islower(subject)),
                "istitle" => flag(text::istitle(subject)),
                "isspace" => flag(text::isspace(subject)),
                "repr" => show::to_repr(subject),
                other => panic!("no method {other}"),
            }]
        }
        "big" => {
            let (a, b) = (big(args[0]), big(args[1]));
            let mut results = vec![&a + &b, &a - &b, &a * &b];
            results.push(integer::floor_div(a.clone(), b.clone()));
            results.push(integer::floor_mod(a.clone(), b.clone()));
            results.extend([&a & &b, &a | &b, &a ^ &b, integer::shr(a.clone(), 7i64)]);
            results.push(integer::shl(a.clone(), 13i64));
            let mut results: Vec<String> = results.iter().map(Int::to_string).collect();
            results.push(float::repr(float::int_div(a.clone(), b)));
            results.push(key::hash(&a).to_string());
            results.push(integer::bit_length(a).to_string());
            results
        }
        "float_of" => vec![float::repr(float::of_int(big(args[0])))],
        "pow_mod" => {
            vec![integer::pow_mod::<Int>(big(args[0]), big(args[1]), big(args[2])).to_string()]
        }
        "parse" => {
            let parsed = integer::try_parse::<Int>(args[0], args[1].parse::<i64>().unwrap());
            vec![outcome(parsed.map(|value| value.to_string()))]
        }
        "set" => {
            let (s, t) = (set::of_items(numbers(args[0])), set::of_items(numbers(args[1])));
            let results = [
                set::copy(&s),
                set::union(&s, &t),
                set::intersection(&s, &t),
                set::difference(&s, &t),
                set::symmetric_difference(&s, &t),
            ];
            std::iter::once(shown(&s)).chain(results[1..].iter().map(shown)).collect()
        }
        "set_ops" => {
            let items = numbers(args[0]);
            let mut u = set::of_items(items.clone());
            for x in items.iter().step_by(2) {
                set::discard(&mut u, x);
            }
            set::update_items(&mut u, numbers(args[1]));
            let popped: Vec<i64> = (0..u.len().min(3)).map(|_| set::pop(&mut u)).collect();
            vec![show::to_repr(&popped), shown(&u)]
        }
        "set_str" => {
            let words = args[0].split(',').filter(|word| !word.is_empty()).map(str::to_owned);
            vec![show::to_repr(&set::of_items(words).iter().cloned().collect::<Vec<_>>())]
        }
        "tuple_hash" => {
            let items = numbers(args[0]);
            vec![key::hash(&items).to_string(), key::hash(&set::of_items(items)).to_string()]
        }
        other => panic!("no operation {other}"),
    }
}

fn unescape(field: &str) -> String {
    field
        .replace("\\\\", "\u{e000}")
        .replace("\\n", "\n")
        .replace("\\t", "\t")
        .replace('\u{e000}', "\\")
}

#[test]
fn agrees_with_the_interpreter() {
    let script = concat!(env!("CARGO_MANIFEST_DIR"), "/tests/cases.py");
    let output = Command::new("python3")
        .arg(script)
        .env("PYTHONHASHSEED", "0")
        .output()
        .expect("python3 is needed");
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    let cases = String::from_utf8(output.stdout).expect("cases are UTF-8");
    let mut wrong = Vec::new();
    for line in cases.lines() {
        let fields: Vec<String> = line.split('\t').map(unescape).collect();
        let args: Vec<&str> = fields[1..].iter().map(String::as_str).collect();
        let results = run(&fields[0], &args);
        let wanted = &args[args.len() - results.len()..];
        if results != wanted {
            wrong.push(format!("{fields:?}\n  ours {results:?}"));
        }
    }
    assert!(
        wrong.is_empty(),
        "{} of {} differ:\n{}",
        wrong.len(),
        cases.lines().count(),
        wrong[..wrong.len().min(25)].join("\n")
    );
}
