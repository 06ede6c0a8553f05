//! What an installation sets, by flags or `REGLAMENT_…` variables; everything has a default.

use std::net::{IpAddr, SocketAddr};
use std::path::PathBuf;

use clap::Args;
use jiff::tz::TimeZone;

use crate::auth::oidc::{Claim, OidcSettings};

/// Where the store is and what it holds: shared by all subcommands that open it.
#[derive(Args, Clone, Debug, Default)]
pub struct StoreSettings {
    /// A demonstration in ./reglament-demo: invented people, one password, mail in a folder
    #[arg(long)]
    pub demo: bool,
    /// The folder of the database and the mail [default: ./reglament-data, with --demo ./reglament-demo]
    #[arg(long, env = "REGLAMENT_DATA", value_name = "DIR")]
    pub data: Option<PathBuf>,
    /// sqlite:FILE or postgres://… [default: sqlite:DATA/reglament.db]
    #[arg(long, env = "REGLAMENT_STORE", value_name = "URL", hide_env_values = true)]
    pub store: Option<String>,
}

impl StoreSettings {
    /// The folder of the database and the mail.
    pub fn data(&self) -> PathBuf {
        let default = if self.demo { "reglament-demo" } else { "reglament-data" };
        self.data.clone().unwrap_or_else(|| PathBuf::from(default))
    }

    /// The address of the store.
    pub fn store(&self) -> String {
        let default = || format!("sqlite:{}", self.data().join("reglament.db").display());
        self.store.clone().unwrap_or_else(default)
    }
}

/// Where the checkpoints of the audit are.
#[derive(Args, Clone, Debug, Default)]
pub struct CheckpointSettings {
    /// The folder of the checkpoints of the audit, best on another machine [default: DATA/checkpoints]
    #[arg(long, env = "REGLAMENT_CHECKPOINTS", value_name = "DIR")]
    pub checkpoints: Option<PathBuf>,
}

impl CheckpointSettings {
    /// The folder.
    pub fn folder(&self, store: &StoreSettings) -> PathBuf {
        self.checkpoints.clone().unwrap_or_else(|| store.data().join("checkpoints"))
    }

    /// The folder to verify with: the one that is named, or the usual one if it is there.
    pub fn known_folder(&self, store: &StoreSettings) -> Option<PathBuf> {
        let usual = store.data().join("checkpoints");
        self.checkpoints.clone().or_else(|| usual.exists().then_some(usual))
    }
}

/// Folders beside what the binary carries.
#[derive(Args, Clone, Debug, Default)]
pub struct AssetSettings {
    /// Process maps, calendars and the organisation, instead of the built-in ones
    #[arg(long, env = "REGLAMENT_PROCESSES", value_name = "DIR")]
    pub processes: Option<PathBuf>,
    /// Templates of messages; laid over the built-in ones, file by file
    #[arg(long, env = "REGLAMENT_TEMPLATES", value_name = "DIR")]
    pub templates: Option<PathBuf>,
}

/// The identity provider, by `OpenID` Connect.
#[derive(Args, Clone, Debug, Default)]
pub struct OidcFlags {
    /// The address of an `OpenID` Connect provider at which people may sign in
    #[arg(long, env = "REGLAMENT_OIDC_ISSUER", value_name = "URL", requires = "oidc_client_id")]
    pub oidc_issuer: Option<String>,
    /// What the provider calls this product
    #[arg(long, env = "REGLAMENT_OIDC_CLIENT_ID", value_name = "ID")]
    pub oidc_client_id: Option<String>,
    /// What this product proves itself with; a public client without one
    #[arg(
        long,
        env = "REGLAMENT_OIDC_CLIENT_SECRET",
        value_name = "SECRET",
        hide_env_values = true
    )]
    pub oidc_client_secret: Option<String>,
    /// What people are recognised by: it stands as `identity` in the organisation
    #[arg(long, env = "REGLAMENT_OIDC_CLAIM", default_value = "sub")]
    pub oidc_claim: Claim,
    /// What the button on the sign-in page says
    #[arg(
        long,
        env = "REGLAMENT_OIDC_NAME",
        default_value = "OpenID Connect",
        value_name = "NAME"
    )]
    pub oidc_name: String,
    /// Give an unknown person an account, without any group or role
    #[arg(long, env = "REGLAMENT_OIDC_CREATE")]
    pub oidc_create: bool,
}

impl OidcFlags {
    /// The provider, if one is named.
    pub fn provider(&self) -> Option<OidcSettings> {
        Some(OidcSettings {
            issuer: self.oidc_issuer.clone()?,
            client_id: self.oidc_client_id.clone()?,
            client_secret: self.oidc_client_secret.clone(),
            claim: self.oidc_claim,
            create: self.oidc_create,
            name: self.oidc_name.clone(),
        })
    }
}

/// What `reglament serve` needs to know.
#[derive(Args, Clone, Debug)]
pub struct ServeSettings {
    /// The store.
    #[command(flatten)]
    pub store: StoreSettings,
    /// The checkpoints of the audit.
    #[command(flatten)]
    pub checkpoints: CheckpointSettings,
    /// The maps and templates.
    #[command(flatten)]
    pub assets: AssetSettings,
    /// The address to listen on
    #[arg(
        long,
        env = "REGLAMENT_LISTEN",
        default_value = "127.0.0.1:8080",
        value_name = "ADDRESS"
    )]
    pub listen: SocketAddr,
    /// The address under which people open the product; mails link to it [default: the address it listens on]
    #[arg(long, env = "REGLAMENT_BASE_URL", value_name = "URL")]
    pub base_url: Option<String>,
    /// A reverse proxy whose X-Forwarded-For is believed; may be given several times
    #[arg(
        long = "trusted-proxy",
        env = "REGLAMENT_TRUSTED_PROXIES",
        value_delimiter = ',',
        value_name = "IP"
    )]
    pub trusted_proxies: Vec<IpAddr>,
    /// folder:DIR or smtp://user:password@host:port?tls=required [default: folder:DATA/mail]
    #[arg(long, env = "REGLAMENT_MAIL", value_name = "URL", hide_env_values = true)]
    pub mail: Option<String>,
    /// The sender of the mails
    #[arg(
        long,
        env = "REGLAMENT_MAIL_FROM",
        default_value = "Reglament <reglament@localhost>",
        value_name = "MAILBOX"
    )]
    pub mail_from: String,
    /// The time zone of the office: schedules and case numbers go by it
    #[arg(long, env = "REGLAMENT_ZONE", default_value = "Asia/Almaty", value_parser = zone, value_name = "ZONE")]
    pub zone: TimeZone,
    /// Let one analyst publish an edition alone, without a second one who approves it
    #[arg(long, env = "REGLAMENT_PUBLISH_ALONE")]
    pub publish_alone: bool,
    /// A program that reads each attached file: 0 clean, 1 refused with its first line as the reason
    #[arg(long, env = "REGLAMENT_SCAN_COMMAND", value_name = "COMMAND")]
    pub scan_command: Option<String>,
    /// The identity provider.
    #[command(flatten)]
    pub oidc: OidcFlags,
    /// What to log: a tracing filter
    #[arg(long, env = "REGLAMENT_LOG", default_value = "info", value_name = "FILTER")]
    pub log: String,
    /// Log JSON lines instead of text
    #[arg(long, env = "REGLAMENT_LOG_JSON")]
    pub log_json: bool,
}

impl ServeSettings {
    /// Where mail goes.
    pub fn mail(&self) -> String {
        let default = || format!("folder:{}", self.store.data().join("mail").display());
        self.mail.clone().unwrap_or_else(default)
    }

    /// The address under which people open the product, without a slash at its end.
    pub fn base_url(&self, listening: SocketAddr) -> String {
        let url = self.base_url.clone().unwrap_or_else(|| format!("http://{listening}"));
        url.trim_end_matches('/').to_owned()
    }
}

/// The time zone of this name.
pub fn zone(name: &str) -> Result<TimeZone, String> {
    TimeZone::get(name)
        .map_err(|_| format!("`{name}` is not a time zone; write one like `Asia/Almaty`"))
}
