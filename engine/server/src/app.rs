//! What every handler, worker and schedule shares.

use std::net::IpAddr;
use std::sync::{Arc, RwLock};

use jiff::civil::Date;
use jiff::tz::TimeZone;
use reglament_core::catalogue::Catalogue;
use reglament_core::command::Candidate;
use reglament_core::ids::PersonId;
use reglament_core::source::Sources;
use reglament_core::text::Texts;
use reglament_store::{Store, StoreError};

use crate::auth::Guard;
use crate::auth::oidc::OidcSettings;
use crate::clock::Clock;
use crate::dispatch::Dispatcher;
use crate::documents::Documents;
use crate::editions::Editions;
use crate::organization::{Place, Roster, Rosters};
use crate::reports::Counts;
use crate::scanner::Scanner;
use crate::workers::{Letters, Papers};

/// The processes, replaced as a whole when an edition is published.
pub type SharedCatalogue = Arc<RwLock<Arc<Catalogue>>>;

/// The running product. Cheap to clone: everything is shared.
#[derive(Clone)]
pub struct App {
    /// Where everything is kept.
    pub store: Arc<dyn Store>,
    /// The present moment.
    pub clock: Arc<dyn Clock>,
    /// The processes.
    pub catalogue: SharedCatalogue,
    /// What an installation sets.
    pub settings: Arc<Settings>,
    /// The one road of commands.
    pub dispatcher: Dispatcher,
    /// Who works here, as it was read last.
    pub rosters: Arc<Rosters>,
    /// Passwords and the throttle of guesses.
    pub guard: Arc<Guard>,
    /// The words of the letters, for the page that prints them; none where no letters are made.
    pub letters: Option<Arc<Letters>>,
    /// What typesets reports, and the name of the organisation over them; none where no documents are made.
    pub papers: Option<(Documents, Texts)>,
    /// Which edition is in force, and how one comes into force.
    pub editions: Arc<Editions>,
    /// What reports counted of months that are over.
    pub counts: Arc<Counts>,
    /// The documents, for who wants to see one before it is made.
    pub previews: Option<Arc<Papers>>,
}

/// What an installation sets for its web side.
#[derive(Clone, Debug)]
pub struct Settings {
    /// The address that browsers use; `https://…` makes the session cookie a secure one.
    pub public_url: String,
    /// Proxies whose `X-Forwarded-For` is believed; without them the peer is the client.
    pub trusted_proxies: Vec<IpAddr>,
    /// The zone in which instance numbers name the day.
    pub zone: TimeZone,
    /// The identity provider, where people may sign in beside their passwords.
    pub oidc: Option<OidcSettings>,
    /// What looks at files before they are taken.
    pub scanner: Option<Scanner>,
}

impl Default for Settings {
    fn default() -> Self {
        Self {
            public_url: "http://127.0.0.1:8080".to_owned(),
            trusted_proxies: Vec::new(),
            zone: TimeZone::get("Asia/Almaty").unwrap_or(TimeZone::UTC),
            oidc: None,
            scanner: None,
        }
    }
}

impl Settings {
    /// Whether browsers reach the product over TLS.
    pub fn is_https(&self) -> bool {
        self.public_url.starts_with("https://")
    }
}

impl App {
    /// The product over this store, by this clock, with these processes.
    pub fn new(
        store: Arc<dyn Store>,
        clock: Arc<dyn Clock>,
        catalogue: Catalogue,
        settings: Settings,
    ) -> Self {
        let catalogue = Arc::new(RwLock::new(Arc::new(catalogue)));
        let dispatcher = Dispatcher::new(
            Arc::clone(&store),
            Arc::clone(&clock),
            Arc::clone(&catalogue),
            settings.zone.clone(),
        );
        let rosters = Arc::clone(dispatcher.rosters());
        let guard = Arc::new(Guard::default());
        Self {
            store,
            clock,
            catalogue,
            settings: Arc::new(settings),
            dispatcher,
            rosters,
            guard,
            letters: None,
            papers: None,
            previews: None,
            editions: Arc::new(Editions::new(Sources::default(), None, false)),
            counts: Arc::default(),
        }
    }

    /// The product with what editions are checked with.
    #[must_use]
    pub fn with_editions(self, editions: Arc<Editions>) -> Self {
        Self { editions, ..self }
    }

    /// Today, in the zone of the installation.
    pub fn today(&self) -> Date {
        self.clock.now().to_zoned(self.settings.zone.clone()).date()
    }

    /// The product with these documents.
    #[must_use]
    pub fn with_previews(self, papers: Arc<Papers>) -> Self {
        Self { previews: Some(papers), ..self }
    }

    /// The product with these letters.
    #[must_use]
    pub fn with_letters(self, letters: Arc<Letters>) -> Self {
        Self { letters: Some(letters), ..self }
    }

    /// Who works here, as of now.
    pub async fn roster(&self) -> Result<Arc<Roster>, StoreError> {
        self.rosters.current(&*self.store, self.clock.now()).await
    }

    /// Where the organisation is changed, as of now.
    pub fn organization(&self) -> Place {
        let (store, rosters) = (Arc::clone(&self.store), Arc::clone(&self.rosters));
        Place { store, rosters, now: self.clock.now() }
    }

    /// What decides whether a task can be given to somebody, as of now.
    pub async fn candidate(&self, person: &PersonId) -> Result<Candidate, StoreError> {
        let (roster, now) = (self.roster().await?, self.clock.now());
        let gone = Candidate { absent: true, ..Candidate::default() };
        let present = roster.absence(person, now).is_none();
        Ok(roster.actor(person, now).map_or(gone, |actor| Candidate::of(&actor, !present)))
    }

    /// The product with what typesets reports.
    #[must_use]
    pub fn with_papers(self, documents: Documents, office: Texts) -> Self {
        Self { papers: Some((documents, office)), ..self }
    }

    /// The processes as of now.
    pub fn catalogue(&self) -> Arc<Catalogue> {
        Arc::clone(&self.catalogue.read().unwrap_or_else(std::sync::PoisonError::into_inner))
    }
}
