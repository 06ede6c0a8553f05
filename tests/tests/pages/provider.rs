//! An identity provider of our own, on the loopback: discovery, authorization, tokens, keys. It can be told
//! to lie.

use std::collections::BTreeMap;
use std::sync::{Arc, Mutex};

use axum::extract::{Form, Query, State};
use axum::response::Redirect;
use axum::routing::{get, post};
use axum::{Json, Router};
use openidconnect::core::{
    CoreIdToken, CoreIdTokenClaims, CoreJsonWebKeySet, CoreJwsSigningAlgorithm,
    CoreRsaPrivateSigningKey,
};
use openidconnect::{
    Audience, EmptyAdditionalClaims, EndUserEmail, IssuerUrl, JsonWebKeyId, Nonce,
    PkceCodeChallenge, PkceCodeVerifier, PrivateSigningKey as _, StandardClaims, SubjectIdentifier,
};
use reglament_server::auth::oidc::{Claim, OidcSettings};
use reqwest::StatusCode;
use serde_json::{Value, json};
use tokio::net::TcpListener;
use tokio::task::JoinHandle;

const CLIENT: &str = "reglament-test";

/// How the provider lies.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Lie {
    /// Not at all.
    #[default]
    None,
    /// The nonce is that of another sign-in.
    Nonce,
    /// The token is meant for another product.
    Audience,
    /// The token ended an hour ago.
    Expired,
    /// Another key signed it.
    Signature,
    /// It says to be another provider.
    Issuer,
    /// It gives no ID token.
    NoToken,
}

#[derive(Default)]
struct Inside {
    lie: Lie,
    subject: String,
    verified: bool,
    /// By code: the nonce and the challenge.
    codes: BTreeMap<String, (String, String)>,
}

type Shared = Arc<Mutex<Inside>>;

/// The provider, while a test runs.
pub struct Provider {
    pub issuer: String,
    inside: Shared,
    server: JoinHandle<()>,
}

impl Drop for Provider {
    fn drop(&mut self) {
        self.server.abort();
    }
}

impl Provider {
    /// Starts it; whoever signs in there is this subject.
    pub async fn start(subject: &str) -> Self {
        let socket = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let issuer = format!("http://{}", socket.local_addr().unwrap());
        let inside = Inside { subject: subject.to_owned(), verified: true, ..Inside::default() };
        let inside: Shared = Arc::new(Mutex::new(inside));
        let all = (issuer.clone(), Arc::clone(&inside));
        let router = Router::new()
            .route("/.well-known/openid-configuration", get(metadata))
            .route("/keys", get(keys))
            .route("/authorize", get(authorize))
            .route("/token", post(token))
            .with_state(all);
        let server = tokio::spawn(async move { axum::serve(socket, router).await.unwrap() });
        Self { issuer, inside, server }
    }

    /// What an installation sets to use it.
    pub fn settings(&self) -> OidcSettings {
        OidcSettings {
            issuer: self.issuer.clone(),
            client_id: CLIENT.to_owned(),
            client_secret: None,
            claim: Claim::Sub,
            create: false,
            name: "Example ID".to_owned(),
        }
    }

    pub fn lie(&self, lie: Lie) {
        self.inside.lock().unwrap().lie = lie;
    }

    pub fn unverified(&self) {
        self.inside.lock().unwrap().verified = false;
    }
}

type All = State<(String, Shared)>;
type Asked = BTreeMap<String, String>;

async fn metadata(State((issuer, _)): All) -> Json<Value> {
    Json(json!({
        "issuer": issuer,
        "authorization_endpoint": format!("{issuer}/authorize"),
        "token_endpoint": format!("{issuer}/token"),
        "jwks_uri": format!("{issuer}/keys"),
        "response_types_supported": ["code"],
        "subject_types_supported": ["public"],
        "id_token_signing_alg_values_supported": ["RS256"],
    }))
}

async fn keys() -> Json<Value> {
    let keys = CoreJsonWebKeySet::new(vec![key("provider").as_verification_key()]);
    Json(serde_json::to_value(keys).unwrap())
}

async fn authorize(State((_, inside)): All, Query(asked): Query<Asked>) -> Redirect {
    assert_eq!(asked["response_type"], "code");
    assert_eq!(asked["client_id"], CLIENT);
    assert_eq!(asked["code_challenge_method"], "S256");
    assert!(asked["scope"].split(' ').any(|scope| scope == "openid"));
    let mut inside = inside.lock().unwrap();
    let code = format!("code-{}", inside.codes.len());
    let kept = (asked["nonce"].clone(), asked["code_challenge"].clone());
    inside.codes.insert(code.clone(), kept);
    Redirect::to(&format!("{}?code={code}&state={}", asked["redirect_uri"], asked["state"]))
}

async fn token(
    State((issuer, inside)): All,
    Form(asked): Form<Asked>,
) -> Result<Json<Value>, (StatusCode, Json<Value>)> {
    let mut inside = inside.lock().unwrap();
    let refused = || (StatusCode::BAD_REQUEST, Json(json!({ "error": "invalid_grant" })));
    // A code is changed once.
    let (nonce, challenge) = inside.codes.remove(&asked["code"]).ok_or_else(refused)?;
    let verifier = PkceCodeVerifier::new(asked["code_verifier"].clone());
    if PkceCodeChallenge::from_code_verifier_sha256(&verifier).as_str() != challenge {
        return Err(refused());
    }
    let mut answer = json!({ "access_token": "at", "token_type": "Bearer" });
    if inside.lie != Lie::NoToken {
        answer["id_token"] = json!(id_token(&issuer, &inside, &nonce).to_string());
    }
    Ok(Json(answer))
}

fn id_token(issuer: &str, inside: &Inside, nonce: &str) -> CoreIdToken {
    let lie = inside.lie;
    let told = |when: Lie, other: &str, truth: &str| {
        if lie == when { other.to_owned() } else { truth.to_owned() }
    };
    // The clock of the tests stands at this moment.
    let now = chrono::DateTime::from_timestamp(1_773_810_000, 0).unwrap();
    let minutes = |minutes| now + chrono::TimeDelta::minutes(minutes);
    let (begun, end) = if lie == Lie::Expired { (-70, -60) } else { (0, 10) };
    let email = EndUserEmail::new(format!("{}@example.test", inside.subject));
    let standard = StandardClaims::new(SubjectIdentifier::new(inside.subject.clone()))
        .set_email(Some(email))
        .set_email_verified(Some(inside.verified));
    let claims = CoreIdTokenClaims::new(
        IssuerUrl::new(told(Lie::Issuer, "http://127.0.0.1:1", issuer)).unwrap(),
        vec![Audience::new(told(Lie::Audience, "another-product", CLIENT))],
        minutes(end),
        minutes(begun),
        standard,
        EmptyAdditionalClaims {},
    );
    let nonce = Nonce::new(told(Lie::Nonce, "of another sign-in", nonce));
    let signed_by = key(if lie == Lie::Signature { "stranger" } else { "provider" });
    let algorithm = CoreJwsSigningAlgorithm::RsaSsaPkcs1V15Sha256;
    CoreIdToken::new(claims.set_nonce(Some(nonce)), &signed_by, algorithm, None, None).unwrap()
}

/// Both keys have the same name: only the signature tells them apart.
fn key(name: &str) -> CoreRsaPrivateSigningKey {
    let file = format!("{}/fixtures/oidc/{name}.pem", env!("CARGO_MANIFEST_DIR"));
    let pem = std::fs::read_to_string(file).unwrap();
    CoreRsaPrivateSigningKey::from_pem(&pem, Some(JsonWebKeyId::new("k1".to_owned()))).unwrap()
}
