//! `copy` of dynamic values: containers are copied, what cannot change stays itself.

use std::rc::Rc;

use super::Any;
use crate::copy::{Copied, remembered};
use crate::shared::{List, SharedDict, SharedSet};

/// Containers of the library, whose storage is known to their creators alone.
const MUTABLE: [&str; 4] = ["deque", "Counter", "defaultdict", "OrderedDict"];

impl Copied for Any {
    fn shallow(&self) -> Self {
        match self {
            Self::List(list) => Self::List(List::new(list.borrow().clone())),
            Self::Dict(dict) => Self::Dict(SharedDict::new(dict.borrow().clone())),
            Self::Set(set) => Self::Set(SharedSet::new(set.borrow().clone())),
            Self::Object(object) => {
                Rc::clone(object).shallow().unwrap_or_else(|| self.unchanging())
            }
            other => other.unchanging(),
        }
    }

    fn deep(&self) -> Self {
        match self {
            Self::List(list) => Self::List(list.deep()),
            Self::Dict(dict) => Self::Dict(dict.deep()),
            Self::Set(set) => Self::Set(set.deep()),
            Self::Tuple(items) => Self::Tuple(remembered(items.as_ptr() as usize, || {
                items.iter().map(Copied::deep).collect::<Vec<_>>().into()
            })),
            Self::Object(object) => Rc::clone(object).deep().unwrap_or_else(|| self.unchanging()),
            other => other.unchanging(),
        }
    }
}

impl Any {
    /// The value itself, which has no state of its own that could change.
    fn unchanging(&self) -> Self {
        let changes = match self {
            Self::Object(_) | Self::Iter(_) => true,
            Self::Native(native) => MUTABLE.contains(&native.class()),
            _ => false,
        };
        assert!(
            !changes,
            "a '{}' object behind a dynamic value is copied, which is not supported",
            self.type_name()
        );
        self.clone()
    }
}
