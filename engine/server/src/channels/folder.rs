//! Mail as files: `folder:DIR`. The default, for demonstrations and for offices whose mail program
//! picks up files.

use std::fs::{self, File};
use std::io::{Error, Write};
use std::path::{Path, PathBuf};

use async_trait::async_trait;
use lettre::message::Mailbox;

use super::{Channel, ChannelError, DeliveryError, Letter};

/// Writes each letter as `<id>.eml`. A file is there whole or not at all, and a repeated delivery
/// writes the same file again.
#[derive(Clone, Debug)]
pub struct FolderChannel {
    folder: PathBuf,
    from: Mailbox,
}

impl FolderChannel {
    /// The channel at `folder:DIR`; makes the folder.
    pub fn open(address: &str, from: Mailbox) -> Result<Self, ChannelError> {
        let folder = PathBuf::from(address.trim_start_matches("folder:"));
        fs::create_dir_all(&folder)
            .map_err(|error| ChannelError(format!("{}: {error}", folder.display())))?;
        Ok(Self { folder, from })
    }
}

#[async_trait]
impl Channel for FolderChannel {
    fn name(&self) -> &'static str {
        "folder"
    }

    async fn deliver(&self, letter: &Letter) -> Result<(), DeliveryError> {
        let bytes = letter.mail(&self.from)?.formatted();
        let (folder, name) = (self.folder.clone(), format!("{}.eml", letter.plain_id()));
        let written = tokio::task::spawn_blocking(move || write(&folder, &name, &bytes)).await;
        let later = |reason: String| DeliveryError::Later(format!("the mail folder: {reason}"));
        written.map_err(|error| later(error.to_string()))?.map_err(|error| later(error.to_string()))
    }
}

/// Writes beside, makes it durable, and moves it into place in one step.
fn write(folder: &Path, name: &str, bytes: &[u8]) -> Result<(), Error> {
    let beside = folder.join(format!(".{name}.part"));
    let mut file = File::create(&beside)?;
    file.write_all(bytes)?;
    file.sync_all()?;
    fs::rename(&beside, folder.join(name))?;
    // The new name is durable only once the folder is.
    File::open(folder)?.sync_all()
}

#[cfg(test)]
mod tests {
    use super::super::letter::tests::letter;
    use super::*;

    #[tokio::test]
    async fn a_repeat_writes_the_same_file() {
        let folder = tempfile::tempdir().unwrap();
        let address = format!("folder:{}", folder.path().join("mail").display());
        let channel = FolderChannel::open(&address, "robot@example.kz".parse().unwrap()).unwrap();
        let letter = letter("26031800000001/7/1");
        channel.deliver(&letter).await.unwrap();
        channel.deliver(&letter).await.unwrap();
        let names: Vec<_> = fs::read_dir(folder.path().join("mail"))
            .unwrap()
            .map(|entry| entry.unwrap().file_name().into_string().unwrap())
            .collect();
        assert_eq!(names, ["26031800000001.7.1.eml"]);
    }

    #[tokio::test]
    async fn a_folder_that_is_gone_is_tried_again_later() {
        let folder = tempfile::tempdir().unwrap();
        let address = format!("folder:{}", folder.path().display());
        let channel = FolderChannel::open(&address, "robot@example.kz".parse().unwrap()).unwrap();
        folder.close().unwrap();
        let delivered = channel.deliver(&letter("1/1/1")).await;
        assert!(matches!(delivered, Err(DeliveryError::Later(_))), "{delivered:?}");
    }
}
