//! The product, started for one test.

use std::path::Path;
use std::sync::Arc;

use jiff::Timestamp;
use reglament_core::catalogue::Catalogue;
use reglament_core::command::Role;
use reglament_core::text::{Lang, Texts};
use reglament_server::app::{App, Settings};
use reglament_server::assets::Assets;
use reglament_server::auth::oidc::OidcSettings;
use reglament_server::clock::SetClock;
use reglament_server::documents::Documents;
use reglament_server::messages::Messages;
use reglament_server::organization::Organization;
use reglament_server::scanner::Scanner;
use reglament_server::workers::{Letters, Papers};
use reglament_server::{auth, http};
use reglament_store::{Person, Program};
use tempfile::TempDir;
use tokio::net::TcpListener;
use tokio::task::JoinHandle;

use crate::client::Client;
use crate::maps;
use crate::schema::Schema;

/// When tests begin unless they set the clock: Wednesday, 18 March 2026, 10:00 in Almaty.
const MORNING: &str = "2026-03-18T05:00:00Z";

/// The real product: its HTTP side on a free port of the loopback, a SQLite store in a folder of
/// its own, a clock that stands until it is set. Workers do not run; a test calls them.
pub struct TestApp {
    /// `http://127.0.0.1:<port>`.
    pub url: String,
    /// What the handlers share: store, dispatcher, catalogue.
    pub app: App,
    /// The clock.
    pub clock: Arc<SetClock>,
    server: Server,
    folder: TempDir,
    schema: Option<Schema>,
}

/// What only some tests have.
#[derive(Default)]
struct Extras {
    previews: Option<Arc<Papers>>,
    oidc: Option<OidcSettings>,
    scanner: Option<Scanner>,
}

/// The task that serves; it ends with its owner.
struct Server(JoinHandle<()>);

impl Drop for Server {
    fn drop(&mut self) {
        self.0.abort();
    }
}

impl TestApp {
    /// With the processes of the repository.
    pub async fn start() -> Self {
        Self::with(maps::processes()).await
    }

    /// With the processes of the repository, and documents to look at before they are made.
    pub async fn with_papers() -> Self {
        let clock = Arc::new(SetClock::at(MORNING.parse().unwrap()));
        let folder = TempDir::new().unwrap();
        let previews = Some(papers("http://test", None));
        let extras = Extras { previews, ..Extras::default() };
        Self::on_with(folder, None, clock, maps::processes(), extras).await
    }

    /// With the processes of the repository, and a scanner of files.
    pub async fn with_scanner(scanner: Scanner) -> Self {
        let clock = Arc::new(SetClock::at(MORNING.parse().unwrap()));
        let extras = Extras { scanner: Some(scanner), ..Extras::default() };
        Self::on_with(TempDir::new().unwrap(), None, clock, maps::processes(), extras).await
    }

    /// With the small process `permit` of `tests/maps`.
    pub async fn permit() -> Self {
        Self::with(maps::permit()).await
    }

    /// With these processes.
    pub async fn with(catalogue: Catalogue) -> Self {
        let clock = Arc::new(SetClock::at(MORNING.parse().unwrap()));
        Self::on(TempDir::new().unwrap(), None, clock, catalogue).await
    }

    /// With an identity provider.
    pub async fn with_provider(provider: OidcSettings) -> Self {
        let clock = Arc::new(SetClock::at(MORNING.parse().unwrap()));
        let extras = Extras { oidc: Some(provider), ..Extras::default() };
        Self::on_with(TempDir::new().unwrap(), None, clock, maps::permit(), extras).await
    }

    /// Stops the server and starts it anew on the same store.
    pub async fn restart(self) -> Self {
        let Self { app, clock, mut server, folder, schema, .. } = self;
        server.0.abort();
        let _ = (&mut server.0).await;
        let catalogue = Catalogue::clone(&app.catalogue());
        drop(app);
        Self::on(folder, schema, clock, catalogue).await
    }

    /// On PostgreSQL, in a schema of its own; none when there is no server.
    pub async fn postgres(test: &str) -> Option<Self> {
        let schema = Schema::make(test).await?;
        let clock = Arc::new(SetClock::at(MORNING.parse().unwrap()));
        Some(Self::on(TempDir::new().unwrap(), Some(schema), clock, maps::processes()).await)
    }

    /// Removes what a test left on a server.
    pub async fn remove(self) {
        let Self { app, schema, server, .. } = self;
        drop(server);
        app.store.close().await;
        if let Some(schema) = schema {
            schema.remove().await;
        }
    }

    async fn on(
        folder: TempDir,
        schema: Option<Schema>,
        clock: Arc<SetClock>,
        catalogue: Catalogue,
    ) -> Self {
        Self::on_with(folder, schema, clock, catalogue, Extras::default()).await
    }

    async fn on_with(
        folder: TempDir,
        schema: Option<Schema>,
        clock: Arc<SetClock>,
        catalogue: Catalogue,
        extras: Extras,
    ) -> Self {
        let Extras { previews, oidc, scanner } = extras;
        let socket = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let url = format!("http://{}", socket.local_addr().unwrap());
        let kept = schema.as_ref().map_or_else(|| store_url(folder.path()), Schema::url);
        let store = reglament_store::open(&kept).await.unwrap();
        let settings = Settings { public_url: url.clone(), oidc, scanner, ..Settings::default() };
        let app = App::new(store, Arc::<SetClock>::clone(&clock), catalogue, settings);
        let papers = previews.as_ref().map(|_| (documents(None), Texts::default()));
        let app = App { previews, papers, ..app.with_letters(letters(&url)) };
        let serving = app.clone();
        let server = Server(tokio::spawn(async move {
            http::serve(&serving, socket, std::future::pending()).await.unwrap();
        }));
        Self { url, app, clock, server, folder, schema }
    }

    /// The folder that is this test's own.
    pub fn folder(&self) -> &Path {
        self.folder.path()
    }

    /// Sets the clock.
    pub fn set_time(&self, moment: &str) {
        self.clock.set(moment.parse::<Timestamp>().unwrap());
    }

    /// A client that is nobody.
    pub fn nobody(&self) -> Client {
        Client::nobody(&self.url)
    }

    /// A person with these groups and roles, signed in. They have no password.
    pub async fn person(&self, name: &str, groups: &[&str], roles: &[Role]) -> Client {
        self.put_person(name, groups, roles, None).await;
        let (cookie, session) =
            auth::begin_session(&self.app, name.into()).await.expect("a session begins");
        Client::person(&self.url, cookie.into_cookie(), &session.csrf)
    }

    /// An officer of these groups, signed in.
    pub async fn officer(&self, name: &str, groups: &[&str]) -> Client {
        self.person(name, groups, &[Role::Officer]).await
    }

    /// A person who can sign in with this password.
    pub async fn person_with_password(&self, name: &str, password: &str) {
        self.person_of(name, &[], &[Role::Officer], password).await;
    }

    /// A person of these groups and roles who can sign in with this password.
    pub async fn person_of(&self, name: &str, groups: &[&str], roles: &[Role], password: &str) {
        let hash = self.app.guard.hasher.hash(password).await.unwrap();
        self.put_person(name, groups, roles, Some(hash)).await;
    }

    async fn put_person(
        &self,
        name: &str,
        groups: &[&str],
        roles: &[Role],
        password_hash: Option<String>,
    ) {
        let person = Person {
            person: name.into(),
            name: format!("{name} (test)"),
            email: Some(format!("{name}@example.invalid")),
            language: Lang::Ru,
            groups: groups.iter().map(|group| (*group).into()).collect(),
            roles: roles.iter().copied().collect(),
            office: None,
            identity: None,
            password_hash,
            active: true,
        };
        self.app.store.put_person(&person).await.unwrap();
    }

    /// A program with these roles; its token is its name with `-token`.
    pub async fn program(&self, name: &str, roles: &[Role]) -> Client {
        let token = format!("{name}-token");
        let roles = roles.iter().copied().collect();
        let program = Program { program: name.to_owned(), roles, active: true };
        let change = auth::tokens::program(program, &token, "test", self.app.clock.now());
        self.app.store.change_organization(change).await.unwrap();
        Client::program(&self.url, &token)
    }

    /// A program that files applications.
    pub async fn portal(&self) -> Client {
        self.program("portal", &[Role::Filing]).await
    }
}

/// The letters of the repository.
fn letters(url: &str) -> Arc<Letters> {
    let messages = Messages::load(&Assets::templates(None).unwrap()).expect("the letters read");
    Arc::new(Letters::new(Arc::new(messages), url, Texts::default()))
}

/// The documents of the repository with those of a folder laid over them, of the office `Контора`.
pub fn papers(url: &str, overlay: Option<&Path>) -> Arc<Papers> {
    let organization =
        Texts { ru: "Контора".into(), kk: "Кеңсе".into(), en: "Office".into() };
    let office = Organization { organization, ..Organization::default() };
    Arc::new(Papers::new(documents(overlay), url, office, Settings::default().zone))
}

/// The documents of the repository with those of a folder laid over them.
fn documents(overlay: Option<&Path>) -> Documents {
    Documents::load(&Assets::templates(overlay).unwrap()).expect("the documents read")
}

/// The store of a test. `restart` opens the same one.
fn store_url(folder: &Path) -> String {
    format!("sqlite:{}", folder.join("reglament.db").display())
}
