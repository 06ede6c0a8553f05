//! The scanner of an installation: a program that reads a file and says whether it is clean, before anything of
//! it is stored. What cannot be scanned is not taken.

use std::io::{Read, Write};
use std::process::{Child, Command, ExitStatus, Stdio};
use std::sync::mpsc;
use std::thread;
use std::time::{Duration, Instant};

use reglament_core::rejection::{Rejection, RejectionCode};

/// A scanner that says nothing for so long has failed.
const WAIT: Duration = Duration::from_secs(30);
/// So often it is looked at.
const LOOK: Duration = Duration::from_millis(10);
/// So much of what it says is read.
const SAID_BYTES_MAX: u64 = 4096;
/// So much of its first line is a reason.
const REASON_CHARACTERS_MAX: usize = 200;

/// A program that reads a file: 0 is clean, 1 is refused with its first line as the reason.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Scanner {
    program: String,
    arguments: Vec<String>,
    wait: Duration,
}

/// Why a file is not taken.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Unclean {
    /// The scanner refused it and said why.
    Refused(String),
    /// It could not be scanned.
    NotScanned,
}

impl Scanner {
    /// The scanner of this command line: a program and its arguments, with spaces between. No shell reads it.
    pub fn new(line: &str) -> Option<Self> {
        let mut words = line.split_whitespace().map(str::to_owned);
        let program = words.next()?;
        Some(Self { program, arguments: words.collect(), wait: WAIT })
    }

    /// The same with another time to wait.
    #[must_use]
    pub fn waiting(self, wait: Duration) -> Self {
        Self { wait, ..self }
    }

    /// Whether the file is clean.
    pub async fn scan(&self, content: Vec<u8>) -> Result<(), Unclean> {
        let scanner = self.clone();
        let ended = tokio::task::spawn_blocking(move || scanner.run(content)).await;
        let ended = ended.map_err(std::io::Error::other).and_then(|ended| ended);
        ended.unwrap_or_else(|error| {
            tracing::error!(%error, program = %self.program, "a file was not scanned");
            Err(Unclean::NotScanned)
        })
    }

    fn run(&self, content: Vec<u8>) -> std::io::Result<Result<(), Unclean>> {
        let mut child = self.command().spawn()?;
        if let Some(mut input) = child.stdin.take() {
            // A scanner may know enough before the end of the file.
            thread::spawn(move || drop(input.write_all(&content)));
        }
        let said = said(&mut child);
        match ended(&mut child, self.wait)?.and_then(|status| status.code()) {
            Some(0) => Ok(Ok(())),
            Some(1) => Ok(Err(Unclean::Refused(reason(&said)))),
            code => Err(std::io::Error::other(format!("it ended with {code:?}"))),
        }
    }

    /// The program, without what this one knows of its surroundings: the store's password is among it.
    fn command(&self) -> Command {
        let mut command = Command::new(&self.program);
        command.args(&self.arguments).env_clear();
        command.envs(std::env::var_os("PATH").map(|path| ("PATH", path)));
        command.stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::null());
        command
    }
}

/// What the program says, as it comes.
fn said(child: &mut Child) -> mpsc::Receiver<Vec<u8>> {
    let (sender, receiver) = mpsc::channel();
    if let Some(mut output) = child.stdout.take() {
        thread::spawn(move || {
            let mut said = Vec::new();
            let _ = output.by_ref().take(SAID_BYTES_MAX).read_to_end(&mut said);
            let _ = sender.send(said);
            let _ = std::io::copy(&mut output, &mut std::io::sink());
        });
    }
    receiver
}

/// How the program ended; none when it had to be stopped.
fn ended(child: &mut Child, wait: Duration) -> std::io::Result<Option<ExitStatus>> {
    let since = Instant::now();
    while since.elapsed() < wait {
        if let Some(status) = child.try_wait()? {
            return Ok(Some(status));
        }
        thread::sleep(LOOK);
    }
    child.kill()?;
    child.wait()?;
    Ok(None)
}

fn reason(said: &mpsc::Receiver<Vec<u8>>) -> String {
    let said = said.recv_timeout(Duration::from_secs(1)).unwrap_or_default();
    let said = String::from_utf8_lossy(&said);
    let line = said.lines().next().unwrap_or_default().trim();
    line.chars().filter(|letter| !letter.is_control()).take(REASON_CHARACTERS_MAX).collect()
}

impl From<Unclean> for Rejection {
    fn from(unclean: Unclean) -> Self {
        let message = match unclean {
            Unclean::Refused(reason) => format!("the scanner refused the file: {reason}"),
            Unclean::NotScanned => {
                "the file could not be scanned; try again later, or tell the administrator"
                    .to_owned()
            }
        };
        Self::new(RejectionCode::AttachmentRefused, message)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// A scanner that is a script.
    fn script(folder: &tempfile::TempDir, text: &str) -> Scanner {
        let path = folder.path().join("scan");
        std::fs::write(&path, text).unwrap();
        let scanner = Scanner::new(&format!("sh {}", path.display())).unwrap();
        scanner.waiting(Duration::from_secs(2))
    }

    #[tokio::test]
    async fn clean_is_taken_and_everything_else_is_not() {
        let folder = tempfile::tempdir().unwrap();
        let refused = |reason: &str| Err(Unclean::Refused(reason.to_owned()));
        for (text, end) in [
            ("cat > /dev/null", Ok(())),
            ("exit 0", Ok(())),
            (
                "grep -q virus && { echo 'Test.Virus FOUND'; echo more; exit 1; }; exit 0",
                refused("Test.Virus FOUND"),
            ),
            ("cat > /dev/null; yes | head -c 1000000; exit 1", refused("y")),
            ("exit 1", refused("")),
            ("exit 2", Err(Unclean::NotScanned)),
            ("kill -9 $$", Err(Unclean::NotScanned)),
            ("exec sleep 9", Err(Unclean::NotScanned)),
        ] {
            let scanner = script(&folder, text);
            let content = [b"a virus ".repeat(200_000), b"\n".to_vec()].concat();
            assert_eq!(scanner.scan(content).await, end, "{text}");
        }
        let none = Scanner::new("/no/such/program").unwrap();
        assert_eq!(none.scan(Vec::new()).await, Err(Unclean::NotScanned));
        assert_eq!(Scanner::new("  "), None);
    }
}
