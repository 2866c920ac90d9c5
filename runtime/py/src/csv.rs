//! `csv`, with commas and double quotes as Excel has them, or another separator.

/// `csv.reader(lines, delimiter=…)`: the rows
pub fn rows(lines: impl IntoIterator<Item = String>, delimiter: &str) -> Vec<Vec<String>> {
    let separator = delimiter.chars().next().unwrap_or(',');
    let mut rows = Vec::new();
    let mut held = String::new();
    for line in lines {
        held.push_str(&line);
        if open_quote(&held, separator) {
            continue;
        }
        rows.push(fields(held.trim_end_matches(['\n', '\r']), separator));
        held.clear();
    }
    if !held.is_empty() {
        rows.push(fields(&held, separator));
    }
    rows
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

/// `csv.reader(lines, delimiter=…)`
pub fn reader(
    lines: impl IntoIterator<Item = String>,
    delimiter: &str,
) -> std::vec::IntoIter<Vec<String>> {
    rows(lines, delimiter).into_iter()
}

/// `csv.DictReader(lines)`: the rows by the names in the first
pub fn dict_reader(
    lines: impl IntoIterator<Item = String>,
    delimiter: &str,
) -> impl Iterator<Item = crate::Dict<String, String>> {
    let mut rows = rows(lines, delimiter).into_iter().filter(|row| !row.is_empty());
    let names = rows.next().unwrap_or_default();
    rows.map(move |row| names.iter().cloned().zip(row).collect())
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
    let cells: Vec<String> = cells.into_iter().collect();
    let alone = cells.len() == 1;
    let delimiter = writer.delimiter.as_str();
    let shown: Vec<String> = cells
        .into_iter()
        .map(|cell| {
            let special = cell.contains(delimiter) || cell.contains(['"', '\n', '\r']);
            if special || alone && cell.is_empty() {
                format!("\"{}\"", cell.replace('"', "\"\""))
            } else {
                cell
            }
        })
        .collect();
    shown.join(delimiter) + &writer.end
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn reads_and_writes_quotes() {
        let lines = ["a,\"b,\"\"c\"\"\"\n", "\"x\n", "y\",z\n", "\n"].map(str::to_owned);
        assert_eq!(rows(lines, ","), [vec!["a", "b,\"c\""], vec!["x\ny", "z"], vec![]]);
        assert_eq!(
            line(&writer((), ",", "\r\n"), ["a b".to_owned(), "c,d".to_owned(), "\"".to_owned()]),
            "a b,\"c,d\",\"\"\"\"\r\n"
        );
    }
}
