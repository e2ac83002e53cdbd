//! What the compiler says to mistakes: each file in `misuse` begins with a line of the error.

use std::fmt::Write;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

/// A project with a program for each file.
fn project(sources: &[PathBuf]) -> PathBuf {
    let folder = Path::new(env!("CARGO_TARGET_TMPDIR")).join("misuse");
    fs::create_dir_all(&folder).expect("the target folder can be written");
    let library = env!("CARGO_MANIFEST_DIR");
    let mut manifest = format!(
        "[package]\nname = \"misuse\"\nedition = \"2021\"\n\n[workspace]\n\n\
         [dependencies]\nstele = {{ path = {library:?} }}\n"
    );
    for source in sources {
        let name = source.file_stem().expect("a file has a name");
        let _ = write!(manifest, "\n[[bin]]\nname = {name:?}\npath = {source:?}\n");
    }
    fs::write(folder.join("Cargo.toml"), manifest).expect("the project can be written");
    // The same versions as here, so that nothing is looked up.
    let lock = Path::new(library).join("../Cargo.lock");
    fs::copy(lock, folder.join("Cargo.lock")).expect("the lock file is there");
    folder
}

#[test]
fn mistakes_are_told_in_words() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/misuse");
    let mut sources: Vec<_> = fs::read_dir(folder)
        .expect("the folder is there")
        .map(|entry| entry.expect("an entry can be read").path())
        .collect();
    sources.sort();
    assert!(sources.len() > 10, "the files are gone");
    let project = project(&sources);
    let mut wrong = String::new();
    for source in &sources {
        let text = fs::read_to_string(source).expect("a source can be read");
        let first = text.lines().next().unwrap_or_default();
        let expected = first.strip_prefix("// ").expect("the first line is the error");
        let name = source.file_stem().expect("a file has a name");
        let output = Command::new(env!("CARGO"))
            .args(["check", "--quiet", "--bin"])
            .arg(name)
            .current_dir(&project)
            .env("CARGO_TARGET_DIR", project.join("target"))
            .output()
            .expect("cargo runs");
        let said = String::from_utf8_lossy(&output.stderr);
        let place = format!("{}:", source.display());
        if output.status.success() || !said.contains(expected) || !said.contains(&place) {
            let _ = write!(wrong, "\n--- {name:?}, expected: {expected}\n{said}");
        }
    }
    assert!(wrong.is_empty(), "{wrong}");
}
