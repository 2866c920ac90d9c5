//! `os.environ`: the environment as the program sees and changes it; commands that it starts get it as it is then.

use std::env;
use std::process::Command;
use std::sync::{Mutex, MutexGuard, PoisonError};

use crate::dict::Dict;
use crate::exception::key_error;

/// The variables, in their order, and whether the program has changed any.
struct Variables {
    pairs: Vec<(String, String)>,
    changed: bool,
}

static VARIABLES: Mutex<Option<Variables>> = Mutex::new(None);

fn locked() -> MutexGuard<'static, Option<Variables>> {
    VARIABLES.lock().unwrap_or_else(PoisonError::into_inner)
}

fn with<R>(visit: impl FnOnce(&mut Variables) -> R) -> R {
    visit(locked().get_or_insert_with(|| {
        let text = |part: std::ffi::OsString| part.to_string_lossy().into_owned();
        let pairs = env::vars_os().map(|(name, value)| (text(name), text(value))).collect();
        Variables { pairs, changed: false }
    }))
}

/// `os.getenv(name)`
pub fn getenv(name: &str) -> Option<String> {
    with(|all| all.pairs.iter().find(|pair| pair.0 == name).map(|pair| pair.1.clone()))
}

/// `os.getenv(name, default)`
pub fn getenv_or(name: &str, default: &str) -> String {
    getenv(name).unwrap_or_else(|| default.to_owned())
}

/// `os.putenv(name, value)`, `os.environ[name] = value`
pub fn putenv(name: &str, value: &str) {
    with(|all| {
        all.changed = true;
        match all.pairs.iter_mut().find(|pair| pair.0 == name) {
            Some(pair) => value.clone_into(&mut pair.1),
            None => all.pairs.push((name.to_owned(), value.to_owned())),
        }
    });
}

fn taken(name: &str) -> Option<String> {
    with(|all| {
        let place = all.pairs.iter().position(|pair| pair.0 == name)?;
        all.changed = true;
        Some(all.pairs.remove(place).1)
    })
}

/// Gives a command the environment as the program has made it.
pub fn hand_over(command: &mut Command) {
    if let Some(all) = locked().as_ref().filter(|all| all.changed) {
        command.env_clear();
        command.envs(all.pairs.iter().map(|(name, value)| (name, value)));
    }
}

/// `os.environ`
#[derive(Clone, Copy, Debug)]
pub struct Environ;

/// `os.environ`
pub fn environment() -> Environ {
    Environ
}

fallible! {
    /// `os.environ[name]`
    fn variable / try_variable [](_environ: Environ, name: &str) -> String {
        getenv(name).ok_or_else(|| key_error(name))
    }

    /// `del os.environ[name]`
    fn delete_variable / try_delete_variable [](_environ: Environ, name: &str) -> () {
        taken(name).map(drop).ok_or_else(|| key_error(name))
    }

    /// `os.environ.pop(name)`
    fn pop_variable / try_pop_variable [](_environ: Environ, name: &str) -> String {
        taken(name).ok_or_else(|| key_error(name))
    }
}

/// `os.environ[name] = value`
pub fn set_variable(_: Environ, name: &str, value: &str) {
    putenv(name, value);
}

/// `os.environ.setdefault(name, value)`
pub fn default_variable(_: Environ, name: &str, value: &str) -> String {
    getenv(name).unwrap_or_else(|| {
        putenv(name, value);
        value.to_owned()
    })
}

/// `os.environ.pop(name, default)`
pub fn pop_variable_or(_: Environ, name: &str, default: &str) -> String {
    taken(name).unwrap_or_else(|| default.to_owned())
}

/// `os.environ.pop(name, None)`
pub fn pop_variable_or_none(_: Environ, name: &str, (): ()) -> Option<String> {
    taken(name)
}

/// `os.environ.update(items)`
pub fn update_variables(_: Environ, items: &Dict<String, String>) {
    for (name, value) in items.iter() {
        putenv(name, value);
    }
}

/// `os.environ.get(name)`
pub fn variable_or_none(_: Environ, name: &str) -> Option<String> {
    getenv(name)
}

/// `os.environ.get(name, default)`
pub fn variable_or(_: Environ, name: &str, default: &str) -> String {
    getenv_or(name, default)
}

/// `name in os.environ`
pub fn has_variable(_: Environ, name: &str) -> bool {
    getenv(name).is_some()
}

impl crate::builtins::Len for Environ {
    fn length(&self) -> usize {
        with(|all| all.pairs.len())
    }
}

/// `os.environ.items()`
pub fn variables(_: Environ) -> impl ExactSizeIterator<Item = (String, String)> {
    with(|all| all.pairs.clone()).into_iter()
}

/// `iter(os.environ)`, `os.environ.keys()`
pub fn variable_names(_: Environ) -> impl ExactSizeIterator<Item = String> {
    variables(Environ).map(|pair| pair.0)
}

/// `os.environ.values()`
pub fn variable_values(_: Environ) -> impl ExactSizeIterator<Item = String> {
    variables(Environ).map(|pair| pair.1)
}

/// `os.environ.copy()`
pub fn copied_variables(_: Environ) -> Dict<String, String> {
    variables(Environ).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn changes_what_commands_see() {
        putenv("TRANSPILE_TEST", "1");
        let mut command = Command::new("/bin/sh");
        hand_over(command.arg("-c").arg("exit $TRANSPILE_TEST"));
        assert_eq!(command.status().ok().and_then(|status| status.code()), Some(1));
        assert_eq!(pop_variable(Environ, "TRANSPILE_TEST"), "1");
        assert!(!has_variable(Environ, "TRANSPILE_TEST"));
    }
}
