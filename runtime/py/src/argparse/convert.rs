//! `type=`: what the texts of an argument become.

use std::any::Any;
use std::fmt::{self, Formatter};
use std::rc::Rc;

use super::namespace::{items, value};
use super::parse::Run;
use super::{Argument, Kind, Namespace, Spec, Value};
use crate::exception::Result;
use crate::int::Int;

/// A value of a type of the program.
#[derive(Clone)]
pub struct Object(pub(super) Rc<dyn Any>);

impl PartialEq for Object {
    fn eq(&self, other: &Self) -> bool {
        Rc::ptr_eq(&self.0, &other.0)
    }
}

impl fmt::Debug for Object {
    fn fmt(&self, f: &mut Formatter<'_>) -> fmt::Result {
        f.write_str("Object")
    }
}

impl Object {
    fn get<T: Clone + 'static>(&self) -> T {
        match self.0.downcast_ref::<T>() {
            Some(object) => object.clone(),
            None => panic!("the argument is of another type"),
        }
    }
}

/// A function of the program that makes the value of an argument, with the name that messages have for it.
#[derive(Clone)]
pub(super) struct Conversion {
    name: String,
    make: Rc<dyn Fn(String) -> Value>,
}

impl fmt::Debug for Conversion {
    fn fmt(&self, f: &mut Formatter<'_>) -> fmt::Result {
        f.write_str(&self.name)
    }
}

/// What a namespace keeps as it is.
pub trait IntoValue {
    /// The value of a namespace.
    fn into_value(self) -> Value;
}

macro_rules! into_value {
    ($($type:ty => $make:expr),*) => {
        $(impl IntoValue for $type {
            fn into_value(self) -> Value {
                $make(self)
            }
        })*
    };
}

into_value!(
    i64 => |n| Value::Int(Int::from(n)),
    Int => Value::Int,
    f64 => Value::Float,
    bool => Value::Bool,
    String => Value::Text,
    &'static str => |text: &str| Value::Text(text.to_owned())
);

impl<T: IntoValue> IntoValue for Vec<T> {
    fn into_value(self) -> Value {
        Value::List(self.into_iter().map(T::into_value).collect())
    }
}

impl Argument {
    fn made(self, name: &str, make: Rc<dyn Fn(String) -> Value>) -> Self {
        let conversion = Conversion { name: name.to_owned(), make };
        self.state.borrow_mut().specs[self.index].kind = Kind::Made(conversion);
        self
    }

    /// `type=function` that gives a number, a text or a list of them
    #[must_use]
    pub fn convert<R: IntoValue>(
        self,
        name: &str,
        function: impl Fn(String) -> R + 'static,
    ) -> Self {
        self.made(name, Rc::new(move |text| function(text).into_value()))
    }

    /// `type=function` that gives an object
    #[must_use]
    pub fn convert_object<R: 'static>(
        self,
        name: &str,
        function: impl Fn(String) -> R + 'static,
    ) -> Self {
        self.made(name, Rc::new(move |text| Value::Object(Object(Rc::new(function(text))))))
    }

    /// `default=` of an object
    #[must_use]
    pub fn default_object<R: 'static>(self, object: R) -> Self {
        self.state.borrow_mut().specs[self.index].default = Value::Object(Object(Rc::new(object)));
        self
    }
}

impl Run<'_> {
    /// The value of one text; what the type says against it ends the program.
    pub(super) fn converted(&self, spec: &Spec, text: &str) -> Value {
        let wrong = |kind: &str| {
            self.fail(spec, &format!("invalid {kind} value: {}", crate::show::to_repr(text)))
        };
        match &spec.kind {
            Kind::Text => Value::Text(text.to_owned()),
            Kind::Int => match crate::integer::parse_text(text, 10) {
                Some(n) => Value::Int(n),
                None => wrong("int"),
            },
            Kind::Float => match crate::float::parse_text(text) {
                Some(x) => Value::Float(x),
                None => wrong("float"),
            },
            Kind::Made(conversion) => {
                let made: Result<Value> = crate::catch(|| Ok((conversion.make)(text.to_owned())));
                match made {
                    Ok(value) => value,
                    Err(error) if error.is_a("ArgumentTypeError") => {
                        self.fail(spec, &crate::show::to_str(&error))
                    }
                    Err(error) if error.is_a("TypeError") || error.is_a("ValueError") => {
                        wrong(&conversion.name)
                    }
                    Err(error) => error.unwind(),
                }
            }
        }
    }
}

/// `self.name`, an object
pub fn object<T: Clone + 'static>(namespace: &Namespace, name: &str) -> T {
    match value(namespace, name) {
        Value::Object(object) => object.get(),
        _ => panic!("the argument is no object"),
    }
}

/// `self.name`, a list of objects
pub fn objects<T: Clone + 'static>(namespace: &Namespace, name: &str) -> Vec<T> {
    let get = |item| match item {
        Value::Object(object) => object.get(),
        _ => panic!("the argument is no object"),
    };
    items(namespace, name).into_iter().map(get).collect()
}
