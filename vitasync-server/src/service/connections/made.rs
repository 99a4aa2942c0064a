//! Makes connections: asks the vendor who it is, and finds out whether that account is new, known or somebody else's.
//!
//! While the vendor is asked, a connection nobody sees holds the tokens. When the account is known it becomes the
//! connection, or gives its tokens to the one that was there.

use serde_json::json;
use vitasync_providers::auth::Secret;
use vitasync_providers::client::{Link, Pending, TokenStore as _};
use vitasync_providers::provider::Account;
use vitasync_providers::{ErrorKind, vendors};

use super::authorize::{Failed, Why, account, check_region, not_configured};
use super::ended::release;
use super::ended::tell;
use super::linked::stored;
use super::settings::settings;
use super::stores::{Stores, seal};
use super::waiting::Whose;
use crate::app::App;
use crate::error::{Error, Result};
use crate::service::vendors::{Application, application, to_connect};
use crate::service::{Id, jobs, sync};
use crate::store::Transaction;
use crate::store::connections::{self as rows, Connection, Status};

/// A connection that was made or renewed.
#[derive(Debug, Clone, PartialEq)]
pub struct Made {
    /// The connection.
    pub connection: Connection,
    /// Whether the account was not connected before.
    pub is_new: bool,
}

/// By what a person shows the account.
pub(super) enum Means<'a> {
    /// By coming back from the vendor.
    Return {
        pending: &'a Pending,
        query: &'a [(String, String)],
    },
    /// By a key.
    Key(Secret),
}

/// Connects by a key that a person pasted.
///
/// # Errors
///
/// NotFound where there is no such vendor; Conflict where it takes no key or the account is connected elsewhere;
/// Unprocessable where the vendor refuses the key; Vendor where it does not answer as it should.
pub async fn connect_with_key(
    app: &App,
    workspace: Id,
    user_no: i64,
    slug: &str,
    key: Secret,
    region: Option<String>,
) -> Result<Made> {
    let application = application(app, workspace, to_connect(slug)?).await?;
    let spec = application.spec();
    check_region(spec, region.as_deref())?;
    if spec.key().is_none() {
        return Err(Error::conflict(format!(
            "{} takes no key: send the person to GET /v1/oauth/{slug}/authorize",
            spec.name
        )));
    }
    if !application.connects_by_key() {
        return Err(not_configured(&application));
    }
    let whose = Whose {
        workspace,
        user_no,
        provider: spec.slug.to_owned(),
    };
    let made = connect(app, &whose, &application, region, Means::Key(key)).await?;
    made.map_err(|failed| failed.into_error("apiKey"))
}

/// Connects a person's account. The outer error is ours, the inner one is for the person.
pub(super) async fn connect(
    app: &App,
    whose: &Whose,
    application: &Application,
    region: Option<String>,
    means: Means<'_>,
) -> Result<Result<Made, Failed>> {
    let draft = draft(app, whose);
    let tx = app.store.begin().await?;
    tx.lock_user(whose.user_no).await?;
    rows::insert(&tx, draft.clone()).await?;
    tx.commit().await?;

    let mut known = account(app, region);
    known.id = draft.id.to_string();
    let link = Link {
        provider: application.provider,
        app: &application.app,
        connection: &known,
    };
    let client = app.client()?;
    let connected = match means {
        Means::Return { pending, query } => client.connect(link, pending, query).await,
        Means::Key(key) => client.connect_with_key(link, key).await,
    };
    let settled = match connected {
        Ok(account) => {
            let settled = settle(app, &draft, &account).await?;
            if settled.is_err() {
                release(app, &refused(&draft, &account)?).await;
            }
            settled
        }
        Err(error) => Err(in_words(application, &error)),
    };
    if settled.is_err() {
        let tx = app.store.begin().await?;
        rows::abandon(&tx, draft.id).await?;
        tx.commit().await?;
    }
    Ok(settled)
}

/// The draft as what it would have become.
fn refused(draft: &Connection, account: &Account) -> Result<Connection> {
    let told = stored(account)?;
    Ok(Connection {
        account: told.document,
        vendor_user: told.user,
        ..draft.clone()
    })
}

/// A connection nobody sees.
fn draft(app: &App, whose: &Whose) -> Connection {
    let now = app.now();
    Connection {
        id: Id::generate(),
        workspace_id: whose.workspace,
        user_no: whose.user_no,
        provider: whose.provider.clone(),
        status: Status::Connecting,
        reason: None,
        account: json!({}),
        vendor_user: None,
        former_user: None,
        sealed_grant: None,
        grant_version: 0,
        sealed_subscriptions: None,
        settings: json!({}),
        connected_at: now,
        updated_at: now,
        last_sync_at: None,
        next_sync_at: None,
    }
}

/// Finds out whose the account is, and makes or renews the connection.
async fn settle(app: &App, draft: &Connection, account: &Account) -> Result<Result<Made, Failed>> {
    let several = settings(app, draft.workspace_id).await?.allow_second_accounts;
    let tx = app.store.begin().await?;
    tx.lock_user(draft.user_no).await?;
    let told = stored(account)?;
    if let Some(user) = &account.user {
        let all = rows::of_vendor_user(&tx, &draft.provider, user).await?;
        let theirs = all.iter().any(|it| {
            it.workspace_id == draft.workspace_id && it.user_no != draft.user_no && it.vendor_user == account.user
        });
        if theirs {
            return Ok(Err(elsewhere()));
        }
    }
    let mut mine = rows::of_user(&tx, draft.user_no).await?;
    follow(app, &tx, &mine, draft, account).await?;
    mine.retain(|it| it.provider == draft.provider);
    let same = mine.iter().filter(|it| it.vendor_user == account.user);
    let same = same.max_by_key(|it| (it.status.is_live(), it.id)).cloned();
    if same.is_none() && !several && mine.iter().any(|it| it.status.is_live()) {
        let message = "Another account of this service is connected already. Disconnect it first.";
        return Ok(Err(Failed::new(Why::Conflict, message)));
    }
    let id = same.as_ref().map_or(draft.id, |it| it.id);
    if let Some(same) = &same {
        hand_over(app, &tx, draft, same).await?;
    }
    match rows::activate(&tx, id, told, app.now()).await {
        // Somebody else was faster.
        Err(Error::Conflict { .. }) => return Ok(Err(elsewhere())),
        activated => activated?,
    }
    let gone = || Error::internal("connecting")("the connection is gone");
    let connection = rows::find(&tx, id).await?.ok_or_else(gone)?;
    sync::connected(app, &tx, &connection).await?;
    let is_new = same.is_none();
    if same.is_none_or(|it| !it.status.is_live()) {
        tell(&tx, &connection, "connection.created", app.now()).await?;
    }
    tx.commit().await?;
    tracing::info!(connection.id = %id, is_new, "Connected an account at {}", connection.provider);
    Ok(Ok(Made { connection, is_new }))
}

/// Gives the tokens of the draft to the connection that was there; one that had ended is no longer to be taken back.
async fn hand_over(app: &App, tx: &Transaction, draft: &Connection, to: &Connection) -> Result<()> {
    let failed = Error::internal("handing a token over");
    let held = Stores::new(app).load(&draft.id.to_string()).await.map_err(failed)?;
    let held = held.ok_or_else(|| Error::internal("handing a token over")("there is none"))?;
    rows::put_grant(tx, to.id, seal(app, to, &held.grant)?).await?;
    rows::abandon(tx, draft.id).await?;
    if !to.status.is_live() {
        jobs::cancel_of_connection(tx, to.id, app.now()).await?;
    }
    Ok(())
}

/// Ends the person's connection with the vendor that this one has taken over, where it is the same person there.
async fn follow(app: &App, tx: &Transaction, mine: &[Connection], draft: &Connection, account: &Account) -> Result<()> {
    let Some(former) = &account.former_user else {
        return Ok(());
    };
    let taken_over = |slug: &str| {
        let spec = vendors::find(slug).map(|it| it.spec());
        spec.is_some_and(|spec| spec.successor == Some(draft.provider.as_str()))
    };
    let before = mine
        .iter()
        .filter(|it| it.vendor_user.as_ref() == Some(former) && taken_over(&it.provider));
    for old in before {
        let reason = Some(format!("it goes on through {}", draft.provider));
        rows::set_status(tx, old.id, &Status::LIVE, Status::Disconnected, reason, app.now()).await?;
        jobs::cancel_of_connection(tx, old.id, app.now()).await?;
    }
    Ok(())
}

fn elsewhere() -> Failed {
    Failed::new(
        Why::Conflict,
        "This account is connected for another user. Disconnect it there first.",
    )
}

/// Puts what went wrong at a vendor into words for the person.
pub(super) fn in_words(application: &Application, error: &vitasync_providers::Error) -> Failed {
    let name = application.spec().name;
    let (why, message) = match error.kind() {
        ErrorKind::Reconnect => (
            Why::NotAccepted,
            format!("{name} does not accept what was shown to it. Try again."),
        ),
        ErrorKind::Forbidden => (
            Why::AccessDenied,
            format!("{name} was not allowed to share data. Nothing was connected."),
        ),
        ErrorKind::Consent => (
            Why::VendorError,
            format!("{name} waits for you to accept something there. Do that, then try again."),
        ),
        ErrorKind::Storage => (
            Why::Unavailable,
            format!("The connection with {name} could not be kept here. Try again in a few minutes."),
        ),
        ErrorKind::RateLimited | ErrorKind::Unavailable => (
            Why::Unavailable,
            format!("{name} cannot be reached now. Try again in a few minutes."),
        ),
        _ => (
            Why::VendorError,
            format!("{name} did not accept the connection. Tell whoever runs this service."),
        ),
    };
    let cause = std::error::Error::source(error).map(ToString::to_string);
    tracing::warn!(%error, cause, "Could not connect an account at {name}");
    Failed {
        retry_after: error.retry_after(),
        ..Failed::new(why, message)
    }
}
