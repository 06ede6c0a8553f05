//! A client that starts cases and completes jobs. What it got no answer for it sends again with the
//! same key, until it gets one.

use std::sync::atomic::{AtomicBool, AtomicU64, Ordering};
use std::time::{Duration, Instant};

use reqwest::StatusCode;
use serde_json::{Value, json};

use super::Acknowledged;

pub const TOKEN: &str = "crash-harness-token-of-no-installation";

static REFERENCE: AtomicU64 = AtomicU64::new(1);

pub struct Client {
    http: reqwest::Client,
    url: String,
    turn: u64,
    pending: Option<u64>,
    job: Option<(String, String)>,
    pub started: Acknowledged,
    pub finished: u64,
}

impl Client {
    pub fn new(turn: u64, url: String) -> Self {
        let http = reqwest::Client::builder().timeout(Duration::from_secs(10)).build().unwrap();
        let started = Acknowledged::new();
        Self { http, url, turn, pending: None, job: None, started, finished: 0 }
    }

    pub async fn work(&mut self, stop: &AtomicBool) {
        while !stop.load(Ordering::Relaxed) {
            self.turn += 1;
            let done =
                if self.turn.is_multiple_of(2) { self.start().await } else { self.check().await };
            if done.is_none() {
                tokio::time::sleep(Duration::from_millis(5)).await;
            }
        }
    }

    /// Sends again what is not answered yet.
    pub async fn settle(&mut self) {
        let end = Instant::now() + Duration::from_secs(30);
        while self.pending.is_some() && Instant::now() < end {
            self.start().await;
        }
        assert_eq!(self.pending, None, "a start was never answered");
    }

    async fn start(&mut self) -> Option<()> {
        let reference =
            *self.pending.get_or_insert_with(|| REFERENCE.fetch_add(1, Ordering::Relaxed));
        let body = json!({ "process": "durable", "data": {
            "name": "Test Applicant", "email": "applicant@example.kz", "reference": reference.to_string(),
        }});
        let key = format!("start-{reference}");
        let (status, answer) = self.post("/api/v1/instances", &key, &body).await?;
        assert_eq!(status, StatusCode::CREATED, "{answer}");
        self.started.insert(reference, answer["instance"].as_str()?.to_owned());
        self.pending = None;
        Some(())
    }

    /// Leases a job and completes it, again and again with the same key and token if need be.
    pub async fn check(&mut self) -> Option<()> {
        if self.job.is_none() {
            let lease = json!({ "worker": "checker", "max": 1, "seconds": 2 });
            let key = format!("lease-{}", REFERENCE.fetch_add(1, Ordering::Relaxed));
            let (status, answer) = self.post("/api/v1/jobs/lease", &key, &lease).await?;
            assert_eq!(status, StatusCode::OK, "{answer}");
            let job = answer["jobs"].get(0)?;
            self.job = Some((job["job"].as_str()?.to_owned(), job["token"].as_str()?.to_owned()));
        }
        let (job, token) = self.job.clone()?;
        let result = json!({ "token": token, "output": { "verdict": "clear" } });
        let path = format!("/api/v1/jobs/{job}/complete");
        let (status, answer) = self.post(&path, &format!("job-{token}"), &result).await?;
        match status {
            StatusCode::OK => self.finished += 1,
            // The lease ran out meanwhile, and another worker has the job.
            StatusCode::CONFLICT | StatusCode::NOT_FOUND => {}
            other => panic!("{other}: {answer}"),
        }
        self.job = None;
        Some(())
    }

    /// None when no answer came: whether it was carried out is unknown.
    async fn post(&self, path: &str, key: &str, body: &Value) -> Option<(StatusCode, Value)> {
        let asked = self.http.post(format!("{}{path}", self.url)).bearer_auth(TOKEN);
        let answer = asked.header("Idempotency-Key", key).json(body).send().await.ok()?;
        let status = answer.status();
        let body = answer.json().await.ok()?;
        (status != StatusCode::SERVICE_UNAVAILABLE).then_some((status, body))
    }
}
