//! What expressions are worth.

use super::{Node, beyond};
use crate::any::{self, Any};
use crate::dict::Dict;
use crate::exception::{Exception, Result, type_error, value_error};
use crate::set::Set;
use crate::shared::SharedSet;
use crate::truth::Truth;

/// What names stand for.
pub(super) struct Names<'a> {
    /// Those of the program, with blanks between them.
    pub(super) hidden: &'a str,
    pub(super) globals: &'a Any,
    pub(super) locals: &'a Any,
}

/// A key, or an item of a set.
fn hashable(value: Any) -> Result<Any> {
    match &value {
        Any::List(_) | Any::Dict(_) | Any::Set(_) => {
            Err(type_error(format!("unhashable type: '{}'", value.type_name())))
        }
        Any::Tuple(items) => {
            for item in items.iter() {
                hashable(item.clone())?;
            }
            Ok(value)
        }
        _ => Ok(value),
    }
}

fn truth(value: &Any) -> bool {
    value.test()
}

fn all(nodes: &[Node], of: &impl Fn(&Node) -> Result<Any>) -> Result<Vec<Any>> {
    nodes.iter().map(of).collect()
}

/// A display of values.
fn display(node: &Node, of: &impl Fn(&Node) -> Result<Any>) -> Option<Result<Any>> {
    Some(match node {
        Node::Value(value) => Ok(value.clone()),
        Node::Tuple(items) => all(items, of).map(|items| Any::Tuple(items.into())),
        Node::List(items) => all(items, of).map(Any::list),
        Node::Set(items) => items
            .iter()
            .map(|item| of(item).and_then(hashable))
            .collect::<Result<Set<Any>>>()
            .map(|items| Any::Set(SharedSet::new(items))),
        Node::Dict(entries) => entries
            .iter()
            .map(|(key, value)| Ok((of(key).and_then(hashable)?, of(value)?)))
            .collect::<Result<Dict<Any, Any>>>()
            .map(Any::dict),
        _ => return None,
    })
}

/// The value of what is nothing but a literal.
pub(super) fn literal(node: &Node) -> Result<Any> {
    if let Some(value) = display(node, &literal) {
        return value;
    }
    let kind = match node {
        Node::Unary(sign @ ("-" | "+"), operand) => match literal(operand)? {
            value @ (Any::Int(_) | Any::Float(_)) => {
                return if *sign == "-" { any::try_neg(&value) } else { Ok(value) };
            }
            _ => "UnaryOp",
        },
        Node::Call(name, args)
            if args.is_empty() && matches!(&**name, Node::Name(name) if name == "set") =>
        {
            return Ok(Any::Set(SharedSet::new(Set::default())));
        }
        Node::Name(_) => "Name",
        Node::Unary(..) => "UnaryOp",
        Node::Binary(..) => "BinOp",
        Node::Compare(..) => "Compare",
        Node::And(_) | Node::Or(_) => "BoolOp",
        Node::If(_) => "IfExp",
        Node::Call(..) => "Call",
        Node::Attribute => "Attribute",
        _ => "Subscript",
    };
    let place: *const Node = node;
    Err(value_error(format!(
        "malformed node or string on line 1: <ast.{kind} object at {place:p}>"
    )))
}

/// The value of an expression.
pub(super) fn evaluate(node: &Node, names: &Names) -> Result<Any> {
    let of = |node: &Node| evaluate(node, names);
    if let Some(value) = display(node, &of) {
        return value;
    }
    match node {
        Node::Name(name) => named(name, names),
        Node::Unary(sign, operand) => {
            let value = of(operand)?;
            match *sign {
                "not" => Ok(Any::Bool(!truth(&value))),
                "-" => any::try_neg(&value),
                "+" => any::try_pos(&value),
                _ => any::try_invert(&value),
            }
        }
        Node::Binary(sign, left, right) => binary(sign, &of(left)?, &of(right)?),
        Node::Compare(first, others) => {
            let mut left = of(first)?;
            for (sign, node) in others {
                let right = of(node)?;
                if !compared(sign, &left, &right)? {
                    return Ok(Any::Bool(false));
                }
                left = right;
            }
            Ok(Any::Bool(true))
        }
        Node::And(parts) => first_that(parts, &of, |value| !truth(value)),
        Node::Or(parts) => first_that(parts, &of, truth),
        Node::If(parts) => {
            let [test, value, other] = &**parts;
            if truth(&of(test)?) { of(value) } else { of(other) }
        }
        Node::Call(callee, args) => {
            let Node::Name(name) = &**callee else { beyond("a method") };
            let args = all(args, &of)?;
            match given(name, names) {
                Some(function) => any::try_call(&function, &args, &Dict::new()),
                None if sees_builtins(names) => builtin(name, &args, names),
                None => Err(unknown(name)),
            }
        }
        Node::Attribute => beyond("an attribute"),
        Node::Index(object, index) => any::try_index(&of(object)?, &of(index)?),
        Node::Slice(object, parts) => {
            let object = of(object)?;
            let bound = |node: &Option<Node>| -> Result<Option<i64>> {
                match node.as_ref().map(of).transpose()? {
                    None | Some(Any::None) => Ok(None),
                    Some(Any::Int(value)) => Ok(Some(crate::integer::Integer::clamp_i64(&value))),
                    Some(_) => Err(type_error(
                        "slice indices must be integers or None or have an __index__ method",
                    )),
                }
            };
            let [start, stop, step] = &**parts;
            any::try_slice_step(&object, bound(start)?, bound(stop)?, bound(step)?.unwrap_or(1))
        }
        _ => beyond("such an expression"),
    }
}

fn first_that(
    parts: &[Node],
    of: &impl Fn(&Node) -> Result<Any>,
    test: impl Fn(&Any) -> bool,
) -> Result<Any> {
    let (last, before) = parts.split_last().expect("two parts");
    for part in before {
        let value = of(part)?;
        if test(&value) {
            return Ok(value);
        }
    }
    of(last)
}

fn binary(sign: &str, a: &Any, b: &Any) -> Result<Any> {
    match sign {
        "+" => any::try_add(a, b),
        "-" => any::try_sub(a, b),
        "*" => any::try_mul(a, b),
        "/" => any::try_truediv(a, b),
        "//" => any::try_floordiv(a, b),
        // A text in front of `%` is a format.
        "%" if matches!(a, Any::Str(_) | Any::Bytes(_)) => beyond("a format"),
        "%" => any::try_modulo(a, b),
        "**" => any::try_pow(a, b),
        "&" => any::try_and(a, b),
        "|" => any::try_or(a, b),
        "^" => any::try_xor(a, b),
        "<<" => any::try_shl(a, b),
        ">>" => any::try_shr(a, b),
        _ => beyond("a product of matrices"),
    }
}

fn compared(sign: &str, a: &Any, b: &Any) -> Result<bool> {
    match sign {
        "<" => any::try_less(a, b),
        "<=" => any::try_less_equal(a, b),
        ">" => any::try_greater(a, b),
        ">=" => any::try_greater_equal(a, b),
        "==" => Ok(a == b),
        "!=" => Ok(a != b),
        "in" => any::try_contains(b, a),
        "not in" => any::try_contains(b, a).map(|found| !found),
        "is" => Ok(any::identical(a, b)),
        _ => Ok(!any::identical(a, b)),
    }
}

fn unknown(name: &str) -> Exception {
    Exception::new("NameError Exception", format!("name '{name}' is not defined"))
}

fn sees_builtins(names: &Names) -> bool {
    let own = Any::from("__builtins__".to_owned());
    !matches!(names.globals, Any::Dict(all) if all.borrow().contains_key(&own))
}

/// What a name was given to stand for.
fn given(name: &str, names: &Names) -> Option<Any> {
    if names.hidden.split(' ').any(|hidden| hidden == name) {
        panic!("`eval` of a text that names `{name}` of the program, which is not supported");
    }
    let key = Any::from(name.to_owned());
    [names.locals, names.globals].into_iter().find_map(|all| match all {
        Any::Dict(all) => all.borrow().get(&key).cloned(),
        _ => None,
    })
}

fn named(name: &str, names: &Names) -> Result<Any> {
    if let Some(value) = given(name, names) {
        return Ok(value);
    }
    if sees_builtins(names) && BUILTINS.contains(&name) {
        beyond("a builtin that is not called");
    }
    Err(unknown(name))
}

const BUILTINS: [&str; 30] = [
    "abs", "all", "any", "ascii", "bin", "bool", "bytes", "chr", "dict", "divmod", "eval", "exec",
    "filter", "float", "hex", "input", "int", "len", "list", "map", "max", "min", "oct", "open",
    "ord", "pow", "print", "range", "repr", "round",
];

fn builtin(name: &str, args: &[Any], names: &Names) -> Result<Any> {
    let text = |made: String| Ok(Any::from(made));
    match (name, args) {
        ("abs", [value]) => any::try_abs(value),
        ("len", [value]) => any::try_len(value).map(Any::from),
        ("bool", [value]) => Ok(Any::Bool(truth(value))),
        ("str", [value]) => text(crate::builtins::str(value).to_string()),
        ("repr", [value]) => text(crate::repr(value).to_string()),
        ("pow", [base, power]) => any::try_pow(base, power),
        ("max", [items]) => any::try_max(any::try_iter(items)?),
        ("min", [items]) => any::try_min(any::try_iter(items)?),
        ("max", [_, _, ..]) => any::try_max(args.iter().cloned()),
        ("min", [_, _, ..]) => any::try_min(args.iter().cloned()),
        ("sum", [items]) => any::try_sum(any::try_iter(items)?, &Any::from(0_i64)),
        ("sum", [items, start]) => any::try_sum(any::try_iter(items)?, start),
        ("sorted", [items]) => any::try_sorted(any::try_iter(items)?, false).map(Any::list),
        ("list", [items]) => Ok(Any::list(any::try_iter(items)?.collect())),
        ("tuple", [items]) => Ok(Any::Tuple(any::try_iter(items)?.collect())),
        ("list", []) => Ok(Any::list(Vec::new())),
        ("dict", []) => Ok(Any::dict(Dict::new())),
        ("float", [Any::Str(given)]) => crate::float::try_parse(given).map(Any::Float),
        ("float", [Any::Float(value)]) => Ok(Any::Float(*value)),
        ("float", [Any::Int(value)]) => Ok(Any::Float(value.to_f64())),
        ("int", [Any::Str(given)]) => crate::integer::try_parse(given, 10_i64).map(Any::Int),
        ("int", [Any::Int(value)]) => Ok(Any::Int(value.clone())),
        ("round", [Any::Int(value)]) => Ok(Any::Int(value.clone())),
        ("round", [Any::Float(value)]) => crate::float::try_round(*value).map(Any::Int),
        ("round", [Any::Float(value), Any::Int(digits)]) => {
            Ok(Any::Float(crate::float::round_to(*value, digits.clone())))
        }
        _ if BUILTINS.contains(&name)
            || name.starts_with("__")
            || matches!(name, "set" | "sum" | "sorted" | "str" | "tuple" | "type" | "zip") =>
        {
            beyond(&format!("this call of `{name}`"))
        }
        _ => named(name, names),
    }
}
