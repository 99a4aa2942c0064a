//! Finds the person a command is about, by id or external id.

use crate::App;
use crate::service::users::{self, ListUsers, Order, Profile, Reach, Start, User};
use crate::service::{parse_id, workspaces};

/// Finds a person.
///
/// # Errors
///
/// A sentence that names who there is, where nobody has this id.
pub(super) async fn find(app: &App, id: &str) -> anyhow::Result<User> {
    let workspace = workspaces::default(app).await?;
    if let Some(ulid) = parse_id(id)
        && let Ok(user) = users::find(app, Reach::Workspace(workspace), ulid).await
    {
        return Ok(user);
    }
    let query = ListUsers {
        order: Order::default(),
        search: None,
        limit: 200,
        start: Start::Offset(0),
    };
    let known = users::list(app, Reach::Workspace(workspace), query).await?.users;
    let names = || {
        known
            .iter()
            .filter_map(|user| user.external_id.as_deref())
            .take(5)
            .collect::<Vec<_>>()
            .join(", ")
    };
    match known.iter().find(|user| user.external_id.as_deref() == Some(id)) {
        Some(user) => Ok(user.clone()),
        None if known.is_empty() => {
            anyhow::bail!("the database holds nobody yet: `vitasync import FILE --user {id}` creates {id}")
        }
        None => anyhow::bail!("there is nobody called {id:?}; there is {}", names()),
    }
}

/// Finds a person by id or external id, or creates one with this external id; tells whether it was created.
pub(super) async fn find_or_create(app: &App, id: &str, profile: Profile) -> anyhow::Result<(User, bool)> {
    let workspace = workspaces::default(app).await?;
    if let Some(ulid) = parse_id(id) {
        return Ok((users::find(app, Reach::Workspace(workspace), ulid).await?, false));
    }
    Ok(users::create_or_find(app, workspace, id.to_owned(), profile).await?)
}
