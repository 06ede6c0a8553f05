//! The one writer. Callers queue what they want stored and wait; the writer takes everything that
//! waits, stores it in one transaction (one sync of the disk for all), and replies after COMMIT.
//! A caller that goes away changes nothing: its request is stored or refused like any other.

use std::sync::Arc;
use std::time::Duration;

use async_trait::async_trait;
use sqlx::sqlite::SqliteConnectOptions;
use sqlx::{ConnectOptions, Connection, SqliteConnection};
use tokio::sync::{Mutex, mpsc, oneshot};

use super::batch;
use crate::error::{CommitError, StoreError};
use crate::prepared::Prepared;

/// Requests that wait; more callers than this wait for a place. It bounds memory, not throughput:
/// four batches are ahead of the disk.
const QUEUE_MAX: usize = 1_024;
/// Requests of one transaction. Above this the reply of the first waits longer than a sync costs.
pub(crate) const BATCH_MAX: usize = 256;
/// The log is copied into the database after this many requests, once their replies are sent, so
/// that no caller waits for it. The log is about 40 MB then.
pub(crate) const CHECKPOINT_REQUESTS: usize = 2_000;
/// An idle writer copies the log after this time, so that a restart finds little to do.
const CHECKPOINT_IDLE: Duration = Duration::from_secs(2);
/// How long the writer waits before it opens the database again when it failed.
const REOPEN_DELAY: Duration = Duration::from_millis(200);

/// A way to queue requests.
#[derive(Clone, Debug)]
pub(crate) struct Writer {
    queue: mpsc::Sender<Request>,
}

/// The queue outlives the task that drains it.
type Queue = Arc<Mutex<mpsc::Receiver<Request>>>;

enum Request {
    Commit { commit: Box<Prepared>, reply: oneshot::Sender<Result<(), CommitError>> },
    Write(Box<dyn AnyWrite>),
    Close { reply: oneshot::Sender<()> },
}

/// A write that is not a commit. It may run twice, when a batch is repeated one by one.
#[async_trait]
pub(crate) trait Write: Send + Sync + 'static {
    /// What the caller gets.
    type Output: Send + 'static;
    /// Runs within the transaction of the batch.
    async fn run(&self, connection: &mut SqliteConnection) -> Result<Self::Output, StoreError>;
}

struct Waiting<W: Write> {
    write: W,
    output: Option<W::Output>,
    reply: oneshot::Sender<Result<W::Output, StoreError>>,
}

#[async_trait]
trait AnyWrite: Send {
    async fn run(&mut self, connection: &mut SqliteConnection) -> Result<(), StoreError>;
    fn reply(self: Box<Self>, end: Result<(), StoreError>);
}

#[async_trait]
impl<W: Write> AnyWrite for Waiting<W> {
    async fn run(&mut self, connection: &mut SqliteConnection) -> Result<(), StoreError> {
        self.output = Some(self.write.run(connection).await?);
        Ok(())
    }

    fn reply(self: Box<Self>, end: Result<(), StoreError>) {
        let Self { output, reply, .. } = *self;
        // A caller that went away needs no reply.
        let _ = reply.send(end.and_then(|()| output.ok_or(StoreError::Unknown)));
    }
}

impl Writer {
    /// Starts the writer on a connection that is open.
    pub(crate) fn start(connection: SqliteConnection, options: SqliteConnectOptions) -> Self {
        let (queue, requests) = mpsc::channel(QUEUE_MAX);
        tokio::spawn(supervise(connection, options, Arc::new(Mutex::new(requests))));
        Self { queue }
    }

    /// Stores a commit; it is durable when this returns.
    pub(crate) async fn commit(&self, commit: Prepared) -> Result<(), CommitError> {
        let (reply, answer) = oneshot::channel();
        self.send(Request::Commit { commit: Box::new(commit), reply }).await?;
        answer.await.map_err(|_| StoreError::Unknown)?
    }

    /// Stores something else; it is durable when this returns.
    pub(crate) async fn write<W: Write>(&self, write: W) -> Result<W::Output, StoreError> {
        let (reply, answer) = oneshot::channel();
        self.send(Request::Write(Box::new(Waiting { write, output: None, reply }))).await?;
        answer.await.map_err(|_| StoreError::Unknown)?
    }

    /// Finishes what is queued, copies the log into the database and closes it.
    pub(crate) async fn close(&self) {
        let (reply, answer) = oneshot::channel();
        if self.send(Request::Close { reply }).await.is_ok() {
            let _ = answer.await;
        }
    }

    async fn send(&self, request: Request) -> Result<(), StoreError> {
        self.queue.send(request).await.map_err(|_| StoreError::Closed)
    }
}

/// Keeps a writer running: after a panic or a broken connection it opens the database again. The
/// callers of the broken batch get an error, the queue stays.
async fn supervise(connection: SqliteConnection, options: SqliteConnectOptions, queue: Queue) {
    let mut connection = Some(connection);
    loop {
        let open = match connection.take() {
            Some(open) => open,
            None => match options.connect().await {
                Ok(open) => open,
                Err(error) => {
                    tracing::error!(%error, "the database cannot be opened again; trying on");
                    tokio::time::sleep(REOPEN_DELAY).await;
                    continue;
                }
            },
        };
        match tokio::spawn(drain(open, Arc::clone(&queue))).await {
            Ok(Drained::Closed) => return,
            Ok(Drained::Broken) => tracing::error!("the writer opens the database again"),
            Err(error) if error.is_cancelled() => return,
            Err(error) => tracing::error!(%error, "the writer panicked and starts again"),
        }
    }
}

enum Drained {
    Closed,
    Broken,
}

async fn drain(mut connection: SqliteConnection, queue: Queue) -> Drained {
    let mut queue = queue.lock().await;
    let mut since_checkpoint = 0;
    let mut closing = Vec::new();
    loop {
        let mut requests = Vec::with_capacity(BATCH_MAX);
        let next = queue.recv_many(&mut requests, BATCH_MAX);
        match tokio::time::timeout(CHECKPOINT_IDLE, next).await {
            // Closed, and everything that was queued is stored.
            Ok(0) => break,
            Ok(count) => since_checkpoint += count,
            Err(_) if since_checkpoint == 0 => continue,
            Err(_) => since_checkpoint = CHECKPOINT_REQUESTS,
        }
        closing.extend(take_closing(&mut requests));
        if !closing.is_empty() {
            queue.close();
        }
        if store(&mut connection, requests).await.is_err() {
            return Drained::Broken;
        }
        if since_checkpoint >= CHECKPOINT_REQUESTS {
            checkpoint(&mut connection).await;
            since_checkpoint = 0;
        }
    }
    close(connection).await;
    for reply in closing {
        let _ = reply.send(());
    }
    Drained::Closed
}

/// The requests to close, taken out of the others.
fn take_closing(requests: &mut Vec<Request>) -> Vec<oneshot::Sender<()>> {
    let closing = requests.extract_if(.., |request| matches!(request, Request::Close { .. }));
    closing
        .filter_map(|request| match request {
            Request::Close { reply } => Some(reply),
            Request::Commit { .. } | Request::Write(_) => None,
        })
        .collect()
}

async fn close(mut connection: SqliteConnection) {
    checkpoint(&mut connection).await;
    if let Err(error) = connection.close().await {
        tracing::warn!(%error, "the database did not close cleanly; its log is read at the start");
    }
}

/// Copies the log into the database as far as no reader needs it. A failure is no harm: the log
/// stays, and the next one tries again.
pub(crate) async fn checkpoint(connection: &mut SqliteConnection) {
    if let Err(error) = sqlx::query("pragma wal_checkpoint(passive)").execute(connection).await {
        tracing::warn!(%error, "the log of the database was not copied; it grows until it is");
    }
}

/// The connection cannot be used any more.
struct Broken;

/// What went wrong with a transaction.
enum Failed {
    /// A statement: it may be the fault of one request.
    Statement(StoreError),
    /// BEGIN or COMMIT: no request is at fault.
    Transaction(sqlx::Error),
}

impl From<StoreError> for Failed {
    fn from(error: StoreError) -> Self {
        Self::Statement(error)
    }
}

/// Stores the requests in one transaction; when a statement fails, each in a transaction of its
/// own, so that what fails fails alone.
async fn store(connection: &mut SqliteConnection, requests: Vec<Request>) -> Result<(), Broken> {
    let mut waiting = vec![requests];
    while let Some(mut requests) = waiting.pop() {
        if requests.is_empty() {
            continue;
        }
        match transaction(connection, &mut requests).await {
            Ok(judged) => {
                reply_all(requests, judged);
                continue;
            }
            Err(Failed::Statement(error)) if requests.len() > 1 => {
                tracing::warn!(%error, "a batch failed; its requests are stored one by one");
                waiting.extend(requests.into_iter().rev().map(|request| vec![request]));
            }
            Err(Failed::Statement(error)) => fail_all(requests, error),
            Err(Failed::Transaction(error)) => {
                requests.extend(waiting.drain(..).flatten());
                fail_all(requests, error.into());
            }
        }
        connection.ping().await.map_err(|_| Broken)?;
    }
    Ok(())
}

type Judged = Vec<Result<(), batch::Refusal>>;

/// One transaction; what each commit came to, in order.
async fn transaction(
    connection: &mut SqliteConnection,
    requests: &mut [Request],
) -> Result<Judged, Failed> {
    let mut transaction =
        connection.begin_with("begin immediate").await.map_err(Failed::Transaction)?;
    let commits: Vec<&Prepared> = requests
        .iter()
        .filter_map(|request| match request {
            Request::Commit { commit, .. } => Some(&**commit),
            Request::Write(_) | Request::Close { .. } => None,
        })
        .collect();
    let judged = if commits.is_empty() {
        Vec::new()
    } else {
        batch::store(&mut transaction, &commits).await?
    };
    for request in requests {
        if let Request::Write(write) = request {
            write.run(&mut transaction).await?;
        }
    }
    transaction.commit().await.map_err(Failed::Transaction)?;
    Ok(judged)
}

fn reply_all(requests: Vec<Request>, judged: Judged) {
    let mut judged = judged.into_iter();
    for request in requests {
        match request {
            Request::Commit { reply, .. } => {
                let end = judged.next().unwrap_or(Ok(()));
                let _ = reply.send(end.map_err(CommitError::from));
            }
            Request::Write(write) => write.reply(Ok(())),
            Request::Close { .. } => {}
        }
    }
}

/// The first caller gets the error itself, the others its text.
fn fail_all(requests: Vec<Request>, error: StoreError) {
    let text = error.to_string();
    let mut error = Some(error);
    for request in requests {
        let error = error.take().unwrap_or_else(|| StoreError::Failed(text.clone()));
        match request {
            Request::Commit { reply, .. } => {
                let _ = reply.send(Err(error.into()));
            }
            Request::Write(write) => write.reply(Err(error)),
            Request::Close { .. } => {}
        }
    }
}

#[cfg(test)]
mod tests;
