//! What a declaration does to its name.

use super::Wish;
use crate::arguments::Elements;
use crate::shell::Shell;
use crate::status::Checked;
use crate::variables::{Attributes, Value, Variable, is_name};
use std::rc::Rc;

/// Gives one name its attributes and value; false where that is refused.
#[allow(clippy::too_many_arguments, reason = "the parts of one declaration")]
pub(super) fn apply(
    sh: &mut Shell,
    builtin: &'static str,
    wish: &Wish,
    name: Vec<u8>,
    subscript: Option<Vec<u8>>,
    text: Option<Vec<u8>>,
    elements: Option<Elements>,
    append: bool,
) -> Checked<bool> {
    // A nameref's own attributes are changed only by -n; others go to what it refers to.
    let about_ref = wish.on.has(Attributes::NAMEREF) || wish.off.has(Attributes::NAMEREF);
    let name = if wish.local || about_ref {
        name
    } else {
        let (target, inner) = sh.resolve(&name);
        // An element has no attributes of its own.
        if let Some(inner) =
            inner.or_else(|| subscript.clone()).filter(|_| matches!(builtin, "export" | "readonly"))
        {
            let message = [b"`", &target[..], b"[", &inner, b"]': not a valid identifier"].concat();
            sh.builtin_error(builtin, message);
            // Of what a reference refers to it is not told.
            return Ok(target != name);
        }
        target
    };
    if wish.local {
        if sh.variable(&name).is_some_and(|variable| variable.attributes.has(Attributes::READONLY))
        {
            sh.builtin_error(builtin, [&name[..], b": readonly variable"].concat());
            return Ok(false);
        }
        let inherited = if wish.inherit || sh.state.options.shopt("localvar_inherit") {
            sh.variable(&name).cloned()
        } else {
            None
        };
        let temporary = sh.temporary_value(&name);
        if !sh.hide(&name, false) {
            let variable = inherited.or(temporary).unwrap_or_else(Variable::unset);
            sh.put_variable(&name, variable);
        }
    }
    let existing = sh.variable(&name).cloned();
    if let Some(existing) = &existing {
        let changes = text.is_some() || elements.is_some() || wish.off.has(Attributes::READONLY);
        if existing.attributes.has(Attributes::READONLY) && changes {
            sh.builtin_error(builtin, [&name[..], b": readonly variable"].concat());
            return Ok(false);
        }
        if wish.on.has(Attributes::ASSOC) && matches!(existing.value, Value::Indexed(_)) {
            sh.builtin_error(
                builtin,
                [&name[..], b": cannot convert indexed to associative array"].concat(),
            );
            return Ok(false);
        }
        if wish.on.has(Attributes::ARRAY) && existing.is_assoc() {
            sh.builtin_error(
                builtin,
                [&name[..], b": cannot convert associative to indexed array"].concat(),
            );
            return Ok(false);
        }
        if wish.off.any(Attributes::ARRAY.with(Attributes::ASSOC)) && existing.is_array() {
            sh.builtin_error(
                builtin,
                [&name[..], b": cannot destroy array variables in this way"].concat(),
            );
            return Ok(false);
        }
    }
    if wish.on.has(Attributes::NAMEREF)
        && text.is_none()
        && let Some(old) = existing.as_ref().and_then(|variable| variable.scalar())
        && crate::params::Param::parse(old).is_none_or(|param| !is_name(param.name()))
        && !old.is_empty()
    {
        let message = [b"`", &old[..], b"': invalid variable name for name reference"].concat();
        sh.builtin_error(builtin, message);
        return Ok(false);
    }
    if wish.on.has(Attributes::NAMEREF)
        && let Some(target) = &text
    {
        if *target == name && !wish.local {
            sh.builtin_error(
                builtin,
                [&name[..], b": nameref variable self references not allowed"].concat(),
            );
            return Ok(false);
        }
        let fine = crate::params::Param::parse(target).is_some_and(|param| is_name(param.name()));
        if !fine && !target.is_empty() {
            let message =
                [b"`", &target[..], b"': invalid variable name for name reference"].concat();
            sh.builtin_error(builtin, message);
            return Ok(false);
        }
    }
    if wish.on.has(Attributes::NAMEREF) && wish.on.any(Attributes::ARRAY.with(Attributes::ASSOC)) {
        // An array is no reference.
        let variable = sh.variable_entry(&name);
        variable.attributes = variable.attributes.without(Attributes::NAMEREF);
    }
    let variable = sh.variable_entry(&name);
    // Read-only comes last, so that this very command may assign.
    let mut on = wish.on.without(Attributes::READONLY);
    if on.any(Attributes::ARRAY.with(Attributes::ASSOC)) {
        on = on.without(Attributes::NAMEREF);
    }
    if on.has(Attributes::ASSOC) {
        on = on.without(Attributes::ARRAY);
    }
    variable.attributes = variable.attributes.with(on).without(wish.off);
    if wish.remove {
        variable.attributes = variable.attributes.without(Attributes::EXPORT);
    }
    if on.has(Attributes::ASSOC) && !matches!(variable.value, Value::Assoc(_)) {
        let mut array = crate::assoc::Assoc::default();
        variable.value = match &variable.value {
            Value::Text(old) => {
                array.insert(b"0".to_vec(), old.clone());
                Value::Assoc(Rc::new(array))
            }
            _ => Value::Unset,
        };
    } else if on.has(Attributes::ARRAY)
        && let Value::Text(old) = &variable.value
    {
        variable.value = Value::Indexed(Rc::new([(0, old.clone())].into_iter().collect()));
    }
    if let Some(text) = &text
        && matches!(builtin, "export" | "readonly")
    {
        let sign: &[u8] = if append { b"+" } else { b"" };
        sh.trace_assignment([&name[..], sign].concat(), text);
    }
    let fine = if let Some(elements) = elements {
        sh.try_assign_array(&name, elements, append)?
    } else if let Some(text) = text {
        if on.has(Attributes::NAMEREF) {
            sh.variable_entry(&name).value = Value::Text(text);
            true
        } else {
            let whole = text.starts_with(b"(") && text.ends_with(b")");
            if whole && sh.variable_entry(&name).is_array() {
                // `declare -a a='(1 2)'`.
                let elements = sh.compound_text(&text[1..text.len() - 1]);
                return finished(sh, wish, &name, |sh| {
                    sh.try_assign_array(&name, elements, append)
                });
            }
            let param = match subscript {
                Some(subscript) if sh.variable_entry(&name).is_assoc() => {
                    let key = sh.expand_plain(&subscript);
                    crate::params::elem(&name, key)
                }
                Some(subscript) => {
                    let index = if subscript.contains(&b'$') || subscript.contains(&b'`') {
                        sh.expand_plain(&subscript)
                    } else {
                        subscript
                    };
                    crate::params::elem(&name, index)
                }
                None => crate::params::Param::Name(name[..].into()),
            };
            sh.store(&param, &text, append)?
        }
    } else {
        if subscript.is_some() && !sh.variable_entry(&name).is_array() {
            let variable = sh.variable_entry(&name);
            variable.attributes = variable.attributes.with(Attributes::ARRAY);
        }
        true
    };
    if wish.on.has(Attributes::ARRAY.with(Attributes::ASSOC)) {
        let what = b": cannot convert associative to indexed array";
        sh.builtin_error(builtin, [&name[..], what].concat());
        return Ok(false);
    }
    finished(sh, wish, &name, |_| Ok(fine))
}

/// The assignment, then what comes after it: `-r`.
fn finished(
    sh: &mut Shell,
    wish: &Wish,
    name: &[u8],
    assign: impl FnOnce(&mut Shell) -> Checked<bool>,
) -> Checked<bool> {
    let fine = assign(sh)?;
    if wish.on.has(Attributes::READONLY) {
        let variable = sh.variable_entry(name);
        variable.attributes = variable.attributes.with(Attributes::READONLY);
    }
    Ok(fine)
}

impl Shell {
    /// The value that a temporary assignment of the running function's call gave a name: locals start from it.
    fn temporary_value(&self, name: &[u8]) -> Option<Variable> {
        let scopes = &self.state.scopes;
        let own = scopes.iter().rposition(|scope| !scope.temporary)?;
        let at = scopes[..own].iter().rposition(|scope| scope.hidden.contains_key(name))?;
        scopes[at].temporary.then(|| self.variable(name).cloned()).flatten()
    }
}
