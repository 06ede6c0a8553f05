//! A mail server of a few lines, on the loopback: it takes mails, refuses or goes away as told.

use std::sync::{Arc, Mutex};

use tokio::io::{AsyncBufReadExt, AsyncWriteExt, BufReader};
use tokio::net::{TcpListener, TcpStream};
use tokio::task::JoinHandle;

/// The server; it ends with its owner.
pub struct Sink {
    /// `127.0.0.1:<port>`.
    pub address: String,
    mails: Arc<Mutex<Vec<String>>>,
    reply: Arc<Mutex<String>>,
    server: JoinHandle<()>,
}

impl Drop for Sink {
    fn drop(&mut self) {
        self.server.abort();
    }
}

impl Sink {
    /// A server on this address; `127.0.0.1:0` for any port.
    pub async fn start(address: &str) -> Self {
        let socket = TcpListener::bind(address).await.unwrap();
        let address = socket.local_addr().unwrap().to_string();
        let (mails, reply) = (Arc::default(), Arc::new(Mutex::new("250 taken".to_owned())));
        let (taken, replies) = (Arc::clone(&mails), Arc::clone(&reply));
        let server = tokio::spawn(async move {
            while let Ok((stream, _)) = socket.accept().await {
                tokio::spawn(talk(stream, Arc::clone(&taken), Arc::clone(&replies)));
            }
        });
        Self { address, mails, reply, server }
    }

    /// What it answers to a mail from now on.
    pub fn answer(&self, reply: &str) {
        reply.clone_into(&mut self.reply.lock().unwrap());
    }

    /// The mails that it took, headers and text.
    pub fn mails(&self) -> Vec<String> {
        self.mails.lock().unwrap().clone()
    }
}

async fn talk(stream: TcpStream, mails: Arc<Mutex<Vec<String>>>, reply: Arc<Mutex<String>>) {
    let (read, mut write) = stream.into_split();
    let mut lines = BufReader::new(read).lines();
    let mut answer = "220 sink".to_owned();
    loop {
        if write.write_all(format!("{answer}\r\n").as_bytes()).await.is_err() {
            return;
        }
        let Ok(Some(line)) = lines.next_line().await else { return };
        answer = match line.split(' ').next().unwrap_or_default() {
            "DATA" => {
                write.write_all(b"354 go on\r\n").await.unwrap();
                let mut mail = String::new();
                while let Ok(Some(line)) = lines.next_line().await {
                    if line == "." {
                        break;
                    }
                    mail.extend([line.as_str(), "\n"]);
                }
                let reply = reply.lock().unwrap().clone();
                if reply.starts_with("250") {
                    mails.lock().unwrap().push(mail);
                }
                reply
            }
            "QUIT" => "221 bye".to_owned(),
            _ => "250 fine".to_owned(),
        };
    }
}
