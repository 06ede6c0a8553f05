//! Who somebody is: passwords and sessions of people, tokens of programs. What they may do is said
//! in [`reglament_core::access`].
//!
//! Pages take [`SignedIn`] (and [`PostedForm`] for what they are sent); the API takes [`Caller`].

mod caller;
mod client;
mod forms;
pub mod oidc;
mod password;
mod secret;
mod session;
mod signed_in;
mod throttle;
pub mod tokens;

pub use caller::Caller;
pub use client::ClientIp;
pub use forms::{PostedForm, is_same_origin, own_form, own_page};
pub use password::{Hasher, PASSWORD_BYTES_MAX, PASSWORD_CHARS_MIN, PasswordFault};
pub use secret::{new_token, token_hash};
pub use session::{SessionCookie, SignInError, begin_session, sign_in, sign_out};
pub use signed_in::{SIGN_IN_PATH, SignedIn};
pub use throttle::Guesser;

/// What signing in needs to remember between requests.
#[derive(Default)]
pub struct Guard {
    /// Passwords.
    pub hasher: Hasher,
    /// What the identity provider said of itself.
    pub oidc: oidc::Known,
}
