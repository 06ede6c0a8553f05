//! The binary of the product, for suites that run it as a process.

use std::path::PathBuf;
use std::process::Command;
use std::sync::OnceLock;

/// The path of the binary `reglament`, built first if it is not up to date.
pub fn binary() -> PathBuf {
    static BUILT: OnceLock<PathBuf> = OnceLock::new();
    BUILT.get_or_init(build).clone()
}

/// With the whole workspace selected, as the suites are: a package alone gets other features of the
/// shared dependencies, and all of them would be built a second time.
fn build() -> PathBuf {
    let built = Command::new(env!("CARGO"))
        .args(["build", "--quiet", "--workspace", "--bin", "reglament"])
        .current_dir(env!("CARGO_MANIFEST_DIR"))
        .status();
    assert!(built.is_ok_and(|status| status.success()), "the binary does not build");
    // The tests stand in target/<profile>/deps, the binary in target/<profile>.
    let tests = std::env::current_exe().unwrap_or_default();
    let folder = tests.ancestors().nth(2).map(PathBuf::from).unwrap_or_default();
    folder.join("reglament")
}
