//! Runs a script through the interpreter of run-time text: `interpret FILE [ARGUMENTS]`.

fn main() -> std::process::ExitCode {
    let path = std::env::args().nth(1).unwrap_or_default();
    rt::main(&path.clone(), move |sh| {
        let arguments = sh.positional().get(1..).unwrap_or_default().to_vec();
        sh.set_positional(arguments);
        let text = std::fs::read(&path).unwrap_or_default();
        sh.run_text(&text)
    })
}
