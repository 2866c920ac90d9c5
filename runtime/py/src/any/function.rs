//! Functions behind `Any`: their arguments are bound when they are called.

use std::rc::Rc;

use super::Any;
use crate::dict::Dict;
use crate::exception::{Exception, Result, type_error};
use crate::integer::Integer;

/// A parameter of a function.
struct Parameter {
    name: String,
    optional: bool,
    keyword_only: bool,
}

/// A function that is called with arguments whose number is not known before.
pub struct Function {
    name: String,
    kind: &'static str,
    /// Which function of the program it is, where there is one only.
    identity: Option<String>,
    /// `__doc__`
    doc: Option<String>,
    parameters: Vec<Parameter>,
    star: bool,
    double: bool,
    /// A method with its object, which messages count.
    bound: bool,
    /// Takes what it is given: a function of the library.
    open: bool,
    run: Rc<dyn Fn(Arguments) -> Any>,
}

/// The arguments of one call, by parameter.
#[derive(Clone, Default)]
pub struct Arguments {
    slots: Vec<Option<Any>>,
    rest: Vec<Any>,
    named: Dict<Any, Any>,
}

impl Arguments {
    /// The argument of a parameter.
    pub fn bound(&self, place: impl Integer) -> Any {
        self.slots.get(place.clamp_i64() as usize).cloned().flatten().unwrap_or_default()
    }

    /// Has the parameter an argument?
    pub fn is_bound(&self, place: impl Integer) -> bool {
        matches!(self.slots.get(place.clamp_i64() as usize), Some(Some(_)))
    }

    /// The arguments that no parameter takes.
    pub fn rest(&self) -> Vec<Any> {
        self.rest.clone()
    }

    /// How many of them there are.
    pub fn count(&self) -> i64 {
        self.rest.len() as i64
    }

    /// One of them.
    pub fn at(&self, place: impl Integer) -> Any {
        self.rest.get(place.clamp_i64() as usize).cloned().unwrap_or_default()
    }

    /// The named arguments that no parameter takes.
    pub fn named(&self) -> Dict<Any, Any> {
        self.named.clone()
    }
}

fn listed(names: &[String]) -> String {
    match names {
        [] => String::new(),
        [one] => one.clone(),
        [a, b] => format!("{a} and {b}"),
        [all @ .., last] => format!("{}, and {last}", all.join(", ")),
    }
}

impl Function {
    /// `type(self).__name__`
    pub(crate) fn kind(&self) -> &'static str {
        self.kind
    }

    /// What `repr` shows.
    pub(crate) fn text(&self) -> String {
        match self.kind {
            // A class of the program has a signature.
            "type" if !self.open => format!("<class '__main__.{}'>", self.name),
            "type" => format!("<class '{}'>", self.name),
            _ if self.open => format!("<built-in function {}>", self.name),
            _ => format!("<function {} at {self:p}>", self.name),
        }
    }

    fn missing(&self, keyword_only: bool, slots: &[Option<Any>]) -> Option<Exception> {
        let names: Vec<String> = self
            .parameters
            .iter()
            .zip(slots)
            .filter(|(parameter, slot)| {
                slot.is_none() && !parameter.optional && parameter.keyword_only == keyword_only
            })
            .map(|(parameter, _)| format!("'{}'", parameter.name))
            .collect();
        let kind = if keyword_only { "keyword-only" } else { "positional" };
        let s = if names.len() == 1 { "" } else { "s" };
        (!names.is_empty()).then(|| {
            let (name, count) = (&self.name, names.len());
            type_error(format!(
                "{name}() missing {count} required {kind} argument{s}: {}",
                listed(&names)
            ))
        })
    }

    fn too_many(&self, given: usize) -> Exception {
        let plain = self.parameters.iter().filter(|parameter| !parameter.keyword_only);
        let most = plain.clone().count();
        let least = plain.filter(|parameter| !parameter.optional).count();
        let itself = usize::from(self.bound);
        let (most, least, given) = (most + itself, least + itself, given + itself);
        let range =
            if least == most { most.to_string() } else { format!("from {least} to {most}") };
        let s = if most == 1 && least == most { "" } else { "s" };
        let was = if given == 1 { "was" } else { "were" };
        type_error(format!(
            "{}() takes {range} positional argument{s} but {given} {was} given",
            self.name
        ))
    }

    fn bind(&self, args: &[Any], named: &Dict<Any, Any>) -> Result<Arguments> {
        if self.open {
            return Ok(Arguments { slots: Vec::new(), rest: args.to_vec(), named: named.clone() });
        }
        let positional = self.parameters.iter().filter(|parameter| !parameter.keyword_only).count();
        let slots = (0..self.parameters.len())
            .map(|i| (i < positional).then(|| args.get(i).cloned()).flatten())
            .collect();
        let mut bound = Arguments { slots, ..Arguments::default() };
        for (name, value) in named.iter() {
            let Any::Str(key) = name else {
                return Err(type_error("keywords must be strings"));
            };
            match self.parameters.iter().position(|parameter| *parameter.name == **key) {
                Some(place) if bound.slots[place].is_some() => {
                    let name = &self.name;
                    return Err(type_error(format!(
                        "{name}() got multiple values for argument '{key}'"
                    )));
                }
                Some(place) => bound.slots[place] = Some(value.clone()),
                None if self.double => {
                    bound.named.insert(name.clone(), value.clone());
                }
                None => {
                    let name = &self.name;
                    return Err(type_error(format!(
                        "{name}() got an unexpected keyword argument '{key}'"
                    )));
                }
            }
        }
        if args.len() > positional {
            if !self.star {
                return Err(self.too_many(args.len()));
            }
            bound.rest = args[positional..].to_vec();
        }
        match self.missing(false, &bound.slots).or_else(|| self.missing(true, &bound.slots)) {
            Some(error) => Err(error),
            None => Ok(bound),
        }
    }
}

/// A function as a value. The signature: names between commas, `=` behind those with a default, `*` before those that come by name only, `*args`
/// and `**kwargs`; `?` alone takes what it is given; `@` in front: a method with its object.
pub fn of_function(
    name: &str,
    kind: &str,
    signature: &str,
    run: Rc<dyn Fn(Arguments) -> Any>,
) -> Any {
    let mut function = Function {
        name: name.to_owned(),
        identity: kind.split_once(' ').map(|(_, identity)| identity.to_owned()),
        doc: None,
        kind: match (kind, signature) {
            ("type", _) => "type",
            (_, "?") => "builtin_function_or_method",
            _ => "function",
        },
        parameters: Vec::new(),
        star: false,
        double: false,
        bound: signature.starts_with('@'),
        open: signature == "?",
        run,
    };
    let mut keyword_only = false;
    for part in signature
        .trim_start_matches('@')
        .split(',')
        .filter(|part| !part.is_empty() && !function.open)
    {
        if part.starts_with("**") {
            function.double = true;
        } else if part.starts_with('*') {
            function.star = part.len() > 1;
            keyword_only = true;
        } else {
            let name = part.trim_end_matches('=').to_owned();
            let optional = part.ends_with('=');
            function.parameters.push(Parameter { name, optional, keyword_only });
        }
    }
    Any::Function(Rc::new(function))
}

/// A function that was just made, with its documentation.
pub fn documented(mut value: Any, doc: &str) -> Any {
    if let Any::Function(function) = &mut value
        && let Some(function) = Rc::get_mut(function)
    {
        function.doc = Some(doc.to_owned());
    }
    value
}

/// Is the value the class of this name?
#[must_use]
pub fn is_class(value: &Any, name: &str) -> bool {
    matches!(value, Any::Function(function) if function.kind == "type" && function.name == name)
}

/// `type(value)`
pub fn type_of(value: &Any) -> Any {
    let name = value.type_name().to_owned();
    let message = format!("cannot create '{name}' instances");
    let run = Rc::new(move |_: Arguments| type_error(message.clone()).unwind());
    let signature = if matches!(value, Any::Object(_)) { "*args" } else { "?" };
    of_function(&name, "type", signature, run)
}

impl Function {
    /// A class, or the function itself: what makes two values of it equal.
    pub(crate) fn same(a: &Rc<Self>, b: &Rc<Self>) -> bool {
        Rc::ptr_eq(a, b)
            || a.kind == "type" && b.kind == "type" && a.name == b.name
            || a.identity.is_some() && a.identity == b.identity
            || a.open && b.open && a.name == b.name
    }

    /// A hash that is equal for equal ones.
    pub(crate) fn hash(this: &Rc<Self>) -> i64 {
        match this.kind {
            "type" => crate::key::Key::__hash__(&this.name),
            _ if this.open => crate::key::Key::__hash__(&this.name),
            _ if this.identity.is_some() => {
                crate::key::Key::__hash__(this.identity.as_deref().unwrap_or_default())
            }
            _ => Rc::as_ptr(this).cast::<u8>() as usize as i64,
        }
    }

    fn has_instance(&self, value: &Any) -> bool {
        let name = self.name.as_str();
        match value {
            Any::Object(object) => object.names().contains(&name) || name == "object",
            Any::Exception(error) => error.is_a(name) || name == "object",
            Any::Bool(_) => matches!(name, "bool" | "int" | "object"),
            other => other.type_name() == name || name == "object",
        }
    }
}

fallible! {
    /// `isinstance(value, class)`
    fn is_instance / try_is_instance [](value: &Any, class: &Any) -> bool {
        match class {
            Any::Function(class) if class.kind == "type" => Ok(class.has_instance(value)),
            Any::Tuple(classes) => classes.iter().try_fold(false, |found, class| Ok(found || try_is_instance(value, class)?)),
            _ => Err(type_error("isinstance() arg 2 must be a type, a tuple of types, or a union")),
        }
    }

    /// `self.__name__`
    fn function_name / try_function_name [](value: &Any) -> String {
        match value {
            Any::Function(function) => {
                let name = function.name.rsplit('.').next();
                Ok(name.unwrap_or(&function.name).to_owned())
            }
            other => Err(super::no_attribute_error(other.type_name(), "__name__")),
        }
    }

    /// `self.__doc__`
    fn function_doc / try_function_doc [](value: &Any) -> Any {
        match value {
            Any::Function(function) => Ok(function.doc.as_deref().map_or(Any::None, Any::from)),
            other => Err(super::no_attribute_error(other.type_name(), "__doc__")),
        }
    }

    /// `self(*args, **named)`
    fn call / try_call [](value: &Any, args: &[Any], named: &Dict<Any, Any>) -> Any {
        match value {
            Any::Function(function) => {
                let arguments = function.bind(args, named)?;
                Ok((function.run)(arguments))
            }
            _ => Err(type_error(format!("'{}' object is not callable", value.type_name()))),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn arguments_are_bound_as_the_interpreter_does() {
        let function = of_function(
            "f",
            "function",
            "a,b=,*rest,c=",
            Rc::new(|arguments: Arguments| {
                Any::from(arguments.rest.len() as i64 + i64::from(arguments.is_bound(1i64)))
            }),
        );
        let call = |count: usize| {
            try_call(&function, &vec![Any::None; count], &Dict::new())
                .map_err(|error| error.message().to_owned())
        };
        assert_eq!(call(1).map(|x| crate::show::to_repr(&x)), Ok("0".to_owned()));
        assert_eq!(call(4).map(|x| crate::show::to_repr(&x)), Ok("3".to_owned()));
        assert_eq!(
            call(0).err().as_deref(),
            Some("f() missing 1 required positional argument: 'a'")
        );
        let two = of_function("g", "function", "a,b=", Rc::new(|_| Any::None));
        assert_eq!(
            try_call(&two, &vec![Any::None; 3], &Dict::new()).unwrap_err().message(),
            "g() takes from 1 to 2 positional arguments but 3 were given"
        );
    }
}
