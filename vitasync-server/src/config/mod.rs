//! Everything that can be set, in one table: name, default, meaning.
//!
//! A setting has one name and three spellings: `rate_limit` in the file, `VITASYNC_RATE_LIMIT` in the environment,
//! `--rate-limit` on the command line. A flag beats a variable, a variable beats the file, the file beats the default. The
//! command line, `vitasync config` and `docs/configuration.md` are made from the table.

mod places;
mod resolve;
#[cfg(test)]
mod tests;
mod value;
mod write;

pub use self::resolve::{Effective, Origin, Problem, Resolved, Sources, resolve};
pub use self::value::{
    Bytes, Days, Format, Log, Metrics, Origins, PublicUrl, RateLimit, Slots, Value, VendorHosts, Wait, Word,
};
pub use self::write::{default_file, reference};

use std::net::SocketAddr;
use std::path::PathBuf;

use crate::auth::RawKey;
use crate::http::Networks;
use crate::objects::Place;
use crate::vault::Vault;

/// One thing that can be set.
#[derive(Debug)]
pub struct Setting {
    /// The name in the file.
    pub name: &'static str,
    /// What it means, line by line.
    pub about: &'static [&'static str],
    /// What is written for its value in a help text.
    pub shape: &'static str,
    /// The value where nothing is set; empty where there is none.
    pub default: &'static str,
    /// Whose setting it is.
    pub group: Group,
    /// Whether its value is never shown.
    pub is_secret: bool,
    /// Whether it is on or off, so that the flag alone means on.
    pub is_switch: bool,
    /// Says what is wrong with a value.
    pub check: fn(&str) -> Result<(), String>,
}

/// Which commands a setting concerns.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Group {
    /// Every command.
    Data,
    /// Those that answer requests or work at jobs.
    Server,
}

impl Setting {
    /// Names the variable of the environment.
    ///
    /// ```
    /// let listen = vitasync_server::config::SETTINGS.iter().find(|it| it.name == "rate_limit").unwrap();
    /// assert_eq!((listen.variable(), listen.flag()), ("VITASYNC_RATE_LIMIT".to_owned(), "rate-limit".to_owned()));
    /// ```
    pub fn variable(&self) -> String {
        format!("{PREFIX}{}", self.name.to_ascii_uppercase())
    }

    /// Names the flag, without its hyphens.
    pub fn flag(&self) -> String {
        self.name.replace('_', "-")
    }
}

/// What the names of variables begin with.
pub const PREFIX: &str = "VITASYNC_";
/// The variable that names the file.
pub const FILE: &str = "VITASYNC_CONFIG";

/// Declares the settings: the struct and the table.
macro_rules! settings {
    ($($(#[doc = $about:literal])+ $group:ident $name:ident: $kind:ty = $default:literal $($secret:ident)?;)+) => {
        /// Every setting, read and valid.
        #[derive(Debug, Clone)]
        pub struct Config {
            $($(#[doc = $about])+ pub $name: $kind,)+
        }

        /// Every setting there is.
        pub static SETTINGS: &[Setting] = &[
            $(Setting {
                name: stringify!($name),
                about: &[$($about),+],
                shape: <$kind as Value>::SHAPE,
                default: $default,
                group: Group::$group,
                is_secret: false $(|| settings!(@$secret))?,
                is_switch: <$kind as Value>::IS_SWITCH,
                check: |text| <$kind as Value>::read(text).map(drop),
            },)+
        ];

        impl Config {
            /// Reads every setting from its text.
            fn read<'a>(text: impl Fn(&str) -> &'a str) -> Result<Self, String> {
                Ok(Self {
                    $($name: <$kind as Value>::read(text(stringify!($name)))?,)+
                })
            }
        }
    };
    (@secret) => { true };
}

settings! {
    /// Where the data is kept: a path, sqlite://PATH or postgres://…
    /// By default `vitasync.db` in the data folder.
    Data database: Option<String> = "" secret;
    /// With what tokens are sealed: 32 bytes in base64, or several with commas between, the present one first.
    /// By default a file beside the data.
    Data secret_key: Option<Vault> = "" secret;
    /// The data folder, for what was given no place of its own.
    /// By default `vitasync` in the person's folder for data.
    Data data: Option<PathBuf> = "";
    /// The folder in which the originals of imports are kept.
    /// By default beside an embedded database, otherwise in the data folder.
    Data originals: Option<PathBuf> = "";
    /// Where raw bytes are kept, what vendors answer, what phones push, uploads and the originals of imports: `database` (and
    /// files in the folder for originals), or an object store: file:///FOLDER, s3://BUCKET/PREFIX. One prefix belongs to one
    /// database: objects that it does not know are deleted after a day.
    Data raw_store: Place = "database";
    /// The address of a service that speaks the protocol of S3; Amazon's by default.
    Data s3_endpoint: Option<PublicUrl> = "";
    /// The region of the bucket. By default what `AWS_REGION` says.
    Data s3_region: Option<Word> = "";
    /// The id of the key to the bucket. By default what the surroundings give, as for AWS's own programs: variables, a web
    /// identity, the machine.
    Data s3_access_key: Option<Word> = "" secret;
    /// The key to the bucket.
    Data s3_secret_key: Option<Word> = "" secret;
    /// How many connections to PostgreSQL a process holds at most.
    Data database_connections: u32 = "16";
    /// What is logged, as filters of targets and levels. `json` among them writes a JSON object per line.
    Data log: Log = "warn,vitasync_server=info";
    /// Where traces are sent by OTLP over HTTP, for example http://127.0.0.1:4318. Nowhere by default.
    Data otlp_endpoint: Option<PublicUrl> = "";
    /// The address to listen on.
    Server listen: SocketAddr = "127.0.0.1:8080";
    /// Under which address the world reaches the server: vendors send people and news there.
    /// By default the address that it listens on.
    Server public_url: Option<PublicUrl> = "";
    /// Lead hosts of vendors elsewhere, as HOST=URL with commas between: to a sandbox of your own. Tokens go there.
    Server vendor_hosts: VendorHosts = "";
    /// A key of your choice that reaches everything, for a first start without `vitasync keys create`: `vs_live_` and at least
    /// 32 random characters. It works as long as the server is started with it.
    Server bootstrap_key: Option<RawKey> = "" secret;
    /// How many requests a key may make per minute, or `off`. Each process counts by itself and in memory: behind a balancer, n
    /// servers let a key make up to n times as many, so divide what is meant by the number of servers.
    Server rate_limit: RateLimit = "120";
    /// The largest body of a request that is no upload.
    Server body_size: Bytes = "1MiB";
    /// The largest upload.
    Server upload_size: Bytes = "8GiB";
    /// The largest push of a phone, once it is unpacked.
    Server push_size: Bytes = "32MiB";
    /// For how many minutes the token of a phone is valid.
    Server push_token_minutes: u32 = "60";
    /// After how long a request is given up.
    Server request_timeout: Wait = "60s";
    /// The origins whose pages may call, with commas between.
    Server cors_origins: Origins = "";
    /// The proxies before the server that are believed about where a request comes from (`X-Forwarded-For`, `Forwarded`), as
    /// addresses or networks with commas between. Without, all requests through a proxy count as the proxy's own.
    Server trusted_proxies: Networks = "";
    /// Who may read figures in the format of Prometheus: nobody (`off`), everybody who reaches the API, at /metrics (`on`), or
    /// those who reach another address, for example 0.0.0.0:9464. There, a worker without an API answers probes, too.
    Server metrics: Metrics = "off";
    /// How long the server goes on after a request to terminate, answering 503 at /health/ready, before it accepts nothing
    /// new: as long as a load balancer takes to notice.
    Server drain: Wait = "0s";
    /// How long requests and jobs that have begun may go on after that.
    Server grace: Wait = "10s";
    /// Answer only, and leave jobs to `vitasync worker`.
    Server no_worker: bool = "false";
    /// How many jobs of each lane a process works at; a lane that is not named is left to others.
    Server worker_slots: Slots = "vendors=32,webhooks=64,heavy=2,upkeep=1";
    /// After how long without a sign of life a worker's jobs are given to others.
    Server worker_lease: Wait = "60s";
    /// Call webhooks in private networks and over plain HTTP too; never where strangers can create them.
    Server webhooks_allow_private: bool = "false";
    /// For how many days samples, sessions and vendors' objects are kept, counted from when they were measured, or `off` to
    /// keep all. What is older is deleted for good, and answers about those days are empty. A workspace can say otherwise for
    /// itself: PUT /v1/retention.
    Server retention_samples: Days = "off";
    /// For how many days raw bytes are kept, originals of imports, what vendors answer and phones push, counted from when they
    /// came, or `off` to keep all. What was deleted cannot be decoded again when a mapping improves.
    Server retention_raw: Days = "off";
    /// Write what is old to the archive before it is deleted: lines of JSON, compressed, by person and day, in the object store
    /// or the folder for originals. Who is erased is erased there, too.
    Server retention_archive: bool = "false";
}
