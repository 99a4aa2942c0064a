//! The record of privileged actions.
//!
//! Invariant: rows are added and never changed or deleted. There is no function here that could, and a trigger refuses
//! it in both databases; who owns the database can drop the trigger.

use sea_orm::entity::prelude::*;
use sea_orm::{Condition, IntoActiveModel, QueryOrder, QuerySelect};

use super::{Id, Store, Transaction, failed};
use crate::error::Result;

/// What somebody did.
#[derive(Debug, Clone, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "audit_log")]
pub struct Model {
    /// The id.
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: Id,
    /// The workspace it was done in.
    pub workspace_id: Id,
    /// When it was done.
    pub at: DateTimeUtc,
    /// What was done.
    pub action: String,
    /// Who did it: the id of a key, or a word.
    pub actor: String,
    /// The opaque id of what it was done to.
    pub subject: String,
    /// The request that did it.
    pub request_id: Option<String>,
    /// The address the request came from.
    pub address: Option<String>,
    /// What else there is to know.
    pub details: Json,
}

pub use self::Model as Recorded;

/// What it belongs to; kept by the code, not by the database.
#[derive(Debug, Clone, Copy, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}

/// Which actions of a workspace.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Filter {
    /// Only since then.
    pub from: Option<DateTimeUtc>,
    /// Only before then.
    pub until: Option<DateTimeUtc>,
    /// Only this action.
    pub action: Option<String>,
    /// Only by this actor.
    pub actor: Option<String>,
    /// Only on this subject.
    pub subject: Option<String>,
    /// Only what stands behind this place in the list.
    pub behind: Option<(DateTimeUtc, Id)>,
}

impl Filter {
    fn condition(&self, workspace: Id) -> Condition {
        let behind = self.behind.map(|(at, id)| {
            let same_time = Condition::all().add(Column::At.eq(at)).add(Column::Id.lt(id));
            Condition::any().add(Column::At.lt(at)).add(same_time)
        });
        let is = |column: Column, word: &Option<String>| word.as_deref().map(|word| column.eq(word));
        Condition::all()
            .add(Column::WorkspaceId.eq(workspace))
            .add_option(self.from.map(|from| Column::At.gte(from)))
            .add_option(self.until.map(|until| Column::At.lt(until)))
            .add_option(is(Column::Action, &self.action))
            .add_option(is(Column::Actor, &self.actor))
            .add_option(is(Column::Subject, &self.subject))
            .add_option(behind)
    }
}

/// Adds what was done.
///
/// # Errors
///
/// Internal where the database fails.
pub async fn insert(tx: &Transaction, row: Recorded) -> Result<()> {
    Entity::insert(row.into_active_model().reset_all())
        .exec_without_returning(&tx.0)
        .await
        .map(|_| ())
        .map_err(failed("recording an action"))
}

/// Lists what was done in a workspace, latest first.
///
/// # Errors
///
/// Internal where the database fails.
pub async fn list(store: &Store, workspace: Id, filter: &Filter, limit: u64) -> Result<Vec<Recorded>> {
    Entity::find()
        .filter(filter.condition(workspace))
        .order_by_desc(Column::At)
        .order_by_desc(Column::Id)
        .limit(limit)
        .all(&store.read)
        .await
        .map_err(failed("reading the audit log"))
}
