//! Usage and help texts, laid out as the original does for 80 columns.

use super::wrap::wrap;
use super::{Action, Count, Spec, State, Value};

const WIDTH: usize = 78;
/// Where help texts begin at the most.
const PLACE: usize = 24;

/// An argument's name in messages.
pub(super) fn name(spec: &Spec) -> String {
    if !spec.flags.is_empty() {
        return spec.flags.join("/");
    }
    if let [metavar] = spec.metavar.as_slice() {
        return metavar.clone();
    }
    if spec.dest != "==SUPPRESS==" {
        return spec.dest.clone();
    }
    metavar(spec)
}

/// What stands for the value.
fn metavar(spec: &Spec) -> String {
    if let Some(metavar) = spec.metavar.first() {
        return metavar.clone();
    }
    if spec.action == Action::Commands {
        let names: Vec<&str> = spec.commands.iter().map(|command| command.0.as_str()).collect();
        return format!("{{{}}}", names.join(","));
    }
    if let Some(choices) = &spec.choices {
        return format!("{{{}}}", choices.iter().map(Value::str).collect::<Vec<_>>().join(","));
    }
    if spec.flags.is_empty() { spec.dest.clone() } else { spec.dest.to_uppercase() }
}

/// The values in a usage: `FILE`, `[FILE ...]`.
fn values(spec: &Spec) -> String {
    if !matches!(spec.action, Action::Store | Action::Append | Action::Commands) {
        return String::new();
    }
    let one = metavar(spec);
    let second = spec.metavar.get(1).unwrap_or(&one);
    match spec.count {
        Count::One => one,
        Count::Optional => format!("[{one}]"),
        Count::Any if spec.metavar.len() == 2 => format!("[{one} [{second} ...]]"),
        Count::Any => format!("[{one} ...]"),
        Count::Some => format!("{one} [{second} ...]"),
        Count::Exactly(count) => {
            let names = (0..count).map(|i| spec.metavar.get(i).unwrap_or(&one).as_str());
            names.collect::<Vec<_>>().join(" ")
        }
        Count::Rest => "...".to_owned(),
        Count::Command => format!("{one} ..."),
    }
}

fn usage_part(spec: &Spec) -> String {
    let Some(flag) = spec.flags.first() else { return values(spec) };
    let values = values(spec);
    if values.is_empty() { flag.clone() } else { format!("{flag} {values}") }
}

/// The parts of a usage, groups of which one may stand joined by bars.
fn parts(state: &State, optional: bool) -> Vec<String> {
    let mut parts: Vec<String> = Vec::new();
    let chosen: Vec<&Spec> = state
        .specs
        .iter()
        .filter(|spec| {
            spec.flags.is_empty() != optional && spec.help.as_deref() != Some("==SUPPRESS==")
        })
        .collect();
    let mut at = 0;
    while let Some(spec) = chosen.get(at) {
        let group = spec.exclusive;
        let size = chosen[at..]
            .iter()
            .take_while(|other| group.is_some() && other.exclusive == group)
            .count()
            .max(1);
        let required = group.map_or(spec.required, |group| state.exclusives[group]);
        let texts: Vec<String> =
            chosen[at..at + size].iter().map(|spec| usage_part(spec)).collect();
        let text = texts.join(" | ");
        parts.push(match (optional, required, size > 1) {
            (_, true, true) => format!("({text})"),
            (true, false, _) | (false, false, true) => format!("[{text}]"),
            _ => text,
        });
        at += size;
    }
    parts
}

/// What stands before the name of a command: the program and its positionals.
pub(super) fn command_prefix(state: &State) -> String {
    let positionals: Vec<String> = state
        .specs
        .iter()
        .filter(|spec| spec.flags.is_empty() && spec.action != Action::Commands)
        .map(usage_part)
        .collect();
    std::iter::once(state.prog.clone()).chain(positionals).collect::<Vec<_>>().join(" ")
}

/// `usage: …` with its line end.
pub(super) fn usage(state: &State) -> String {
    if let Some(usage) = &state.usage {
        return format!("usage: {}\n", usage.replace("%(prog)s", &state.prog));
    }
    let options = parts(state, true);
    let positionals = parts(state, false);
    let all: Vec<&str> = std::iter::once(state.prog.as_str())
        .chain(options.iter().chain(&positionals).map(String::as_str))
        .collect();
    let line = all.join(" ");
    let prefix = "usage: ".len();
    if prefix + line.chars().count() <= WIDTH {
        return format!("usage: {line}\n");
    }
    let lines = |parts: &[&str], indent: usize, first: Option<usize>| -> Vec<String> {
        let mut lines = Vec::new();
        let mut line: Vec<&str> = Vec::new();
        let mut length = first.unwrap_or(indent) - 1;
        for part in parts {
            if length + 1 + part.len() > WIDTH && !line.is_empty() {
                lines.push(format!("{}{}", " ".repeat(indent), line.join(" ")));
                line.clear();
                length = indent - 1;
            }
            line.push(part);
            length += part.len() + 1;
        }
        if !line.is_empty() {
            lines.push(format!("{}{}", " ".repeat(indent), line.join(" ")));
        }
        if first.is_some() {
            lines[0] = lines[0][indent..].to_owned();
        }
        lines
    };
    let prog = state.prog.as_str();
    let options: Vec<&str> = options.iter().map(String::as_str).collect();
    let positionals: Vec<&str> = positionals.iter().map(String::as_str).collect();
    let mut all: Vec<String>;
    if prefix + prog.len() <= WIDTH * 3 / 4 {
        let indent = prefix + prog.len() + 1;
        let with_prog = |parts: &[&str]| {
            let mut parts = parts.to_vec();
            parts.insert(0, prog);
            lines(&parts, indent, Some(prefix))
        };
        if options.is_empty() {
            all = with_prog(&positionals);
        } else {
            all = with_prog(&options);
            all.extend(lines(&positionals, indent, None));
        }
    } else {
        let both: Vec<&str> = options.iter().chain(&positionals).copied().collect();
        all = lines(&both, prefix, None);
        if all.len() > 1 {
            all = lines(&options, prefix, None);
            all.extend(lines(&positionals, prefix, None));
        }
        all.insert(0, prog.to_owned());
    }
    format!("usage: {}\n", all.join("\n"))
}

/// The left column: `-t TOP, --top TOP`.
fn invocation(spec: &Spec) -> String {
    if spec.flags.is_empty() {
        return metavar(spec);
    }
    let values = values(spec);
    if values.is_empty() {
        return spec.flags.join(", ");
    }
    spec.flags.iter().map(|flag| format!("{flag} {values}")).collect::<Vec<_>>().join(", ")
}

/// The whole help text.
pub(super) fn text(state: &State) -> String {
    let mut out = usage(state);
    out.push('\n');
    let paragraph = |text: &str| {
        let text = text.replace("%(prog)s", &state.prog);
        if state.raw {
            format!("{text}\n\n")
        } else {
            format!("{}\n\n", fill(&text, WIDTH).join("\n"))
        }
    };
    if let Some(text) = &state.description {
        out.push_str(&paragraph(text));
    }
    let shown = |spec: &&Spec| spec.help.as_deref() != Some("==SUPPRESS==");
    let mut longest = 0;
    for spec in state.specs.iter().filter(shown) {
        longest = longest.max(invocation(spec).len() + 2);
        for command in &spec.commands {
            longest = longest.max(command.0.len() + 4);
        }
    }
    let place = (longest + 2).min(PLACE);
    for (index, section) in state.sections.iter().enumerate() {
        let specs: Vec<&Spec> = state.of_section(index).filter(shown).collect();
        if specs.is_empty() && section.description.is_none() {
            continue;
        }
        out.push_str(&format!("{}:\n", section.title));
        if let Some(text) = &section.description {
            out.push_str(&format!("  {}\n\n", fill(text, WIDTH - 2).join("\n  ")));
        }
        for spec in specs {
            entry(&mut out, 2, &invocation(spec), expanded(state, spec).as_deref(), place);
            for (name, _, help) in &spec.commands {
                if let Some(help) = help {
                    entry(&mut out, 4, name, Some(help), place);
                }
            }
        }
        out.push('\n');
    }
    if let Some(text) = &state.epilog {
        out.push_str(&paragraph(text));
    }
    while out.ends_with("\n\n") {
        out.pop();
    }
    out
}

/// A help text with its fields filled in.
fn expanded(state: &State, spec: &Spec) -> Option<String> {
    let mut help = spec.help.clone()?;
    if state.show_defaults && !help.contains("%(default)") && spec.default != Value::None {
        let optional = matches!(spec.count, Count::Optional | Count::Any);
        if !spec.flags.is_empty() || optional {
            help.push_str(" (default: %(default)s)");
        }
    }
    let choices =
        spec.choices.as_ref().map(|all| all.iter().map(Value::str).collect::<Vec<_>>().join(", "));
    Some(
        help.replace("%(prog)s", &state.prog)
            .replace("%(default)s", &spec.default.str())
            .replace("%(default)d", &spec.default.str())
            .replace("%(default)r", &spec.default.repr())
            .replace("%(choices)s", &choices.unwrap_or_default())
            .replace("%(metavar)s", &metavar(spec))
            .replace("%(dest)s", &spec.dest)
            .replace("%%", "%"),
    )
}

/// Lines of a text whose spaces count as one.
fn fill(text: &str, width: usize) -> Vec<String> {
    wrap(&text.split_whitespace().collect::<Vec<_>>().join(" "), width as i64)
}

fn entry(out: &mut String, indent: usize, header: &str, help: Option<&str>, place: usize) {
    let pad = " ".repeat(indent);
    let lines =
        help.filter(|help| !help.trim().is_empty()).map(|help| fill(help, (WIDTH - place).max(11)));
    let Some(lines) = lines else {
        out.push_str(&format!("{pad}{header}\n"));
        return;
    };
    let width = place - indent - 2;
    let mut rest = lines.iter();
    if header.len() <= width {
        out.push_str(&format!(
            "{pad}{header:<width$}  {}\n",
            rest.next().map_or("", String::as_str)
        ));
    } else {
        out.push_str(&format!("{pad}{header}\n"));
    }
    for line in rest {
        out.push_str(&format!("{}{line}\n", " ".repeat(place)));
    }
}
