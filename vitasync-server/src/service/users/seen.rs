//! Remembers for a moment who people are, for questions that are asked often.

use std::sync::Arc;
use std::time::Instant;

use super::{Reach, User, find};
use crate::App;
use crate::error::{Error, Result};
use crate::service::Id;
use crate::service::recent::Recent;

/// The people looked up lately, by workspace and id. Cheap to clone.
#[derive(Debug, Clone, Default)]
pub struct Seen(Recent<(Id, Id), Known>);

/// A person, and how often this process had changed the person's data when that was read.
#[derive(Debug, Clone)]
struct Known {
    user: Arc<User>,
    generation: u64,
}

/// Finds a person the caller may see, as the person was at most a second ago: what this process has changed counts at
/// once.
///
/// # Errors
///
/// NotFound where there is none, or it is not the caller's to see.
pub async fn seen(app: &App, reach: Reach, id: Id) -> Result<Arc<User>> {
    if !reach.includes(id) {
        return Err(Error::not_found("User"));
    }
    let key = (reach.workspace(), id);
    let is_true = |it: &Known| app.store.generation(it.user.user_no) == it.generation;
    if let Some(known) = app.seen.0.find(&key, is_true) {
        return Ok(known.user);
    }
    let (changes, began) = (app.store.changes(), Instant::now());
    let user = Arc::new(find(app, reach, id).await?);
    let generation = app.store.generation(user.user_no);
    // Where anybody has written meanwhile, it may have been this person, after the row was read.
    if app.store.changes() == changes {
        let user = Arc::clone(&user);
        app.seen.0.keep(key, Known { user, generation }, began);
    }
    Ok(user)
}

#[cfg(test)]
mod tests {
    use std::time::Duration;

    use super::*;
    use crate::service::users::{Profile, change};
    use crate::testing::{TestDatabase, on_every_database, somebody};

    fn name(text: &str) -> Profile {
        Profile {
            display_name: Some(Some(text.to_owned())),
            ..Profile::default()
        }
    }

    async fn name_in(app: &App, user: &User) -> Option<String> {
        let found = seen(app, Reach::Workspace(user.workspace_id), user.id).await;
        found.expect("the person is there").display_name.clone()
    }

    async fn another_process(database: &TestDatabase) -> App {
        App::open(&database.url).await.expect("another process")
    }

    #[tokio::test]
    async fn a_change_counts_at_once_here_and_within_a_second_in_another_process() {
        on_every_database(async |database| {
            let (app, user) = (&database.app, database.user().await);
            let other = another_process(database).await;
            for app in [app, &other] {
                assert_eq!(name_in(app, &user).await, None);
            }
            change(app, user.clone(), name("Ada")).await.expect("changed");
            assert_eq!(
                name_in(app, &user).await.as_deref(),
                Some("Ada"),
                "on {}",
                database.engine
            );
            tokio::time::sleep(Duration::from_secs(1)).await;
            assert_eq!(
                name_in(&other, &user).await.as_deref(),
                Some("Ada"),
                "on {}",
                database.engine
            );
            other.store.close().await.expect("it closes");
        })
        .await;
    }

    #[tokio::test]
    async fn who_was_seen_is_seen_by_nobody_else_and_not_after_being_erased() {
        on_every_database(async |database| {
            let (app, user) = (&database.app, database.user().await);
            let stranger = database.user().await;
            let own = Reach::Workspace(user.workspace_id);
            seen(app, own, user.id).await.expect("the person is there");
            let bound = Reach::User {
                workspace: user.workspace_id,
                user: stranger.id,
            };
            for reach in [Reach::Workspace(stranger.workspace_id), bound] {
                let refused = seen(app, reach, user.id).await;
                assert!(matches!(refused, Err(Error::NotFound { .. })), "{reach:?}");
            }
            let erased = crate::service::users::erase(app, &somebody(), (&user).into()).await;
            erased.expect("erased");
            let gone = seen(app, own, user.id).await;
            assert!(matches!(gone, Err(Error::NotFound { .. })), "on {}", database.engine);
        })
        .await;
    }
}
