//! Lets a client send a file past this server, to an address of the object store.

use std::time::Duration;

use chrono::{DateTime, TimeDelta, Utc};

use super::receive::plain_name;
use super::{Upload, Wanted, enqueue, find, object_folder, uploads};
use crate::App;
use crate::error::{Error, Result};
use crate::objects::Objects;
use crate::service::jobs::Job;
use crate::service::{Id, jobs};
use crate::store::users::{User, UserRef};

/// Where a client can send a file.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Presigned {
    /// The id that its import will have.
    pub id: Id,
    /// The address, which takes one object by PUT.
    pub url: String,
    /// Until when.
    pub expires_at: DateTime<Utc>,
}

/// Makes an address to which a file can be sent for a time. What is sent there is deleted after a day unless it is
/// [started](start).
///
/// # Errors
///
/// Conflict where there is no object store that strangers can be sent to.
pub async fn presign(app: &App, user: &User, name: Option<&str>, lifetime: Duration) -> Result<Presigned> {
    let id = Id::generate();
    let name = format!("{}/{}", object_folder(&UserRef::from(user), id), plain_name(name));
    let url = signing(app)?.sign_put(&name, lifetime).await?;
    let lifetime = TimeDelta::from_std(lifetime).map_err(Error::internal("signing an address"))?;
    Ok(Presigned {
        id,
        url: url.ok_or_else(none_to_sign_with)?,
        expires_at: app.now() + lifetime,
    })
}

/// Starts the import of a file of at most `limit` bytes that was sent to such an address; again, it is the same import.
///
/// # Errors
///
/// NotFound where nothing was sent to an address of the person's under this id, or more than a day ago; TooLarge beyond the
/// limit, and then it is deleted.
pub async fn start(app: &App, user: &User, id: Id, wanted: Wanted, limit: u64) -> Result<Job> {
    if jobs::status(app, id).await?.is_some() {
        return find(app, user, id).await;
    }
    let objects = signing(app).map_err(|_| Error::not_found("Import"))?;
    let who = UserRef::from(user);
    let sent = objects.list(&object_folder(&who, id)).await?.into_iter().next();
    let sent = sent.filter(|it| it.bytes > 0).ok_or(Error::not_found("Import"))?;
    if sent.bytes > limit {
        objects.delete([sent.name]).await?;
        return Err(Error::TooLarge { limit_bytes: limit });
    }
    let file = sent.name.rsplit('/').next().unwrap_or_default();
    let upload = Upload {
        path: uploads(&who).join(id.to_string()).join(file),
        bytes: sent.bytes,
        object: Some(sent.name),
        wanted,
    };
    enqueue(app, user, id, &upload).await?;
    find(app, user, id).await
}

/// Gives an object store that strangers can be sent to.
fn signing(app: &App) -> Result<&Objects> {
    let objects = app.objects().filter(|objects| objects.can_sign());
    objects.ok_or_else(none_to_sign_with)
}

fn none_to_sign_with() -> Error {
    Error::conflict(
        "this server has no object store that takes uploads: send the file to POST /v1/users/{userId}/imports",
    )
}
