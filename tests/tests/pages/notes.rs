use reglament_server::scanner::Scanner;
use reglament_tests::TestApp;
use sha2::{Digest, Sha256};

use super::visitor::{Page, Visitor};
use super::work::applied;

const PDF: &[u8] = b"%PDF-1.7\n1 0 obj\n<<>>\nendobj\ntrailer\n<<>>\n%%EOF\n";

async fn attach(visitor: &Visitor, case: &str, page: &Page, name: &str, content: &[u8]) -> Page {
    let action = format!("/instances/{case}/attachments");
    visitor.upload(page, &action, name, content).await
}

#[tokio::test]
async fn a_comment_is_for_colleagues() {
    let app = TestApp::start().await;
    let aliya = Visitor::officer(&app, "aliya", "mp-district").await;
    let case = applied(&app).await;
    let here = format!("/instances/{case}");
    let page = aliya.get(&here).await.expect(200).shows("Видят только сотрудники");
    let action = format!("{here}/comments");
    let text = [("text", "Заявитель звонил <b>дважды</b>")];
    let done = aliya.submit(&page, &action, &text).await.expect(303).location;
    let page = aliya.get(&done).await.expect(200).shows("Комментарий добавлен");
    let page = page.shows("Заявитель звонил &lt;b&gt;дважды");
    aliya.submit(&page, &action, &[]).await.expect(422).shows("Не сохранено");
    assert_eq!(app.app.store.effects(&case.as_str().into()).await.unwrap(), [], "nothing leaves");
}

#[tokio::test]
async fn a_file_is_what_its_content_says_and_stays_listed() {
    let app = TestApp::start().await;
    let aliya = Visitor::officer(&app, "aliya", "mp-district").await;
    let stranger = Visitor::officer(&app, "stranger", "mfa-officer").await;
    let case = applied(&app).await;
    let here = format!("/instances/{case}");
    let page = aliya.get(&here).await.expect(200);
    let hostile = "..заявление \u{202e}fdp.exe";
    attach(&aliya, &case, &page, "заявление.pdf", PDF).await.expect(303);
    let page = aliya.get(&here).await.expect(200).shows("заявление.pdf");
    let sum =
        Sha256::digest(PDF).iter().fold(String::new(), |sum, byte| format!("{sum}{byte:02x}"));
    let page = page.shows(&sum);
    let program = attach(&aliya, &case, &page, "договор.pdf", b"MZ\x90\0\x03\0\0\0").await;
    program.expect(422).shows("Файл не приложен").hides("договор.pdf</a>");
    let page = aliya.get(&here).await.expect(200);
    attach(&aliya, &case, &page, hostile, PDF).await.expect(303);
    let file = format!("{here}/attachments/1");
    let got = aliya.get(&file).await.expect(200);
    let header = |page: &Page, name: &str| page.headers[name].to_str().unwrap().to_owned();
    assert_eq!(header(&got, "x-content-type-options"), "nosniff");
    assert!(header(&got, "content-disposition").starts_with("attachment; filename*=UTF-8''%D0"));
    assert!(header(&got, "content-security-policy").contains("sandbox"));
    let shown = aliya.get(&format!("{file}?show=1")).await.expect(200);
    assert_eq!(header(&shown, "content-type"), "application/pdf");
    stranger.get(&file).await.expect(404);
    let page = aliya.get(&here).await.expect(200);
    let remove = format!("{file}/remove");
    aliya.submit(&page, &remove, &[]).await.expect(422);
    aliya.submit(&page, &remove, &[("reason", "Приложен по ошибке")]).await.expect(303);
    let page = aliya.get(&here).await.expect(200);
    page.shows("<s>1. заявление.pdf</s>").shows("Приложен по ошибке");
    aliya.get(&file).await.expect(404);
}

#[tokio::test]
async fn a_file_that_is_too_large_is_refused_with_a_sentence() {
    let app = TestApp::start().await;
    let aliya = Visitor::officer(&app, "aliya", "mp-district").await;
    let case = applied(&app).await;
    let page = aliya.get(&format!("/instances/{case}")).await.expect(200);
    let mut large = PDF.to_vec();
    large.resize(10 * 1024 * 1024 + 1, b' ');
    attach(&aliya, &case, &page, "large.pdf", &large).await.expect(422).shows("Файл не приложен");
}

#[tokio::test]
async fn what_the_scanner_refuses_or_cannot_read_is_not_taken() {
    let folder = tempfile::tempdir().unwrap();
    let script = folder.path().join("scan");
    let text = "grep -qa Virus && { echo 'Test.Virus FOUND'; exit 1; }; exit $(cat \"$0.end\")";
    std::fs::write(&script, text).unwrap();
    let end = |code: &str| std::fs::write(folder.path().join("scan.end"), code).unwrap();
    let scanner = Scanner::new(&format!("sh {}", script.display())).unwrap();
    let app = TestApp::with_scanner(scanner).await;
    let aliya = Visitor::officer(&app, "aliya", "mp-district").await;
    let case = applied(&app).await;
    let here = format!("/instances/{case}");
    let page = aliya.get(&here).await.expect(200);
    end("0");
    attach(&aliya, &case, &page, "чистый.pdf", PDF).await.expect(303);
    let page = aliya.get(&here).await.expect(200).shows("чистый.pdf");
    let hostile = [PDF, b"Virus"].concat();
    let refused = attach(&aliya, &case, &page, "вирус.pdf", &hostile).await.expect(422);
    refused.shows("Файл не приложен").shows("не пропустила файл: Test.Virus FOUND");
    end("2");
    let page = aliya.get(&here).await.expect(200);
    let unknown = attach(&aliya, &case, &page, "неизвестный.pdf", PDF).await.expect(422);
    unknown.shows("Файл не удалось проверить");
    let seen = aliya.get(&here).await.expect(200);
    seen.shows("чистый.pdf").hides("вирус.pdf").hides("неизвестный.pdf");
    let audit = app.app.store.audit_of(&case.as_str().into(), 100).await.unwrap();
    let refused = audit.iter().filter(|row| row.action == "refused" && row.detail == "attachment");
    assert_eq!(refused.count(), 2, "{audit:?}");
}
