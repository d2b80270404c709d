//! The browser's engine: built, copied to `theme/engine/`, and locked to the sources it was built from.
//!
//! `search.lock` has a line `toolchain`, a line `wasm` with the hash of the module, and one line with
//! hash and path for every source file.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use anyhow::{Context as _, Result, bail};

const MODULE: &str = "theme/engine/search.wasm";
const LOCK: &str = "theme/engine/search.lock";
/// Binaryen's optimizer, a tenth off the module; its version is locked with the browser tests.
const OPTIMIZER: &str = "tests/browser/node_modules/binaryen/bin/wasm-opt";
/// What the compiler uses; every browser of the last four years has them.
const FEATURES: [&str; 6] = [
    "bulk-memory",
    "multivalue",
    "mutable-globals",
    "nontrapping-float-to-int",
    "reference-types",
    "sign-ext",
];
/// Folders and files of the module. The profile in Cargo.toml, the compiler and the optimizer decide too what
/// it contains: `--check` builds it again, the lock alone does not see them.
const SOURCES: [&str; 4] = [
    "crates/search/src",
    "crates/search/Cargo.toml",
    "crates/client/src",
    "crates/client/Cargo.toml",
];

/// Builds the module and writes it with its lock.
pub(crate) fn build() -> Result<()> {
    let module = compile()?;
    fs::create_dir_all("theme/engine").context("theme/engine")?;
    fs::write(MODULE, &module).context(MODULE)?;
    fs::write(LOCK, lock(&module)?).context(LOCK)?;
    println!("{MODULE}: {} bytes", module.len());
    Ok(())
}

/// Builds the module again and compares it with the committed one.
pub(crate) fn check() -> Result<()> {
    let module = compile()?;
    if fs::read(MODULE).context(MODULE)? != module
        || fs::read_to_string(LOCK).context(LOCK)? != lock(&module)?
    {
        bail!("{MODULE} is not what the sources give: run `cargo xtask wasm`");
    }
    println!("{MODULE} is up to date");
    Ok(())
}

fn compile() -> Result<Vec<u8>> {
    let target =
        std::env::var_os("CARGO_TARGET_DIR").map_or_else(|| PathBuf::from("target"), PathBuf::from);
    let mut command = Command::new(env!("CARGO"));
    command.args(["build", "--quiet", "--package", "faqtory-client", "--profile", "wasm"]);
    command.args(["--target", "wasm32-unknown-unknown"]);
    if !command.status()?.success() {
        bail!("the engine does not build");
    }
    let path = target.join("wasm32-unknown-unknown/wasm/faqtory_client.wasm");
    let small = path.with_extension("small.wasm");
    let mut optimize = Command::new("node");
    optimize.arg(OPTIMIZER).args(["--flatten", "--rereloop", "-Oz", "-Oz", "--converge"]);
    optimize.args(FEATURES.map(|feature| format!("--enable-{feature}")));
    optimize.args([
        "--low-memory-unused",
        "--strip-debug",
        "--strip-producers",
        "--strip-target-features",
    ]);
    optimize.arg(&path).arg("-o").arg(&small);
    if !optimize.status().context("node")?.success() {
        bail!("{OPTIMIZER} failed: run `npm ci` in tests/browser");
    }
    fs::read(&small).with_context(|| small.display().to_string())
}

fn lock(module: &[u8]) -> Result<String> {
    let version =
        Command::new("rustc").arg("--version").output().context("rustc --version")?.stdout;
    let toolchain = format!("toolchain {}", String::from_utf8_lossy(&version).trim());
    let mut lines = vec![toolchain, format!("wasm {}", blake3::hash(module).to_hex())];
    let mut files = Vec::new();
    for source in SOURCES {
        collect(Path::new(source), &mut files)?;
    }
    files.sort();
    for file in files {
        let name = file.to_string_lossy().replace('\\', "/");
        lines.push(format!("{} {name}", blake3::hash(&fs::read(&file)?).to_hex()));
    }
    Ok(lines.join("\n") + "\n")
}

fn collect(path: &Path, files: &mut Vec<PathBuf>) -> Result<()> {
    if path.is_file() {
        files.push(path.to_owned());
        return Ok(());
    }
    for entry in fs::read_dir(path).with_context(|| path.display().to_string())? {
        collect(&entry?.path(), files)?;
    }
    Ok(())
}
