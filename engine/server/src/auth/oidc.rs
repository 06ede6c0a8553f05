//! Signing in at an identity provider, by `OpenID` Connect: discovery, authorization code with PKCE, state and
//! nonce. The provider says who somebody is; what they may do stands in the organisation alone.

mod fetch;

use std::time::{Duration, Instant};

use jiff::{SignedDuration, Timestamp};
use openidconnect::core::{
    CoreAuthenticationFlow, CoreClient, CoreIdTokenClaims, CoreJwsSigningAlgorithm,
    CoreProviderMetadata,
};
use openidconnect::{
    AuthorizationCode, ClientId, ClientSecret, CsrfToken, EndpointMaybeSet, EndpointNotSet,
    EndpointSet, IssuerUrl, Nonce, PkceCodeChallenge, PkceCodeVerifier, RedirectUrl, Scope,
    TokenResponse as _,
};
use reglament_core::text::Lang;
use reglament_store::{Change, OrganizationChange, Person, StoreError};
use serde::{Deserialize, Serialize};
use tokio::sync::Mutex;

use super::secret::{new_token, same_secret, token_hash};
use super::session::{SessionCookie, SignInError, begin_session};
use crate::app::App;
use crate::record;
use fetch::fetch;

/// Where people begin the way to the provider.
pub const BEGIN_PATH: &str = "/sign-in/oidc";
/// Where the provider sends them back.
pub const BACK_PATH: &str = "/sign-in/oidc/back";
/// Who takes longer begins again.
pub const WAY_LASTS: SignedDuration = SignedDuration::from_mins(10);
/// Metadata and keys of the provider are asked for again after this time.
const METADATA_LASTS: Duration = Duration::from_hours(1);
/// Keys are asked for because of an unknown one at most this often.
const KEYS_EVERY: Duration = Duration::from_secs(10);

/// The algorithms that are believed: signatures that only the provider can make.
const ALGORITHMS: [CoreJwsSigningAlgorithm; 9] = [
    CoreJwsSigningAlgorithm::RsaSsaPkcs1V15Sha256,
    CoreJwsSigningAlgorithm::RsaSsaPkcs1V15Sha384,
    CoreJwsSigningAlgorithm::RsaSsaPkcs1V15Sha512,
    CoreJwsSigningAlgorithm::RsaSsaPssSha256,
    CoreJwsSigningAlgorithm::RsaSsaPssSha384,
    CoreJwsSigningAlgorithm::RsaSsaPssSha512,
    CoreJwsSigningAlgorithm::EcdsaP256Sha256,
    CoreJwsSigningAlgorithm::EcdsaP384Sha384,
    CoreJwsSigningAlgorithm::EdDsa,
];

/// The provider of an installation.
#[derive(Clone, Debug)]
pub struct OidcSettings {
    /// Its address.
    pub issuer: String,
    /// What it calls this product.
    pub client_id: String,
    /// What this product proves itself with; none for a public client.
    pub client_secret: Option<String>,
    /// What people are recognised by.
    pub claim: Claim,
    /// Whether an unknown person gets an account, without any group or role.
    pub create: bool,
    /// What the button says.
    pub name: String,
}

/// What of an ID token is the identity of a person.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, clap::ValueEnum)]
pub enum Claim {
    /// What the provider never gives to another.
    #[default]
    Sub,
    /// The address, if the provider has verified it.
    Email,
    /// The name that they sign in with there.
    #[value(name = "preferred_username")]
    PreferredUsername,
}

/// Why nobody was signed in.
#[derive(Debug, thiserror::Error)]
pub enum OidcError {
    /// No provider is set.
    #[error("no identity provider is set")]
    Absent,
    /// The provider cannot be reached or does not speak the protocol.
    #[error("the identity provider failed: {0}")]
    Provider(String),
    /// What came back proves nothing.
    #[error("what came back from the identity provider proves nothing: {0}")]
    Unproven(&'static str),
    /// The identity is proven, and nobody here has it.
    #[error("nobody here has this identity")]
    Unknown,
    /// The session.
    #[error(transparent)]
    SignIn(#[from] SignInError),
}

impl From<StoreError> for OidcError {
    fn from(error: StoreError) -> Self {
        Self::SignIn(error.into())
    }
}

impl From<std::io::Error> for OidcError {
    fn from(error: std::io::Error) -> Self {
        Self::SignIn(error.into())
    }
}

/// What the provider said of itself, and when.
#[derive(Default)]
pub struct Known(Mutex<Option<(CoreProviderMetadata, Instant)>>);

/// What is kept until somebody comes back.
#[derive(Serialize, Deserialize)]
struct Way {
    nonce: String,
    verifier: String,
    next: String,
    /// The hash of what the browser holds that began it.
    browser: String,
}

/// Where the browser goes, and what it must hold until it comes back.
pub struct Begun {
    /// The page of the provider.
    pub url: String,
    /// The cookie, without which nobody comes back.
    pub browser: String,
}

/// Who came back.
pub struct Back {
    /// Their session.
    pub cookie: SessionCookie,
    /// Where they wanted to go.
    pub next: String,
}

type Client = CoreClient<
    EndpointSet,
    EndpointNotSet,
    EndpointNotSet,
    EndpointNotSet,
    EndpointMaybeSet,
    EndpointMaybeSet,
>;

/// Sends somebody to the provider.
pub async fn begin(app: &App, next: &str) -> Result<Begun, OidcError> {
    let client = client(app, METADATA_LASTS).await?;
    let (challenge, verifier) = PkceCodeChallenge::new_random_sha256();
    let (state, browser) = (new_token()?, new_token()?);
    let sent = state.clone();
    let flow = CoreAuthenticationFlow::AuthorizationCode;
    let request = client.authorize_url(flow, move || CsrfToken::new(sent), Nonce::new_random);
    let scopes = ["profile", "email"].map(|scope| Scope::new(scope.to_owned()));
    let (url, _, nonce) = request.add_scopes(scopes).set_pkce_challenge(challenge).url();
    let way = Way {
        nonce: nonce.secret().clone(),
        verifier: verifier.secret().clone(),
        next: next.to_owned(),
        browser: token_hash(&browser),
    };
    let body =
        serde_json::to_string(&way).map_err(|error| OidcError::Provider(error.to_string()))?;
    let now = app.clock.now();
    app.store.put_way(&token_hash(&state), &body, now, now - WAY_LASTS).await?;
    Ok(Begun { url: url.to_string(), browser })
}

/// Signs in who came back with a code.
pub async fn finish(
    app: &App,
    code: &str,
    state: &str,
    browser: Option<&str>,
) -> Result<Back, OidcError> {
    let now = app.clock.now();
    let way = app.store.take_way(&token_hash(state), now - WAY_LASTS).await?;
    let way = way.ok_or(OidcError::Unproven("the way was taken before, or never begun"))?;
    let way: Way = serde_json::from_str(&way).map_err(|_| OidcError::Unproven("the way"))?;
    if !browser.is_some_and(|browser| same_secret(&token_hash(browser), &way.browser)) {
        return Err(OidcError::Unproven("another browser began the way"));
    }
    let next = way.next.clone();
    let identity = prove(app, code, way, now).await?;
    let person = match known(app, &identity).await? {
        Some(person) => person,
        None => create(app, &identity).await?,
    };
    record::outside(app, person.person.as_str(), "sign-in", "identity provider".to_owned()).await?;
    let (cookie, _) = begin_session(app, person.person).await?;
    Ok(Back { cookie, next })
}

/// An identity that the provider has proven.
struct Identity {
    value: String,
    name: String,
    email: Option<String>,
}

/// Changes the code for an ID token and looks at its signature, issuer, audience, end and nonce.
async fn prove(app: &App, code: &str, way: Way, now: Timestamp) -> Result<Identity, OidcError> {
    let settings = settings(app)?;
    let broken = |error: &dyn std::fmt::Display| OidcError::Provider(error.to_string());
    let rp = client(app, METADATA_LASTS).await?;
    let exchange = rp.exchange_code(AuthorizationCode::new(code.to_owned()));
    let exchange = exchange.map_err(|error| broken(&error))?;
    let exchange = exchange.set_pkce_verifier(PkceCodeVerifier::new(way.verifier));
    let answer = exchange.request_async(&fetch).await.map_err(|error| {
        tracing::warn!(%error, "the identity provider did not change the code");
        OidcError::Unproven("the code")
    })?;
    let token = answer.id_token().ok_or(OidcError::Unproven("no ID token"))?;
    let nonce = Nonce::new(way.nonce);
    let claims = |client: &Client| -> Result<CoreIdTokenClaims, _> {
        let verifier = client.id_token_verifier().set_allowed_algs(ALGORITHMS);
        let verifier = verifier.set_time_fn(move || moment(now));
        token.claims(&verifier, &nonce).cloned()
    };
    let claims = match claims(&rp) {
        Ok(claims) => claims,
        // The provider may have new keys.
        Err(_) => claims(&client(app, KEYS_EVERY).await?).map_err(|error| {
            tracing::warn!(%error, "an ID token was refused");
            OidcError::Unproven("the ID token")
        })?,
    };
    identity(settings.claim, &claims)
}

fn identity(claim: Claim, claims: &CoreIdTokenClaims) -> Result<Identity, OidcError> {
    let email = claims.email().map(|email| email.to_string());
    let user = claims.preferred_username().map(|name| name.to_string());
    let value = match claim {
        Claim::Sub => Some(claims.subject().to_string()),
        Claim::Email => email.clone().filter(|_| claims.email_verified() == Some(true)),
        Claim::PreferredUsername => user,
    };
    let value = value.filter(|value| !value.is_empty() && value.len() <= 255);
    let value = value.ok_or(OidcError::Unproven("the claim of the identity is missing"))?;
    let name = claims.name().and_then(|name| name.get(None)).map(|name| name.to_string());
    Ok(Identity { name: name.unwrap_or_else(|| value.clone()), value, email })
}

async fn known(app: &App, identity: &Identity) -> Result<Option<Person>, OidcError> {
    let roster = app.roster().await?;
    let mut people = roster.data().people.iter();
    let found = people.find(|person| person.identity.as_ref() == Some(&identity.value));
    match found {
        Some(person) if !person.active => Err(OidcError::Unknown),
        found => Ok(found.cloned()),
    }
}

/// An account without any group or role, where the installation wants that.
async fn create(app: &App, identity: &Identity) -> Result<Person, OidcError> {
    if !settings(app)?.create {
        return Err(OidcError::Unknown);
    }
    let name: String = token_hash(&identity.value).chars().take(12).collect();
    let person = Person {
        person: format!("idp-{name}").into(),
        name: identity.name.chars().take(200).collect(),
        email: identity.email.clone(),
        language: Lang::Ru,
        groups: [].into(),
        roles: [].into(),
        office: None,
        identity: Some(identity.value.clone()),
        password_hash: None,
        active: true,
    };
    let roster = app.roster().await?;
    if roster.person(&person.person).is_some() {
        return Err(OidcError::Unknown);
    }
    let change = OrganizationChange {
        expected: Some(roster.version()),
        changes: vec![Change::Person(person.clone())],
        audit: None,
    };
    match app.store.change_organization(change).await? {
        Some(_) => Ok(person),
        None => Err(OidcError::Provider("the organisation changed meanwhile".to_owned())),
    }
}

/// The client of the provider, whose metadata and keys are not older than this.
async fn client(app: &App, at_most: Duration) -> Result<Client, OidcError> {
    let settings = settings(app)?;
    let broken = |error: &dyn std::fmt::Display| OidcError::Provider(error.to_string());
    let mut known = app.guard.oidc.0.lock().await;
    if known.as_ref().is_none_or(|(_, since)| since.elapsed() >= at_most) {
        let issuer = IssuerUrl::new(settings.issuer.clone()).map_err(|error| broken(&error))?;
        let asked = CoreProviderMetadata::discover_async(issuer, &fetch).await;
        *known = Some((asked.map_err(|error| broken(&error))?, Instant::now()));
    }
    let metadata = known.as_ref().map(|(metadata, _)| metadata.clone());
    let metadata = metadata.ok_or(OidcError::Absent)?;
    let back = format!("{}{BACK_PATH}", app.settings.public_url.trim_end_matches('/'));
    let back = RedirectUrl::new(back).map_err(|error| broken(&error))?;
    let id = ClientId::new(settings.client_id.clone());
    let secret = settings.client_secret.clone().map(ClientSecret::new);
    Ok(CoreClient::from_provider_metadata(metadata, id, secret).set_redirect_uri(back))
}

fn settings(app: &App) -> Result<&OidcSettings, OidcError> {
    app.settings.oidc.as_ref().ok_or(OidcError::Absent)
}

fn moment(at: Timestamp) -> chrono::DateTime<chrono::Utc> {
    chrono::DateTime::from_timestamp(at.as_second(), 0).unwrap_or_default()
}
