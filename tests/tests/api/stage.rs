//! A cast of callers, and cases brought to where a test needs them.

use reglament_core::command::Role;
use reglament_tests::{Answer, Client, TestApp};
use serde_json::{Value, json};

/// The product and everybody who calls it.
pub struct Stage {
    pub app: TestApp,
    /// An officer of the front desk.
    pub aliya: Client,
    /// Another officer of the front desk.
    pub erlan: Client,
    /// An officer of no unit that the permit knows.
    pub stranger: Client,
    /// An officer of the head's unit.
    pub gulnar: Client,
    /// A supervisor who is in no unit.
    pub dana: Client,
    /// The portal that files the cases.
    pub portal: Client,
    /// Another portal.
    pub other_portal: Client,
    /// The worker of the register.
    pub worker: Client,
    /// A person of the front desk without a role.
    pub guest: Client,
}

impl Stage {
    pub async fn set() -> Self {
        let app = TestApp::permit().await;
        Self {
            erlan: app.officer("erlan", &["front"]).await,
            aliya: app.officer("aliya", &["front"]).await,
            stranger: app.officer("stranger", &["archive"]).await,
            gulnar: app.officer("gulnar", &["head"]).await,
            dana: app.person("dana", &[], &[Role::Supervisor]).await,
            portal: app.portal().await,
            other_portal: app.program("other-portal", &[Role::Filing]).await,
            worker: app.program("registers", &[Role::Worker]).await,
            guest: app.person("guest", &["front"], &[]).await,
            app,
        }
    }

    /// Every caller, nobody first.
    pub fn callers(&self) -> [(&'static str, Client); 9] {
        [
            ("nobody", self.app.nobody()),
            ("front officer", self.aliya.clone()),
            ("stranger", self.stranger.clone()),
            ("head officer", self.gulnar.clone()),
            ("supervisor", self.dana.clone()),
            ("portal", self.portal.clone()),
            ("other portal", self.other_portal.clone()),
            ("worker", self.worker.clone()),
            ("guest", self.guest.clone()),
        ]
    }

    /// A case that was just filed: its intake is open.
    pub async fn filed(&self) -> Answer {
        self.portal.post("/api/v1/instances", application()).await.expect(201)
    }

    /// An intake that aliya has.
    pub async fn claimed(&self) -> String {
        let task = self.filed().await.task("intake");
        let claim = format!("/api/v1/tasks/{task}/claim");
        let _ = self.aliya.post(&claim, json!({})).await.expect(200);
        task
    }

    /// An intake that aliya delegated to erlan.
    pub async fn delegated(&self) -> String {
        let task = self.claimed().await;
        let body = json!({ "to": "erlan", "note": "Check the address" });
        let _ = self.aliya.post(&format!("/api/v1/tasks/{task}/delegate"), body).await.expect(200);
        task
    }

    /// A case to which aliya attached a text.
    pub async fn attached(&self) -> Answer {
        let case = self.filed().await;
        let path = format!("/api/v1/instances/{}/attachments?name=a.txt", case.at("/instance"));
        self.aliya.post_text(&path, "a text").await.expect(200)
    }

    /// A case whose register check waits for its worker.
    pub async fn checking(&self) -> Answer {
        let intake = self.filed().await.task("intake");
        let path = format!("/api/v1/tasks/{intake}/complete");
        self.aliya.post(&path, json!({ "outcome": "accepted" })).await.expect(200)
    }

    /// The same, with the job leased: its name and its token.
    pub async fn leased(&self) -> (Answer, String, String) {
        let case = self.checking().await;
        let body = json!({ "worker": "register", "max": 100 });
        let leased = self.worker.post("/api/v1/jobs/lease", body).await.expect(200);
        let jobs = leased.json["jobs"].as_array().unwrap();
        let job = jobs.iter().find(|job| job["instance"] == case.json["instance"]).unwrap();
        let text = |name: &str| job[name].as_str().unwrap().to_owned();
        (case, text("job"), text("token"))
    }

    /// A case whose register check failed to its last attempt.
    pub async fn stopped(&self) -> Answer {
        let (_, job, token) = self.leased().await;
        let first = self.fail(&job, &token).await;
        self.app.set_time("2026-03-18T05:30:00Z");
        let body = json!({ "worker": "register" });
        let leased = self.worker.post("/api/v1/jobs/lease", body).await.expect(200);
        assert_eq!(leased.at("/jobs/0/job"), job);
        let second = self.fail(&job, &leased.at("/jobs/0/token")).await;
        self.app.set_time("2026-03-18T05:00:00Z");
        assert_eq!(first.json["incidents"], json!([]));
        second
    }

    async fn fail(&self, job: &str, token: &str) -> Answer {
        let body = json!({ "token": token, "error": "the register is down" });
        self.worker.post(&format!("/api/v1/jobs/{job}/fail"), body).await.expect(200)
    }

    /// A case that waits for its decision.
    pub async fn decided(&self) -> Answer {
        let (_, job, token) = self.leased().await;
        let body = json!({ "token": token, "output": { "hits": 0 } });
        self.worker.post(&format!("/api/v1/jobs/{job}/complete"), body).await.expect(200)
    }
}

/// An application for the permit.
pub fn application() -> Value {
    json!({ "process": "permit", "data": { "applicant": { "name": "Test Applicant" } } })
}
