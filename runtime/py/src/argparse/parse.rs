//! Parsing: options are taken where they stand, positionals by the longest match of what is left between them.

use super::words::{Word, classify};
use super::{Action, Count, Kind, Namespace, Parser, Spec, State, Value, help};
use std::cell::RefCell;
use std::rc::Rc;

type Values = crate::Dict<String, Value>;

/// `self.parse_args()`
pub fn parse_args(parser: &Parser) -> Namespace {
    parse_args_of(parser, &crate::sys::argv()[1..])
}

/// `self.parse_args(arguments)`
pub fn parse_args_of(parser: &Parser, arguments: &[String]) -> Namespace {
    let mut values = Values::new();
    let extras = run(parser, arguments, &mut values);
    if !extras.is_empty() {
        super::error(parser, &format!("unrecognized arguments: {}", extras.join(" ")));
    }
    Namespace(Rc::new(RefCell::new(values)))
}

/// One run of a parser over arguments.
pub(super) struct Run<'a> {
    parser: &'a Parser,
    specs: Vec<Spec>,
    arguments: &'a [String],
    words: Vec<Word<'a>>,
    values: &'a mut Values,
    seen: Vec<usize>,
    /// Arguments that were given something else than their default.
    given: Vec<usize>,
    extras: Vec<String>,
}

fn run(parser: &Parser, arguments: &[String], values: &mut Values) -> Vec<String> {
    let (specs, defaults) = {
        let state = parser.state.borrow();
        (state.specs.clone(), state.defaults.clone())
    };
    for spec in &specs {
        if spec.dest != "==SUPPRESS==" && !matches!(spec.action, Action::Help | Action::Version) {
            values.entry(spec.dest.clone(), || spec.default.clone());
        }
    }
    for (name, value) in defaults {
        values.entry(name, || value);
    }
    let words = classify(parser, &specs, arguments);
    let mut run = Run {
        parser,
        specs,
        arguments,
        words,
        values,
        seen: Vec::new(),
        given: Vec::new(),
        extras: Vec::new(),
    };
    run.consume();
    run.check();
    run.extras
}

impl Run<'_> {
    pub(super) fn fail(&self, spec: &Spec, message: &str) -> ! {
        super::error(self.parser, &format!("argument {}: {message}", help::name(spec)))
    }

    fn consume(&mut self) {
        let mut positionals: Vec<usize> =
            (0..self.specs.len()).filter(|i| self.specs[*i].flags.is_empty()).collect();
        let mut at = 0;
        let last = self.words.iter().rposition(|word| matches!(word, Word::Option(..)));
        while last.is_some_and(|last| at <= last) {
            let next = (at..self.words.len())
                .find(|i| matches!(self.words[*i], Word::Option(..)))
                .unwrap_or(at);
            if next != at {
                let end = self.positionals(&mut positionals, at);
                if end > at {
                    at = end;
                    continue;
                }
            }
            if !matches!(self.words[at], Word::Option(..)) {
                self.extras.extend_from_slice(&self.arguments[at..next]);
                at = next;
            }
            at = self.option(at);
        }
        let end = self.positionals(&mut positionals, at);
        self.extras.extend_from_slice(&self.arguments[end..]);
    }

    /// Gives positionals as much as they match from a place on; where they end.
    fn positionals(&mut self, waiting: &mut Vec<usize>, at: usize) -> usize {
        let counts: Vec<Count> = waiting.iter().map(|i| self.specs[*i].count).collect();
        let kinds: Vec<u8> = self.words[at..]
            .iter()
            .map(|word| match word {
                Word::Text => b'A',
                Word::Option(..) => b'O',
                Word::End => b'-',
            })
            .collect();
        let lengths = (0..=counts.len())
            .rev()
            .find_map(|count| lengths_of(&counts[..count], &kinds))
            .unwrap_or_default();
        let mut place = at;
        for (index, length) in
            waiting.drain(..lengths.len()).collect::<Vec<_>>().into_iter().zip(lengths)
        {
            let mut texts = self.arguments[place..place + length].to_vec();
            let spec = self.specs[index].clone();
            let end = texts.iter().position(|text| text == "--");
            if let Some(end) = end.filter(|_| !matches!(spec.count, Count::Rest | Count::Command)) {
                texts.remove(end);
            }
            place += length;
            self.take(index, &spec, &texts);
        }
        place
    }

    /// Takes the option at a place; where its arguments end.
    fn option(&mut self, at: usize) -> usize {
        let Word::Option(found, name, explicit) = self.words[at] else { return at + 1 };
        let (Some(mut index), mut explicit) = (found, explicit) else {
            self.extras.push(self.arguments[at].clone());
            return at + 1;
        };
        let mut name = name.to_owned();
        loop {
            let spec = self.specs[index].clone();
            let takes_none = !matches!(spec.action, Action::Store | Action::Append);
            let Some(value) = explicit else {
                let kinds: Vec<u8> = self.words[at + 1..]
                    .iter()
                    .map(|word| if matches!(word, Word::Text) { b'A' } else { b'O' })
                    .collect();
                let count = if takes_none { Count::Exactly(0) } else { spec.count };
                let Some(lengths) = lengths_of(&[count], &kinds) else {
                    let message = match spec.count {
                        Count::Optional => "expected at most one argument".to_owned(),
                        Count::Some => "expected at least one argument".to_owned(),
                        Count::Exactly(1) | Count::One => "expected one argument".to_owned(),
                        Count::Exactly(count) => format!("expected {count} arguments"),
                        _ => "expected one argument".to_owned(),
                    };
                    self.fail(&spec, &message)
                };
                let texts = self.arguments[at + 1..at + 1 + lengths[0]].to_vec();
                self.take(index, &spec, &texts);
                return at + 1 + lengths[0];
            };
            if takes_none {
                // `-xyz`: flags in one word
                let mut chars = value.chars();
                let next = chars.next().map(|c| format!("-{c}"));
                let other = next
                    .as_ref()
                    .filter(|_| !name.starts_with("--"))
                    .and_then(|flag| self.specs.iter().position(|spec| spec.flags.contains(flag)));
                let (Some(other), Some(flag)) = (other, next) else {
                    self.fail(
                        &spec,
                        &format!("ignored explicit argument {}", crate::show::to_repr(value)),
                    )
                };
                self.take(index, &spec, &[]);
                (index, name) = (other, flag);
                explicit = Some(chars.as_str()).filter(|rest| !rest.is_empty());
                continue;
            }
            if matches!(spec.count, Count::Exactly(count) if count != 1) {
                self.fail(
                    &spec,
                    &format!("ignored explicit argument {}", crate::show::to_repr(value)),
                );
            }
            self.take(index, &spec, &[value.to_owned()]);
            return at + 1;
        }
    }

    /// Checks the texts of an argument and stores what they mean.
    fn take(&mut self, index: usize, spec: &Spec, texts: &[String]) {
        self.seen.push(index);
        let value = self.value(spec, texts);
        if value != spec.default || !spec.flags.is_empty() {
            self.given.push(index);
            if let Some(group) = spec.exclusive {
                let other = self
                    .given
                    .iter()
                    .find(|other| **other != index && self.specs[**other].exclusive == Some(group));
                if let Some(other) = other {
                    self.fail(
                        spec,
                        &format!("not allowed with argument {}", help::name(&self.specs[*other])),
                    );
                }
            }
        }
        let dest = spec.dest.clone();
        match spec.action {
            Action::Store => {
                self.values.insert(dest, value);
            }
            Action::Const => {
                self.values.insert(dest, spec.constant.clone());
            }
            Action::Append => {
                let mut items = match self.values.get(&dest) {
                    Some(Value::List(items)) => items.clone(),
                    _ => Vec::new(),
                };
                items.push(value);
                self.values.insert(dest, Value::List(items));
            }
            Action::Count => {
                let before = super::namespace::int_of(
                    self.values.get(&dest).cloned().unwrap_or(Value::None),
                );
                self.values.insert(dest, Value::Int(before + crate::int::Int::new(1)));
            }
            Action::Help => {
                super::print_help(self.parser);
                crate::sys::exit_with(0)
            }
            Action::Version => {
                let prog = self.parser.state.borrow().prog.clone();
                crate::println!("{}", spec.version.replace("%(prog)s", &prog));
                crate::sys::exit_with(0)
            }
            Action::Commands => self.command(spec, texts),
        }
    }

    fn command(&mut self, spec: &Spec, texts: &[String]) {
        let (name, rest) = (&texts[0], &texts[1..]);
        if spec.dest != "==SUPPRESS==" {
            self.values.insert(spec.dest.clone(), Value::Text(name.clone()));
        }
        let Some((_, parser, _)) = spec.commands.iter().find(|command| command.0 == *name) else {
            let names: Vec<String> =
                spec.commands.iter().map(|command| crate::show::to_repr(&command.0)).collect();
            let message = format!(
                "invalid choice: {} (choose from {})",
                crate::show::to_repr(name),
                names.join(", ")
            );
            self.fail(spec, &message)
        };
        let mut values = Values::new();
        let extras = run(parser, rest, &mut values);
        self.values.extend(values);
        self.extras.extend(extras);
    }

    fn value(&self, spec: &Spec, texts: &[String]) -> Value {
        let checked = |text: &str| {
            let value = self.converted(spec, text);
            self.choose(spec, &value);
            value
        };
        match spec.count {
            _ if !matches!(spec.action, Action::Store | Action::Append) => Value::None,
            Count::Optional if texts.is_empty() => {
                match if spec.flags.is_empty() { &spec.default } else { &spec.constant } {
                    Value::Text(text) => {
                        let value = self.converted(spec, text);
                        if !spec.flags.is_empty() {
                            self.choose(spec, &value);
                        }
                        value
                    }
                    other => other.clone(),
                }
            }
            Count::Any if texts.is_empty() && spec.flags.is_empty() => {
                if spec.default == Value::None {
                    Value::List(Vec::new())
                } else {
                    spec.default.clone()
                }
            }
            Count::One | Count::Optional => checked(&texts[0]),
            Count::Rest => {
                Value::List(texts.iter().map(|text| self.converted(spec, text)).collect())
            }
            _ => Value::List(texts.iter().map(|text| checked(text)).collect()),
        }
    }

    fn choose(&self, spec: &Spec, value: &Value) {
        if let Some(choices) = spec.choices.as_ref().filter(|choices| !choices.contains(value)) {
            let all: Vec<String> = choices.iter().map(Value::repr).collect();
            let message =
                format!("invalid choice: {} (choose from {})", value.repr(), all.join(", "));
            self.fail(spec, &message);
        }
    }

    fn check(&mut self) {
        let mut missing = Vec::new();
        for (index, spec) in self.specs.iter().enumerate() {
            if self.seen.contains(&index) {
                continue;
            }
            if spec.required {
                missing.push(help::name(spec));
            } else if let (Value::Text(text), Some(now)) =
                (&spec.default, self.values.get(&spec.dest))
            {
                // a default that is a text is read as the command line would be
                if spec.action == Action::Store
                    && *now == spec.default
                    && !matches!(spec.kind, Kind::Text)
                {
                    let value = self.converted(spec, text);
                    self.values.insert(spec.dest.clone(), value);
                }
            }
        }
        if !missing.is_empty() {
            super::error(
                self.parser,
                &format!("the following arguments are required: {}", missing.join(", ")),
            );
        }
        let exclusives = self.parser.state.borrow().exclusives.clone();
        for (group, required) in exclusives.into_iter().enumerate() {
            let of_group = |index: &usize| self.specs[*index].exclusive == Some(group);
            if required && !self.given.iter().any(of_group) {
                let names: Vec<String> = self
                    .specs
                    .iter()
                    .filter(|spec| spec.exclusive == Some(group))
                    .map(help::name)
                    .collect();
                super::error(
                    self.parser,
                    &format!("one of the arguments {} is required", names.join(" ")),
                );
            }
        }
    }
}

/// How many words each argument takes, the first ones as many as they can; `kinds` has `A` for texts, `O` for options and `-` for `--`.
fn lengths_of(counts: &[Count], kinds: &[u8]) -> Option<Vec<usize>> {
    let Some((first, rest)) = counts.split_first() else { return Some(Vec::new()) };
    let mut ends = Vec::new();
    let (least, most, any) = match first {
        Count::One => (1, 1, false),
        Count::Optional => (0, 1, false),
        Count::Any => (0, usize::MAX, false),
        Count::Some => (1, usize::MAX, false),
        Count::Exactly(count) => (*count, *count, false),
        Count::Rest => (0, usize::MAX, true),
        Count::Command => (1, usize::MAX, true),
    };
    let mut texts = 0;
    if least == 0 {
        ends.push(0);
    }
    for (at, kind) in kinds.iter().enumerate() {
        match kind {
            b'A' if texts < most => texts += 1,
            b'-' if texts < most || texts == 0 => {}
            b'O' if any && (*first == Count::Rest || texts > 0) => {}
            _ => break,
        }
        if texts >= least && texts <= most {
            ends.push(at + 1);
        }
    }
    ends.into_iter().rev().find_map(|end| {
        let mut lengths = vec![end];
        lengths.extend(lengths_of(rest, &kinds[end..])?);
        Some(lengths)
    })
}

impl State {
    pub(super) fn of_section(&self, section: usize) -> impl Iterator<Item = &Spec> {
        self.specs.iter().filter(move |spec| spec.section == section)
    }
}
