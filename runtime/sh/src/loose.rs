//! Calls whose operands ask the shell: they are evaluated first, in order.

/// Defines functions: name, function, name, function ….
#[macro_export]
macro_rules! define {
    ($shell:expr, $($name:expr, $function:expr),+ $(,)?) => {{
        $($shell.define($name, $function);)+
    }};
}

/// `name[subscript]=text` as a command, with its status.
#[macro_export]
macro_rules! assigned_at {
    ($shell:expr, $line:expr, $name:expr, $subscript:expr, $text:expr $(,)?) => {{
        let line: u32 = $line;
        $shell.begin(line);
        let subscript = $subscript;
        let text = $text;
        $shell.assigned_at(line, $name, subscript, text)
    }};
}

/// `name+=(words …)` as a command, with its status.
#[macro_export]
macro_rules! appended_list {
    ($shell:expr, $line:expr, $name:expr $(, $word:expr)* $(,)?) => {{
        let line: u32 = $line;
        $shell.begin(line);
        let words = $crate::argv!($($word),*);
        $shell.appended_list(line, $name, words)
    }};
}

/// `name+=(text)` as a command, with its status.
#[macro_export]
macro_rules! pushed {
    ($shell:expr, $line:expr, $name:expr, $text:expr $(,)?) => {{
        let line: u32 = $line;
        $shell.begin(line);
        let text = $text;
        $shell.pushed(line, $name, text)
    }};
}

/// `name=number`
#[macro_export]
macro_rules! set_int {
    ($shell:expr, $name:expr, $number:expr $(,)?) => {{
        let number: i64 = $number;
        $shell.set_int($name, number)
    }};
    ($shell:expr, $line:expr, $name:expr, $number:expr $(,)?) => {{
        let line: u32 = $line;
        $shell.begin(line);
        let number: i64 = $number;
        $shell.set_int($name, number)
    }};
}

/// The same with the status of a command that only assigns.
#[macro_export]
macro_rules! assigned_int {
    ($shell:expr, $line:expr, $name:expr, $number:expr $(,)?) => {{
        let line: u32 = $line;
        $shell.begin(line);
        let number: i64 = $number;
        $shell.assigned_int(line, $name, number)
    }};
}

/// `${name[subscript]:-text}`
#[macro_export]
macro_rules! value_or_at {
    ($shell:expr, $name:expr, $subscript:expr, $text:expr $(,)?) => {{
        let subscript = $subscript;
        $shell.value_or(&$crate::element($name, subscript), $text)
    }};
}

/// `${name[subscript]-text}`
#[macro_export]
macro_rules! value_else_at {
    ($shell:expr, $name:expr, $subscript:expr, $text:expr $(,)?) => {{
        let subscript = $subscript;
        $shell.value_else(&$crate::element($name, subscript), $text)
    }};
}

/// `${text:offset:length}`
#[macro_export]
macro_rules! slice {
    ($shell:expr, $text:expr, $offset:expr, $length:expr $(,)?) => {{
        let text = $text;
        let offset = $offset;
        let length = $length;
        $shell.slice(text, offset, length)
    }};
}

/// `${text#pattern}` and its kin.
#[macro_export]
macro_rules! trim {
    ($shell:expr, $text:expr, $pattern:expr, $operator:expr $(,)?) => {{
        let text = $text;
        let pattern = $pattern;
        $shell.trim(text, &pattern, $operator)
    }};
}

/// `${text/pattern/with}` and its kin.
#[macro_export]
macro_rules! replace {
    ($shell:expr, $text:expr, $pattern:expr, $with:expr, $operator:expr $(,)?) => {{
        let text = $text;
        let pattern = $pattern;
        let with = $with;
        $shell.replace(text, &pattern, with, $operator)
    }};
}

/// `${text^^}` and its kin.
#[macro_export]
macro_rules! case_change {
    ($shell:expr, $text:expr, $operator:expr, $pattern:expr $(,)?) => {{
        let text = $text;
        let pattern = $pattern;
        $shell.case_change(text, $operator, pattern)
    }};
}

/// `[[ text == pattern ]]`
#[macro_export]
macro_rules! fits {
    ($shell:expr, $text:expr, $pattern:expr $(,)?) => {{
        let text = $text;
        let pattern = $pattern;
        $shell.matches(text, &pattern)
    }};
}

/// `[[ text =~ expression ]]`
#[macro_export]
macro_rules! regex {
    ($shell:expr, $text:expr, $expression:expr $(,)?) => {{
        let text = $text;
        let expression = $expression;
        $shell.regex(text, &expression)
    }};
}

/// A test of one text.
#[macro_export]
macro_rules! test_unary {
    ($shell:expr, $operator:expr, $text:expr $(,)?) => {{
        let text = $text;
        $shell.test_unary($operator, text)
    }};
}

/// A test of two texts.
#[macro_export]
macro_rules! test_binary {
    ($shell:expr, $operator:expr, $left:expr, $right:expr $(,)?) => {{
        let left = $left;
        let right = $right;
        $shell.test_binary($operator, left, right)
    }};
}

/// `[[ left -lt right ]]`, at its line.
#[macro_export]
macro_rules! terms {
    ($shell:expr, $line:expr, $left:expr, $operator:expr, $right:expr $(,)?) => {{
        let left = $left;
        let right = $right;
        $shell.terms($line, &left, $operator, &right)
    }};
}

/// `[ left -lt right ]` as a condition.
#[macro_export]
macro_rules! compare {
    ($shell:expr, $line:expr, $left:expr, $operator:expr, $right:expr $(,)?) => {{
        let line: u32 = $line;
        $shell.begin(line);
        let left = $left;
        let right = $right;
        $shell.compare(line, &left, $operator, &right)
    }};
}

/// The same of fields: after each side, whether it is split.
#[macro_export]
macro_rules! compare_fields {
    ($shell:expr, $line:expr, $left:expr, $split:expr, $operator:expr, $right:expr, $also:expr $(,)?) => {{
        let line: u32 = $line;
        $shell.begin(line);
        let left = $left;
        let right = $right;
        $shell.compare_fields(line, &left, $split, $operator, &right, $also)
    }};
}
