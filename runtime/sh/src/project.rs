//! Programs of the same project: a command that starts one runs its translation, which lies beside this one. The table is the workspace's
//! `transpile.lock.json`; `TRANSPILE_ORIGINALS=1` turns this off.

use std::collections::HashMap;
use std::ffi::OsStr;
use std::fs;
use std::os::unix::ffi::OsStrExt as _;
use std::path::{Path, PathBuf};
use std::sync::OnceLock;

struct Project {
    /// Where the originals are.
    root: PathBuf,
    /// Paths of originals (and of what the project's build makes of them) below the root, to translated programs.
    programs: HashMap<PathBuf, PathBuf>,
}

/// The translation that a command stands for, and how many of its words that replaces: `path` is the program that was found, `words` the
/// command (`python3 tool.py x`, `bash x.sh`, `./x.sh`, `tools/scan`).
pub(crate) fn translated(path: &[u8], words: &[Vec<u8>]) -> Option<(PathBuf, usize)> {
    static PROJECT: OnceLock<Option<Project>> = OnceLock::new();
    let project = PROJECT.get_or_init(load).as_ref()?;
    let path = Path::new(OsStr::from_bytes(path));
    if let Some(program) = project.find(path) {
        return Some((program.clone(), 1));
    }
    let name = path.file_name()?.as_bytes();
    let first = words.get(1)?;
    if is_python(name) && first == b"-m" {
        return Some((project.find_module(words.get(2)?)?.clone(), 3));
    }
    let interpreter = is_python(name) || matches!(name, b"bash" | b"sh" | b"dash");
    if !interpreter || first.starts_with(b"-") {
        return None;
    }
    Some((project.find(Path::new(OsStr::from_bytes(first)))?.clone(), 2))
}

/// `python`, `python3`, `python3.11`.
fn is_python(name: &[u8]) -> bool {
    name.strip_prefix(b"python")
        .is_some_and(|rest| rest.iter().all(|byte| byte.is_ascii_digit() || *byte == b'.'))
}

impl Project {
    fn find(&self, path: &Path) -> Option<&PathBuf> {
        // What is built does not have to exist: its folder does.
        let real = fs::canonicalize(path).ok().or_else(|| {
            let folder = path
                .parent()
                .filter(|folder| !folder.as_os_str().is_empty())
                .unwrap_or(Path::new("."));
            Some(fs::canonicalize(folder).ok()?.join(path.file_name()?))
        })?;
        self.programs.get(real.strip_prefix(&self.root).ok()?)
    }

    /// `python -m package.module`: looked for below the working directory and `PYTHONPATH`.
    fn find_module(&self, module: &[u8]) -> Option<&PathBuf> {
        let module = std::str::from_utf8(module).ok()?.replace('.', "/");
        let listed = std::env::var_os("PYTHONPATH").unwrap_or_default();
        let folders = std::iter::once(PathBuf::from("."))
            .chain(std::env::split_paths(&listed))
            .chain([self.root.clone()]);
        folders
            .flat_map(|folder| {
                [folder.join(format!("{module}.py")), folder.join(&module).join("__main__.py")]
            })
            .find_map(|file| self.find(&file))
    }
}

/// Reads the lock of the workspace that this program was built in.
fn load() -> Option<Project> {
    if std::env::var_os("TRANSPILE_ORIGINALS").is_some_and(|value| value == "1") {
        return None;
    }
    let program = std::env::current_exe().ok()?;
    let folder = program.parent()?;
    let lock = program
        .ancestors()
        .skip(1)
        .take(5)
        .map(|folder| folder.join("transpile.lock.json"))
        .find(|lock| lock.is_file())?;
    let text = fs::read_to_string(&lock).ok()?;
    let root = std::env::var_os("TRANSPILE_SOURCE_ROOT")
        .map(PathBuf::from)
        .or_else(|| Some(lock.parent()?.join(strings(&text, "source").next()?)))?;
    let root = fs::canonicalize(root).ok()?;
    let mut programs = HashMap::new();
    for entry in text.split("\"package\":").skip(1) {
        let Some(binary) = strings(entry, "binary").next() else { continue };
        let binary = folder.join(binary);
        if !binary.is_file() {
            continue;
        }
        let targets = entry.split_once("\"targets\": [").and_then(|(_, rest)| rest.split_once(']'));
        let built =
            targets.map(|(list, _)| list.split('"').skip(1).step_by(2)).into_iter().flatten();
        for path in strings(entry, "entry").take(1).map(String::from).chain(built.map(String::from))
        {
            programs.insert(PathBuf::from(path), binary.clone());
        }
    }
    Some(Project { root, programs })
}

/// The texts of a key in the lock, which the translator writes with one key a line and no escapes in paths.
fn strings<'a>(text: &'a str, key: &str) -> impl Iterator<Item = &'a str> + use<'a> {
    let sign = format!("\"{key}\": \"");
    let starts: Vec<usize> = text.match_indices(&sign).map(|(at, sign)| at + sign.len()).collect();
    starts.into_iter().filter_map(|at| text[at..].split('"').next())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn finds_scripts_modules_and_built_programs() {
        let folder = std::env::temp_dir().join(format!("rt-project-{}", std::process::id()));
        fs::create_dir_all(folder.join("pkg")).expect("a folder");
        for file in ["x.sh", "pkg/__main__.py"] {
            fs::write(folder.join(file), "").expect("a file");
        }
        let root = fs::canonicalize(&folder).expect("a path");
        let names = ["x.sh", "pkg/__main__.py", "scan"];
        let programs =
            names.map(|name| (PathBuf::from(name), PathBuf::from(format!("/bin/{name}"))));
        let project = Project { root, programs: programs.into() };
        assert_eq!(project.find(&folder.join("x.sh")), Some(&PathBuf::from("/bin/x.sh")));
        assert_eq!(project.find(&folder.join("scan")), Some(&PathBuf::from("/bin/scan")));
        assert_eq!(project.find(&folder.join("y.sh")), None);
        assert_eq!(project.find_module(b"pkg"), Some(&PathBuf::from("/bin/pkg/__main__.py")));
        assert!(is_python(b"python3.11") && !is_python(b"pythonw"));
        fs::remove_dir_all(folder).expect("removed");
    }

    #[test]
    fn reads_keys_of_the_lock() {
        let text = "{\n  \"source\": \"../a\",\n  \"programs\": [{ \"entry\": \"b.sh\" }]\n}";
        assert_eq!(strings(text, "source").collect::<Vec<_>>(), ["../a"]);
        assert_eq!(strings(text, "entry").collect::<Vec<_>>(), ["b.sh"]);
    }
}
