//! Mail by SMTP, to a server on the loopback.

use std::sync::Arc;

use reglament_core::text::Lang;
use reglament_server::channels::{self, Channel};

use super::office::Office;
use super::sink::Sink;

fn open(address: &str) -> Arc<dyn Channel> {
    channels::open(&format!("smtp://{address}"), "Office <robot@example.kz>").unwrap()
}

/// A case with one letter to its applicant and one to one head.
async fn office() -> Office {
    let office = Office::open().await;
    office.person("bolat", "heads", Lang::Ru, true).await;
    office
}

fn header<'a>(mail: &'a str, name: &str) -> &'a str {
    let line = mail.lines().find(|line| line.starts_with(name));
    line.unwrap_or_else(|| panic!("no {name} in {mail}"))
}

#[tokio::test]
async fn a_letter_queued_while_the_server_is_down_is_sent_once_with_its_message_id() {
    let office = office().await;
    let free = Sink::start("127.0.0.1:0").await;
    let address = free.address.clone();
    drop(free);
    let outbox = office.outbox_over(open(&address));
    let case = office.letter_to(Some("aliya@example.org")).await;
    office.run(&outbox).await;
    assert_eq!(office.states(&case).await, ["waiting", "waiting"]);
    let why = office.effects(&case).await[0].error.clone();
    assert_eq!(why.as_deref(), Some("the mail server cannot be reached"));

    let sink = Sink::start(&address).await;
    office.app.set_time("2026-03-18T05:00:30Z");
    office.run(&outbox).await;
    office.run(&outbox).await;
    let mails = sink.mails();
    assert_eq!(mails.len(), 2, "{mails:?}");
    let id = office.first_effect(&case).await.id.to_string().replace('/', ".");
    assert_eq!(header(&mails[0], "Message-ID"), format!("Message-ID: <{id}@example.kz>"));
    assert!(header(&mails[1], "Message-ID").ends_with(".bolat@example.kz>"), "{}", mails[1]);
    assert_eq!(header(&mails[0], "To"), "To: Aliya <aliya@example.org>");
    assert_eq!(header(&mails[0], "Subject"), format!("Subject: kk {case}"));
    assert_eq!(office.states(&case).await, ["delivered", "delivered"]);
}

#[tokio::test]
async fn a_server_that_puts_off_is_asked_again_and_one_that_refuses_is_not() {
    let office = office().await;
    let sink = Sink::start("127.0.0.1:0").await;
    let outbox = office.outbox_over(open(&sink.address));
    let case = office.letter_to(Some("aliya@example.org")).await;
    for later in ["451 greylisted", "535 your password", "554 relay access denied"] {
        sink.answer(later);
        office.run(&outbox).await;
        assert_eq!(office.states(&case).await, ["waiting", "waiting"], "{later}");
        let now = office.app.app.clock.now();
        office.app.clock.set(now.checked_add(std::time::Duration::from_hours(1)).unwrap());
    }
    sink.answer("550 aliya@example.org is unknown here");
    office.run(&outbox).await;
    let effects = office.effects(&case).await;
    assert_eq!(effects[0].state, "failed");
    let why = effects[0].error.clone().unwrap();
    assert!(why.contains("550") && !why.contains("aliya"), "no address in the reason: {why}");
    assert_eq!(sink.mails().len(), 0);
}

#[test]
fn a_mail_setting_that_is_wrong_says_how_to_write_one() {
    for address in ["", "pigeon:loft", "mail.example.kz"] {
        let error = channels::open(address, "robot@example.kz").map(drop).unwrap_err().to_string();
        assert!(error.contains("smtp://host:port"), "{address}: {error}");
    }
    let error = channels::open("smtp://h", "nobody").map(drop).unwrap_err().to_string();
    assert!(error.contains("sender"), "{error}");
}
