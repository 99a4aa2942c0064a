//! Keeps raw bytes as they came: in their row, or as an object where an object store is configured.
//!
//! ```text
//! <person>/answers/<id>.zst        what vendors answered
//! <person>/pushes/<id>.zst         what phones pushed
//! <person>/files/<id>.zst          originals of imports
//! <person>/uploads/<job>/<name>    files that wait for their import
//! <person>/archive/…               what was old (`service::retention`)
//! ```
//!
//! An object is written before the row that names it and deleted after it, so that a row never names what is not there.
//! What a crash leaves is an object that no row names; [`sweep`] deletes those after a day.

use std::collections::BTreeSet;

use chrono::{DateTime, TimeDelta, Utc};

use super::jobs::{self, Attempt, Ended, Kind, Lane};
use super::{Id, workspaces};
use crate::app::App;
use crate::error::{Error, Result};
use crate::objects::{Listed, Objects};
use crate::store::users::UserRef;
use crate::store::{objects as rows, users};

/// Where uploads wait, among a person's objects.
pub(crate) const UPLOADS: &str = "uploads";
/// Where is kept what was old, among a person's objects.
pub(crate) const ARCHIVE: &str = "archive";

/// The object that says which database the store belongs to.
const OWNER: &str = "vitasync-database";

/// Deletes objects that no row names.
pub const SWEEP: Kind = Kind {
    id: "sweep_objects",
    lane: Lane::Upkeep,
    most_attempts: None,
};

/// What bytes are.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum What {
    /// What a vendor answered.
    Answer,
    /// What a phone pushed.
    Push,
    /// The original of an import.
    File,
}

/// Bytes as their row keeps them: one of the two is empty.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Kept {
    /// The bytes, where they stand in the row.
    pub(crate) bytes: Vec<u8>,
    /// The name of the object, where they are one.
    pub(crate) object: Option<String>,
}

/// Keeps compressed bytes of a person; the caller writes the row after that.
pub(crate) async fn keep(app: &App, user_no: i64, what: What, bytes: Vec<u8>) -> Result<Kept> {
    let Some(objects) = app.objects() else {
        return Ok(Kept { bytes, object: None });
    };
    let name = new_name(users::by_number(&app.store, user_no).await?.id, what);
    objects.put(&name, bytes).await?;
    Ok(Kept {
        bytes: Vec::new(),
        object: Some(name),
    })
}

/// Reads what a row keeps; `None` where its object is not there.
pub(crate) async fn read(app: &App, bytes: Vec<u8>, object: Option<&str>) -> Result<Option<Vec<u8>>> {
    match object {
        None => Ok(Some(bytes)),
        Some(name) => store(app)?.get(name).await,
    }
}

/// Makes a new name for an object of a person.
pub(crate) fn new_name(user: Id, what: What) -> String {
    let kind = match what {
        What::Answer => "answers",
        What::Push => "pushes",
        What::File => "files",
    };
    format!("{user}/{kind}/{}.zst", Id::generate())
}

/// Deletes the objects of a person whose data was deleted: those that rows named, what waits to be imported and what was
/// archived. What has come since stays.
pub(crate) async fn forget_data(app: &App, user: &UserRef, named: BTreeSet<String>) -> Result<()> {
    let Some(objects) = app.objects() else { return Ok(()) };
    let mut names = named;
    for part in [UPLOADS, ARCHIVE] {
        let listed = objects.list(&format!("{}/{part}", user.id)).await?;
        names.extend(listed.into_iter().map(|it| it.name));
    }
    objects.delete(names).await
}

/// Deletes every object of a person who is gone.
pub(crate) async fn forget_user(app: &App, user: &UserRef) -> Result<()> {
    let Some(objects) = app.objects() else { return Ok(()) };
    let listed = objects.list(&user.id.to_string()).await?;
    objects.delete(listed.into_iter().map(|it| it.name)).await
}

/// Deletes objects that are older than a day and that nothing names, and comes again in an hour.
///
/// Does nothing in a store that belongs to another database, whose objects this one does not know.
///
/// # Errors
///
/// Internal where the database or the object store fails; what was deleted until then stays deleted.
pub async fn sweep(attempt: Attempt) -> Result<Ended> {
    let app = &attempt.app;
    if let Some(objects) = app.objects()
        && is_ours(app, objects).await?
    {
        let mut swept = 0;
        for person in objects.people().await? {
            if let Ok(id) = person.parse() {
                swept += sweep_person(app, objects, id).await?;
            }
        }
        if swept > 0 {
            tracing::info!(objects = swept, "Deleted {swept} objects that nothing named");
        }
    }
    Ok(Ended::Again {
        at: app.now() + TimeDelta::hours(1),
        why: None,
    })
}

/// Deletes what nothing names of a person's objects, and counts it.
async fn sweep_person(app: &App, objects: &Objects, id: Id) -> Result<usize> {
    // Objects first: a row that is written meanwhile names one that is too young, or one we know of.
    let listed = objects.list(&id.to_string()).await?;
    let user = users::by_id(&app.store, id).await?;
    let named = match &user {
        Some(user) => rows::of_user(&app.store, user.user_no).await?,
        None => BTreeSet::new(),
    };
    let border = app.now() - TimeDelta::days(1);
    let mut unnamed = Vec::new();
    for object in listed {
        if is_old(&object, border)
            && !named.contains(&object.name)
            && !is_used(app, &object.name, user.is_some()).await?
        {
            unnamed.push(object.name);
        }
    }
    let swept = unnamed.len();
    objects.delete(unnamed).await?;
    Ok(swept)
}

fn is_old(object: &Listed, border: DateTime<Utc>) -> bool {
    object.written_at < border
}

/// Tells whether an object is used that no row names: an archive of a person who is there, or an upload whose job is not over.
async fn is_used(app: &App, name: &str, is_there: bool) -> Result<bool> {
    let mut parts = name.split('/').skip(1);
    Ok(match (parts.next(), parts.next().map(str::parse)) {
        (Some(ARCHIVE), _) => is_there,
        (Some(UPLOADS), Some(Ok(job))) => jobs::status(app, job).await?.is_some_and(|it| !it.is_over()),
        _ => false,
    })
}

/// Tells whether a store belongs to this database; takes one that belongs to none.
async fn is_ours(app: &App, objects: &Objects) -> Result<bool> {
    let us = workspaces::default(app).await?.to_string();
    match objects.get(OWNER).await? {
        None => {
            objects.put(OWNER, us.into_bytes()).await?;
            Ok(true)
        }
        Some(owner) if owner == us.as_bytes() => Ok(true),
        Some(_) => {
            tracing::error!(
                "The object store belongs to another database, so nothing is swept in it. Give this one a prefix of its own, or \
                 delete the object {OWNER:?} where the other database is gone"
            );
            Ok(false)
        }
    }
}

/// Gives the object store.
pub(crate) fn store(app: &App) -> Result<&Objects> {
    let missing = || Error::internal("finding the object store")("raw bytes lie in one, and none is configured");
    app.objects().ok_or_else(missing)
}
