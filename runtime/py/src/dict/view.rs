//! Views of a dict that are kept: they show what is in it whenever they are looked at.

use std::borrow::Borrow;
use std::fmt::{self, Formatter};
use std::rc::Rc;

use crate::copy::Copied;
use crate::show::{Repr, Str, fmt_items};
use crate::truth::Truth;

/// What `keys()`, `values()` or `items()` gave: asks its dict each time.
pub struct View<T> {
    name: &'static str,
    items: Rc<dyn Fn() -> Vec<T>>,
}

/// `dict_keys`
pub type Keys<T> = View<T>;
/// `dict_values`
pub type Values<T> = View<T>;
/// `dict_items`
pub type Items<T> = View<T>;

impl<T> Clone for View<T> {
    fn clone(&self) -> Self {
        Self { name: self.name, items: Rc::clone(&self.items) }
    }
}

/// `d.keys()`, to keep
pub fn keys_view<T>(items: Rc<dyn Fn() -> Vec<T>>) -> View<T> {
    View { name: "dict_keys", items }
}

/// `d.values()`, to keep
pub fn values_view<T>(items: Rc<dyn Fn() -> Vec<T>>) -> View<T> {
    View { name: "dict_values", items }
}

/// `d.items()`, to keep
pub fn items_view<T>(items: Rc<dyn Fn() -> Vec<T>>) -> View<T> {
    View { name: "dict_items", items }
}

/// `view`, of an `OrderedDict`
pub fn ordered_view<T>(view: View<T>) -> View<T> {
    let name = match view.name {
        "dict_keys" => "odict_keys",
        "dict_values" => "odict_values",
        _ => "odict_items",
    };
    View { name, ..view }
}

/// `len(view)`
pub fn view_len<T>(view: &View<T>) -> i64 {
    (view.items)().len() as i64
}

/// `iter(view)`
pub fn view_iter<T>(
    view: &View<T>,
) -> impl DoubleEndedIterator<Item = T> + ExactSizeIterator + use<T> {
    (view.items)().into_iter()
}

/// `reversed(view)`
pub fn view_reversed<T>(view: &View<T>) -> impl Iterator<Item = T> + use<T> {
    view_iter(view).rev()
}

/// `item in view`
pub fn view_contains<T: Borrow<Q>, Q: PartialEq + ?Sized>(view: &View<T>, item: &Q) -> bool {
    (view.items)().iter().any(|each| each.borrow() == item)
}

impl<T: Repr> Repr for View<T> {
    fn fmt_repr(&self, f: &mut Formatter<'_>) -> fmt::Result {
        write!(f, "{}([", self.name)?;
        fmt_items(&(self.items)(), f)?;
        f.write_str("])")
    }
}

impl<T: Repr> Str for View<T> {
    fn fmt_str(&self, f: &mut Formatter<'_>) -> fmt::Result {
        self.fmt_repr(f)
    }
}

impl<T> Truth for View<T> {
    fn test(&self) -> bool {
        !(self.items)().is_empty()
    }
}

impl<T> crate::builtins::Len for View<T> {
    fn length(&self) -> usize {
        (self.items)().len()
    }
}

impl<T> Copied for View<T> {
    fn shallow(&self) -> Self {
        self.clone()
    }

    fn deep(&self) -> Self {
        self.clone()
    }
}

#[cfg(test)]
mod tests {
    use std::cell::RefCell;

    use super::*;

    #[test]
    fn shows_what_is_there() {
        let items: Rc<RefCell<Vec<i64>>> = Rc::new(RefCell::new(vec![1, 2]));
        let held: Rc<RefCell<Vec<i64>>> = Rc::clone(&items);
        let view =
            keys_view(Rc::new(move || RefCell::borrow(&held).clone()) as Rc<dyn Fn() -> Vec<i64>>);
        assert_eq!(crate::show::to_repr(&view), "dict_keys([1, 2])");
        RefCell::borrow_mut(&items).push(3);
        assert_eq!(view_len(&view), 3);
        assert!(view_contains::<_, i64>(&view, &3));
        assert_eq!(view_reversed(&view).collect::<Vec<_>>(), [3, 2, 1]);
        assert_eq!(crate::show::to_repr(&ordered_view(view)), "odict_keys([1, 2, 3])");
    }
}
