//! The ceiling of SQLite: one connection, and one transaction for all that waits.

use std::path::Path;
use std::time::Duration;

use sqlx::{Connection, SqliteConnection};
use tokio::sync::{mpsc, oneshot};

use super::rows::Template;
use super::{Ceiling, clients};
use crate::error::StoreError;
use crate::prepared::Prepared;
use crate::sqlite::bare;

type Waiting = (Prepared, oneshot::Sender<()>);

pub(super) async fn run(
    path: &Path,
    template: Template,
    count: usize,
    lasting: Duration,
) -> Result<Ceiling, StoreError> {
    let connection = bare::connect(path).await?;
    let (queue, waiting) = mpsc::channel::<Waiting>(bare::BATCH_MAX);
    let writer = tokio::spawn(write(connection, waiting));
    let ask = move |commit| {
        let queue = queue.clone();
        async move {
            let (reply, done) = oneshot::channel();
            queue.send((commit, reply)).await.map_err(|_| StoreError::Closed)?;
            done.await.map_err(|_| StoreError::Closed)
        }
    };
    let ceiling = clients::run(&template, count, lasting, ask).await;
    // The writer ends with the last queue; its error says more than that of a client.
    writer.await.unwrap_or_else(|error| Err(StoreError::Failed(error.to_string())))?;
    ceiling
}

async fn write(
    mut connection: SqliteConnection,
    mut queue: mpsc::Receiver<Waiting>,
) -> Result<(), StoreError> {
    let mut since_checkpoint = 0;
    loop {
        let mut waiting = Vec::with_capacity(bare::BATCH_MAX);
        if queue.recv_many(&mut waiting, bare::BATCH_MAX).await == 0 {
            connection.close().await?;
            return Ok(());
        }
        let (commits, replies): (Vec<_>, Vec<_>) = waiting.into_iter().unzip();
        since_checkpoint += commits.len();
        let mut transaction = connection.begin_with("begin immediate").await?;
        bare::write(&mut transaction, &commits).await?;
        transaction.commit().await?;
        for reply in replies {
            let _ = reply.send(());
        }
        if since_checkpoint >= bare::CHECKPOINT_REQUESTS {
            bare::checkpoint(&mut connection).await;
            since_checkpoint = 0;
        }
    }
}
