//! `add_subparsers`: parsers of commands.

use super::{Commands, Parser, Section, add_help, bare, help};

impl Commands {
    /// `dest=`
    #[must_use]
    pub fn dest(self, name: &str) -> Self {
        self.state.borrow_mut().specs[self.index].dest = name.to_owned();
        self
    }

    /// `required=`
    #[must_use]
    pub fn required(self, required: bool) -> Self {
        self.state.borrow_mut().specs[self.index].required = required;
        self
    }

    /// `help=`
    #[must_use]
    pub fn help(self, text: &str) -> Self {
        self.state.borrow_mut().specs[self.index].help = Some(text.to_owned());
        self
    }

    /// `metavar=`
    #[must_use]
    pub fn metavar(self, name: &str) -> Self {
        self.state.borrow_mut().specs[self.index].metavar = vec![name.to_owned()];
        self
    }

    /// `title=`
    #[must_use]
    pub fn title(self, text: &str) -> Self {
        let mut state = self.state.borrow_mut();
        state.sections.push(Section { title: text.to_owned(), description: None });
        let section = state.sections.len() - 1;
        state.specs[self.index].section = section;
        drop(state);
        self
    }

    /// `description=`, after the title
    #[must_use]
    pub fn description(self, text: &str) -> Self {
        let mut state = self.state.borrow_mut();
        if state.specs[self.index].section < 2 {
            state.sections.push(Section { title: "subcommands".to_owned(), description: None });
            let section = state.sections.len() - 1;
            state.specs[self.index].section = section;
        }
        let section = state.specs[self.index].section;
        state.sections[section].description = Some(text.to_owned());
        drop(state);
        self
    }

    /// `self.add_parser(name)`
    #[must_use]
    pub fn parser(&self, name: &str) -> Parser {
        let prog = format!("{} {name}", help::command_prefix(&self.state.borrow()));
        let parser = bare(prog);
        add_help(&parser);
        let entry = (name.to_owned(), parser.clone(), None);
        self.state.borrow_mut().specs[self.index].commands.push(entry);
        parser
    }

    /// `self.add_parser(name, help=…)`
    #[must_use]
    pub fn described_parser(&self, name: &str, help: &str) -> Parser {
        let parser = self.parser(name);
        if let Some(last) = self.state.borrow_mut().specs[self.index].commands.last_mut() {
            last.2 = Some(help.to_owned());
        }
        parser
    }
}
