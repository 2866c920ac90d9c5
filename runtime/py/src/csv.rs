//! `csv`, with commas and double quotes as Excel has them, or another separator.

/// The rows of a text in lines, read as they are asked for.
struct Rows<L> {
    lines: L,
    separator: char,
}

impl<L: Iterator<Item = String>> Iterator for Rows<L> {
    type Item = Vec<String>;

    fn next(&mut self) -> Option<Vec<String>> {
        let mut text = self.lines.next()?;
        while text.contains('"') && open_quote(&text, self.separator) {
            match self.lines.next() {
                Some(line) => text.push_str(&line),
                None => return Some(fields(&text, self.separator)),
            }
        }
        Some(fields(text.trim_end_matches(['\n', '\r']), self.separator))
    }
}

/// Does a quoted field go on in the next line?
fn open_quote(text: &str, separator: char) -> bool {
    let (mut open, mut start) = (false, true);
    for c in text.chars() {
        if open {
            open = c != '"';
        } else if c == '"' && start {
            open = true;
        }
        start = c == separator || c == '"' && !open;
    }
    open
}

fn fields(line: &str, separator: char) -> Vec<String> {
    if line.is_empty() {
        return Vec::new();
    }
    if !line.contains('"') {
        return line.split(separator).map(str::to_owned).collect();
    }
    let mut fields = Vec::new();
    let mut field = String::new();
    let mut chars = line.chars().peekable();
    let (mut quoted, mut start) = (false, true);
    while let Some(c) = chars.next() {
        if quoted {
            if c != '"' {
                field.push(c);
            } else if chars.peek() == Some(&'"') {
                chars.next();
                field.push('"');
            } else {
                quoted = false;
            }
        } else if c == separator {
            fields.push(std::mem::take(&mut field));
            start = true;
            continue;
        } else if c == '"' && start {
            quoted = true;
        } else {
            field.push(c);
        }
        start = false;
    }
    fields.push(field);
    fields
}

/// `csv.reader(lines, delimiter=…)`: the rows
pub fn reader<L: IntoIterator<Item = String>>(
    lines: L,
    delimiter: &str,
) -> impl Iterator<Item = Vec<String>> + use<L> {
    Rows { lines: lines.into_iter(), separator: delimiter.chars().next().unwrap_or(',') }
}

/// `csv.DictReader(lines)`: the rows by the names in the first
pub fn dict_reader<L: IntoIterator<Item = String>>(
    lines: L,
    delimiter: &str,
) -> impl Iterator<Item = crate::Dict<String, String>> + use<L> {
    let mut rows = reader(lines, delimiter).filter(|row| !row.is_empty());
    let mut names = None;
    std::iter::from_fn(move || {
        let names = names.get_or_insert_with(|| rows.next().unwrap_or_default());
        Some(names.iter().cloned().zip(rows.next()?).collect())
    })
}

/// `csv.writer(file)`
#[derive(Clone)]
pub struct Writer<F> {
    file: F,
    delimiter: String,
    end: String,
}

/// `csv.writer(file, delimiter=…, lineterminator=…)`
pub fn writer<F>(file: F, delimiter: &str, end: &str) -> Writer<F> {
    Writer { file, delimiter: delimiter.to_owned(), end: end.to_owned() }
}

/// The file that a writer writes to.
pub fn file_of<F: Clone>(writer: &Writer<F>) -> F {
    writer.file.clone()
}

/// One row as a line of text with the writer's line end.
pub fn line<F>(writer: &Writer<F>, cells: impl IntoIterator<Item = String>) -> String {
    let delimiter = writer.delimiter.as_str();
    let mut text = String::new();
    let mut count = 0;
    for cell in cells {
        if count > 0 {
            text.push_str(delimiter);
        }
        count += 1;
        if cell.contains(['"', '\n', '\r']) || cell.contains(delimiter) {
            text.push('"');
            text.push_str(&cell.replace('"', "\"\""));
            text.push('"');
        } else {
            text.push_str(&cell);
        }
    }
    // An empty cell alone would be read as no row.
    if count == 1 && text.is_empty() {
        text.push_str("\"\"");
    }
    text.push_str(&writer.end);
    text
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn reads_and_writes_quotes() {
        let lines = ["a,\"b,\"\"c\"\"\"\n", "\"x\n", "y\",z\n", "\n"].map(str::to_owned);
        assert_eq!(
            reader(lines, ",").collect::<Vec<_>>(),
            [vec!["a", "b,\"c\""], vec!["x\ny", "z"], vec![]]
        );
        assert_eq!(
            line(&writer((), ",", "\r\n"), ["a b".to_owned(), "c,d".to_owned(), "\"".to_owned()]),
            "a b,\"c,d\",\"\"\"\"\r\n"
        );
    }
}
