//! Folders below folders, and paths between paths.

use std::fs;

/// `os.walk(top)`: each folder with the folders and files in it, from the top down
pub fn walk(top: &str) -> Vec<(String, Vec<String>, Vec<String>)> {
    let mut found = Vec::new();
    visit(top, &mut found);
    found
}

fn visit(top: &str, found: &mut Vec<(String, Vec<String>, Vec<String>)>) {
    let Ok(entries) = fs::read_dir(top) else { return };
    let (mut folders, mut files, mut below) = (Vec::new(), Vec::new(), Vec::new());
    for entry in entries.flatten() {
        let name = entry.file_name().to_string_lossy().into_owned();
        let link = entry.file_type().is_ok_and(|kind| kind.is_symlink());
        if entry.path().is_dir() {
            if !link {
                below.push(name.clone());
            }
            folders.push(name);
        } else {
            files.push(name);
        }
    }
    found.push((top.to_owned(), folders, files));
    for name in below {
        visit(&super::join(top, &name), found);
    }
}

/// `os.path.relpath(path, start)`
pub fn relpath(path: &str, start: &str) -> String {
    let parts = |path: &str| -> Vec<String> {
        super::abspath(path).split('/').filter(|part| !part.is_empty()).map(str::to_owned).collect()
    };
    let (path, start) = (parts(path), parts(start));
    let same = path.iter().zip(&start).take_while(|(a, b)| a == b).count();
    let up = std::iter::repeat_n("..".to_owned(), start.len() - same);
    let all: Vec<String> = up.chain(path[same..].iter().cloned()).collect();
    if all.is_empty() { ".".to_owned() } else { all.join("/") }
}

/// `os.path.realpath(path)`
pub fn realpath(path: &str) -> String {
    fs::canonicalize(path)
        .map_or_else(|_| super::abspath(path), |path| path.to_string_lossy().into_owned())
}

/// `os.path.commonprefix(texts)`
pub fn commonprefix(texts: &[String]) -> String {
    let (Some(least), Some(most)) = (texts.iter().min(), texts.iter().max()) else {
        return String::new();
    };
    least.chars().zip(most.chars()).take_while(|(a, b)| a == b).map(|pair| pair.0).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn relates_paths() {
        assert_eq!(relpath("/a/b/c", "/a/d"), "../b/c");
        assert_eq!(commonprefix(&["abc".to_owned(), "abd".to_owned()]), "ab");
    }
}
