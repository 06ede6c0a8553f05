//! kill -9 in a loop under load: nothing acknowledged is lost, nothing is applied twice, each timer
//! fires once, each letter keeps its identifier.
//!
//! `REGLAMENT_CRASH_CYCLES` sets the number of kills (20 when it is not set, 300 in `tests/run`).
#![expect(clippy::unwrap_used, reason = "a suite that fails, fails its test")]

#[path = "crash/client.rs"]
mod client;
#[path = "crash/site.rs"]
mod site;

use std::collections::BTreeMap;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::Duration;

use client::Client;
use site::{Server, Site};

/// What the clients know: for each reference the number of the case that was acknowledged.
type Acknowledged = BTreeMap<u64, String>;

const CLIENTS: u64 = 6;

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn nothing_acknowledged_is_lost_by_kill_9() {
    let cycles: u64 = std::env::var("REGLAMENT_CRASH_CYCLES").map_or(20, |n| n.parse().unwrap());
    let site = Site::new().await;
    let mut clients: Vec<_> = (0..CLIENTS).map(|n| Client::new(n, site.url())).collect();
    for cycle in 0..cycles {
        let server = site.start().await;
        clients = load(clients, Duration::from_millis(30 + cycle * 37 % 170), Some(server)).await;
    }
    let server = site.start().await;
    clients = load(clients, Duration::from_millis(500), None).await;
    for client in &mut clients {
        client.settle().await;
    }
    let acknowledged: Acknowledged =
        clients.iter().flat_map(|client| client.started.clone()).collect();
    let finished: u64 = clients.iter().map(|client| client.finished).sum();
    site.quiesce(acknowledged.len()).await;
    drop(server);
    let replayed = site.verify(&acknowledged).await;
    println!(
        "{cycles} kills: {} cases and {finished} jobs acknowledged, {replayed} events replayed; \
         0 lost, 0 doubled",
        acknowledged.len()
    );
    assert!(acknowledged.len() as u64 > cycles, "the harness must put the server under load");
}

/// Runs the clients for a while, then kills the server under them.
async fn load(clients: Vec<Client>, lasting: Duration, server: Option<Server>) -> Vec<Client> {
    let stop = Arc::new(AtomicBool::new(false));
    let run = |mut client: Client| {
        let stop = Arc::clone(&stop);
        tokio::spawn(async move {
            client.work(&stop).await;
            client
        })
    };
    let running: Vec<_> = clients.into_iter().map(run).collect();
    tokio::time::sleep(lasting).await;
    drop(server);
    stop.store(true, Ordering::Relaxed);
    let mut back = Vec::new();
    for client in running {
        back.push(client.await.unwrap());
    }
    back
}
