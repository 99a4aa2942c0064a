//! The people whose data is kept.
//!
//! `user_no` leads the key of every data table; `id` is what people see. External ids and emails are unique inside a
//! workspace.

use chrono_tz::Tz;
use sea_orm::entity::prelude::*;
use sea_orm::sea_query::{Expr, ExprTrait, Func, LikeExpr, SimpleExpr};
use sea_orm::{ActiveValue::Set, Condition, IntoActiveModel, NotSet, QueryOrder, QuerySelect};

mod order;

pub use self::order::{Key, Order, SortBy};
use super::{Id, Reads, Store, Transaction, collided, failed};
use crate::error::{Error, Result};

const TAKEN: &str = "another user of this workspace has this external id or email";

/// A person.
#[derive(Debug, Clone, PartialEq, DeriveEntityModel)]
#[sea_orm(table_name = "users")]
pub struct Model {
    /// The number in this database; leads the key of every data table. Never shown.
    #[sea_orm(primary_key)]
    pub user_no: i64,
    /// The id.
    pub id: Id,
    /// The workspace.
    pub workspace_id: Id,
    /// The id the workspace's own system knows the person by.
    pub external_id: Option<String>,
    /// The email.
    pub email: Option<String>,
    /// The name to show.
    pub display_name: Option<String>,
    /// The given name.
    pub given_name: Option<String>,
    /// The family name.
    pub family_name: Option<String>,
    /// The gender, in the person's own terms.
    pub gender: Option<String>,
    /// The sex that reference values depend on: `female`, `male` or `other`.
    pub sex: Option<String>,
    /// The date of birth.
    pub birth_date: Option<Date>,
    /// The height in metres.
    pub height_m: Option<f64>,
    /// The IANA time zone, for example `Europe/Berlin`.
    pub timezone: Option<String>,
    /// Whatever the workspace wants to remember.
    pub metadata: Json,
    /// How many imports there have been: the version the next one gives its samples.
    pub imports: i64,
    /// How often what the person has set has changed.
    pub preferences_version: i64,
    /// How often the tokens of the person's phones have been revoked.
    pub push_generation: i64,
    /// When the user was created.
    pub created_at: DateTimeUtc,
    /// When the user was last changed.
    pub updated_at: DateTimeUtc,
}

pub use self::Model as User;

/// What it belongs to.
#[derive(Debug, Clone, Copy, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}

/// A person to be added. Only the ids are required.
#[derive(Debug, Clone, PartialEq)]
pub struct NewUser {
    /// The id.
    pub id: Id,
    /// The workspace.
    pub workspace_id: Id,
    /// The id the workspace's own system knows the person by.
    pub external_id: Option<String>,
    /// The email.
    pub email: Option<String>,
    /// The name to show.
    pub display_name: Option<String>,
    /// The given name.
    pub given_name: Option<String>,
    /// The family name.
    pub family_name: Option<String>,
    /// The gender, in the person's own terms.
    pub gender: Option<String>,
    /// The sex that reference values depend on.
    pub sex: Option<String>,
    /// The date of birth.
    pub birth_date: Option<Date>,
    /// The height in metres.
    pub height_m: Option<f64>,
    /// The IANA time zone.
    pub timezone: Option<String>,
    /// Whatever the workspace wants to remember.
    pub metadata: Json,
}

/// What services need to know about whose data they work on.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct UserRef {
    /// The number in this database.
    pub no: i64,
    /// The id.
    pub id: Id,
    /// The zone of the person's days, where the profile names one.
    pub zone: Option<Tz>,
    /// How often what the person has set has changed.
    pub preferences_version: i64,
}

impl From<&User> for UserRef {
    fn from(user: &User) -> Self {
        Self {
            no: user.user_no,
            id: user.id,
            zone: user.timezone.as_deref().and_then(|name| name.parse().ok()),
            preferences_version: user.preferences_version,
        }
    }
}

impl NewUser {
    /// Makes a person of whom nothing is known.
    pub fn new(workspace_id: Id) -> Self {
        Self {
            id: Id::generate(),
            workspace_id,
            external_id: None,
            email: None,
            display_name: None,
            given_name: None,
            family_name: None,
            gender: None,
            sex: None,
            birth_date: None,
            height_m: None,
            timezone: None,
            metadata: Json::Object(serde_json::Map::new()),
        }
    }
}

/// Adds a person.
///
/// # Errors
///
/// Conflict where the workspace has a user of this external id or email.
pub async fn insert(tx: &Transaction, user: NewUser, now: DateTimeUtc) -> Result<User> {
    let row = ActiveModel {
        user_no: NotSet,
        id: Set(user.id),
        workspace_id: Set(user.workspace_id),
        external_id: Set(user.external_id),
        email: Set(user.email),
        display_name: Set(user.display_name),
        given_name: Set(user.given_name),
        family_name: Set(user.family_name),
        gender: Set(user.gender),
        sex: Set(user.sex),
        birth_date: Set(user.birth_date),
        height_m: Set(user.height_m),
        timezone: Set(user.timezone),
        metadata: Set(user.metadata),
        imports: Set(0),
        preferences_version: Set(0),
        push_generation: Set(0),
        created_at: Set(now),
        updated_at: Set(now),
    };
    Entity::insert(row)
        .exec_with_returning(&tx.0)
        .await
        .map_err(collided("adding a user", TAKEN))
}

/// Finds a person of a workspace by id.
///
/// # Errors
///
/// Internal where the database fails.
pub async fn find(store: &Store, workspace: Id, id: Id) -> Result<Option<User>> {
    one(store, workspace, Column::Id.eq(id)).await
}

/// Makes the tokens of a person's phones those of an earlier generation.
///
/// # Errors
///
/// Internal where the database fails.
pub async fn next_push_generation(tx: &Transaction, user_no: i64) -> Result<()> {
    Entity::update_many()
        .col_expr(Column::PushGeneration, Expr::col(Column::PushGeneration).add(1))
        .filter(Column::UserNo.eq(user_no))
        .exec(&tx.0)
        .await
        .map(|_| ())
        .map_err(failed("revoking tokens"))
}

/// Finds a person by number.
///
/// # Errors
///
/// NotFound where the person is gone.
pub async fn by_number(from: &impl Reads, user_no: i64) -> Result<User> {
    Entity::find_by_id(user_no)
        .one(from.connection())
        .await
        .map_err(failed("reading a user"))?
        .ok_or(Error::not_found("User"))
}

/// Finds a person by id, in whichever workspace.
///
/// # Errors
///
/// Internal where the database fails.
pub async fn by_id(from: &impl Reads, id: Id) -> Result<Option<User>> {
    let found = Entity::find().filter(Column::Id.eq(id)).one(from.connection()).await;
    found.map_err(failed("reading a user"))
}

/// Finds a person of a workspace by the workspace's own id.
///
/// # Errors
///
/// Internal where the database fails.
pub async fn find_by_external_id(store: &Store, workspace: Id, external_id: &str) -> Result<Option<User>> {
    one(store, workspace, Column::ExternalId.eq(external_id)).await
}

/// Finds a person of a workspace by email.
///
/// # Errors
///
/// Internal where the database fails.
pub async fn find_by_email(store: &Store, workspace: Id, email: &str) -> Result<Option<User>> {
    one(store, workspace, Column::Email.eq(email)).await
}

async fn one(store: &Store, workspace: Id, condition: SimpleExpr) -> Result<Option<User>> {
    Entity::find()
        .filter(Column::WorkspaceId.eq(workspace))
        .filter(condition)
        .one(&store.read)
        .await
        .map_err(failed("reading a user"))
}

/// The columns a search looks into.
const SEARCHED: [Column; 5] = [
    Column::ExternalId,
    Column::Email,
    Column::DisplayName,
    Column::GivenName,
    Column::FamilyName,
];

/// Which people of a workspace.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Filter<'a> {
    /// Part of a name, an email or an external id, in any case of letters.
    pub search: Option<&'a str>,
    /// The only person to look at.
    pub only: Option<Id>,
    /// Only people that stand behind this place in the list.
    pub after: Option<(&'a Key, Id)>,
    /// How the list is ordered.
    pub order: Order,
}

impl Filter<'_> {
    fn condition(self, workspace: Id) -> Condition {
        let matches = self.search.map(|text| {
            let pattern = LikeExpr::new(format!("%{}%", escaped(&text.to_lowercase()))).escape('\\');
            SEARCHED.into_iter().fold(Condition::any(), |any, column| {
                any.add(Expr::expr(Func::lower(Expr::col(column))).like(pattern.clone()))
            })
        });
        let behind = self.after.map(|(key, id)| self.order.behind(key, id));
        Condition::all()
            .add(Column::WorkspaceId.eq(workspace))
            .add_option(self.only.map(|id| Column::Id.eq(id)))
            .add_option(behind)
            .add_option(matches)
    }
}

/// Takes the meaning of wildcards from the characters of a search.
fn escaped(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for letter in text.chars() {
        if matches!(letter, '%' | '_' | '\\') {
            out.push('\\');
        }
        out.push(letter);
    }
    out
}

/// Lists people of a workspace in order.
///
/// # Errors
///
/// Internal where the database fails.
pub async fn list(store: &Store, workspace: Id, filter: Filter<'_>, limit: u64, offset: u64) -> Result<Vec<User>> {
    Entity::find()
        .filter(filter.condition(workspace))
        .order_by(filter.order.by.expression(), filter.order.direction())
        .order_by(Column::Id, filter.order.direction())
        .limit(limit)
        .offset(offset)
        .all(&store.read)
        .await
        .map_err(failed("listing users"))
}

/// Counts people of a workspace.
///
/// # Errors
///
/// Internal where the database fails.
pub async fn count(store: &Store, workspace: Id, filter: Filter<'_>) -> Result<u64> {
    Entity::find()
        .filter(filter.condition(workspace))
        .count(&store.read)
        .await
        .map_err(failed("counting users"))
}

/// Writes every field of a person but the ids, what is counted and the time of creation.
///
/// # Errors
///
/// NotFound where the person is gone; Conflict where the workspace has another user of this external id or email.
pub async fn update(tx: &Transaction, user: User, now: DateTimeUtc) -> Result<User> {
    let no = user.user_no;
    let mut row = user.into_active_model().reset_all();
    for fixed in [
        Column::Id,
        Column::WorkspaceId,
        Column::Imports,
        Column::PreferencesVersion,
        Column::CreatedAt,
    ] {
        row.not_set(fixed);
    }
    row.updated_at = Set(now);
    row.user_no = sea_orm::ActiveValue::Unchanged(no);
    match Entity::update(row).exec(&tx.0).await {
        Err(DbErr::RecordNotUpdated) => Err(Error::not_found("User")),
        other => other.map_err(collided("changing a user", TAKEN)),
    }
}

/// Counts a new import and tells how many there were before it.
///
/// # Errors
///
/// NotFound where the person is gone.
pub async fn next_import(tx: &Transaction, user_no: i64) -> Result<u32> {
    let doing = "counting an import";
    let before: Option<i64> = Entity::find_by_id(user_no)
        .select_only()
        .column(Column::Imports)
        .into_tuple()
        .one(&tx.0)
        .await
        .map_err(failed(doing))?;
    Entity::update_many()
        .col_expr(Column::Imports, Expr::col(Column::Imports).add(1))
        .filter(Column::UserNo.eq(user_no))
        .exec(&tx.0)
        .await
        .map_err(failed(doing))?;
    let before = before.ok_or(Error::not_found("User"))?;
    u32::try_from(before).map_err(Error::internal(doing))
}
