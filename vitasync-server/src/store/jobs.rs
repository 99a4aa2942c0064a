//! Work that is done later, by whichever process comes first.
//!
//! A job is due at a time. Whoever takes it moves that time to the end of a lease and keeps moving it while at work; a
//! process that dies stops doing so, and the job is due again. Every later change names the holder and the attempt, so
//! one who has lost a job cannot finish it. `once` is taken by at most one job that is not over.

use std::sync::atomic::Ordering;

use sea_orm::entity::prelude::*;
use sea_orm::sea_query::{Expr, ExprTrait, LockBehavior, LockType, OnConflict};
use sea_orm::{Condition, IntoActiveModel, QueryOrder, QuerySelect};

use super::{Id, Reads, Store, Transaction, failed, in_portions};
use crate::error::Result;

/// A piece of work.
#[derive(Debug, Clone, PartialEq, DeriveEntityModel)]
#[sea_orm(table_name = "jobs")]
pub struct Model {
    /// The id.
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: Id,
    /// Which work it queues up with.
    pub lane: String,
    /// What is to be done.
    pub kind: String,
    /// For which workspace.
    pub workspace_id: Option<Id>,
    /// For which person.
    pub user_no: Option<i64>,
    /// For which connection.
    pub connection_id: Option<Id>,
    /// A name that no other job has which is not over.
    pub once: Option<String>,
    /// What it needs to know.
    pub payload: Json,
    /// How it stands.
    pub status: Status,
    /// When it may be taken: its time, or the end of the lease of whoever is at it; none once it is over.
    pub due_at: Option<DateTimeUtc>,
    /// Who is at it.
    pub holder: Option<Id>,
    /// How often it was taken.
    pub attempts: i32,
    /// Whether somebody wants it to stop.
    pub cancel_requested: bool,
    /// How far it has come.
    pub progress: Option<Json>,
    /// What came of it.
    pub result: Option<Json>,
    /// Why it failed, or why it is tried again.
    pub error: Option<String>,
    /// When it was asked for.
    pub created_at: DateTimeUtc,
    /// When it was first taken.
    pub started_at: Option<DateTimeUtc>,
    /// When it was over.
    pub finished_at: Option<DateTimeUtc>,
}

pub use self::Model as Job;

/// How a job stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq, EnumIter, DeriveActiveEnum)]
#[sea_orm(rs_type = "String", db_type = "String(StringLen::None)", rename_all = "snake_case")]
pub enum Status {
    /// It waits for its time.
    Queued,
    /// Somebody is at it.
    Running,
    /// It is done.
    Succeeded,
    /// It will not be tried again.
    Failed,
    /// Somebody has stopped it.
    Cancelled,
}

impl Status {
    /// Names the status on the wire.
    pub fn id(self) -> &'static str {
        match self {
            Self::Queued => "queued",
            Self::Running => "running",
            Self::Succeeded => "succeeded",
            Self::Failed => "failed",
            Self::Cancelled => "cancelled",
        }
    }

    /// Tells whether nothing will happen to it any more.
    pub fn is_over(self) -> bool {
        matches!(self, Self::Succeeded | Self::Failed | Self::Cancelled)
    }
}

/// What it belongs to; kept by the code, not by the database.
#[derive(Debug, Clone, Copy, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}

/// Which jobs are listed: those that match everything that is given.
#[derive(Debug, Clone, Default)]
pub struct Filter {
    /// Of this workspace.
    pub workspace_id: Option<Id>,
    /// Of this person.
    pub user_no: Option<i64>,
    /// Of this connection.
    pub connection_id: Option<Id>,
    /// Of one of these kinds.
    pub kinds: Vec<&'static str>,
    /// That stand so.
    pub status: Option<Status>,
    /// Older than this one.
    pub before: Option<Id>,
}

/// Adds jobs, visible when the transaction is. One whose `once` is taken is left out; gives the ids of the others.
///
/// # Errors
///
/// Internal where the database fails.
pub async fn insert(tx: &Transaction, jobs: Vec<Job>) -> Result<Vec<Id>> {
    let (named, unnamed): (Vec<Job>, Vec<Job>) = jobs.into_iter().partition(|job| job.once.is_some());
    let mut added: Vec<Id> = unnamed.iter().map(|job| job.id).collect();
    for portion in in_portions(unnamed) {
        Entity::insert_many(portion.into_iter().map(|job| job.into_active_model().reset_all()))
            .exec_without_returning(&tx.0)
            .await
            .map_err(failed("adding jobs"))?;
    }
    for job in named {
        let id = job.id;
        let taken = OnConflict::column(Column::Once).do_nothing().to_owned();
        let rows = Entity::insert(job.into_active_model().reset_all())
            .on_conflict(taken)
            .exec_without_returning(&tx.0)
            .await
            .map_err(failed("adding a job"))?;
        if rows > 0 {
            added.push(id);
        }
    }
    if !added.is_empty() {
        tx.1.jobs.store(true, Ordering::Relaxed);
    }
    Ok(added)
}

/// Takes the jobs of a lane that are due, at most `limit`, those that have waited longest first, and those whose lease ends later
/// than `latest`: it was given by a clock that has been set back since.
///
/// # Errors
///
/// Internal where the database fails.
pub async fn take(
    store: &Store,
    lane: &str,
    limit: u64,
    holder: Id,
    now: DateTimeUtc,
    (until, latest): (DateTimeUtc, DateTimeUtc),
) -> Result<Vec<Job>> {
    let doing = "taking jobs";
    let is_lost = Condition::all()
        .add(Column::Status.eq(Status::Running))
        .add(Column::DueAt.gt(latest));
    let is_due = Condition::any().add(Column::DueAt.lte(now)).add(is_lost);
    let due = || Entity::find().filter(Column::Lane.eq(lane)).filter(is_due.clone());
    // Looking first costs no lock, and most of the time there is nothing.
    let first = due()
        .select_only()
        .column(Column::Id)
        .into_tuple::<Id>()
        .one(&store.read)
        .await;
    if first.map_err(failed(doing))?.is_none() {
        return Ok(Vec::new());
    }
    let tx = store.begin().await?;
    let ids: Vec<Id> = due()
        .select_only()
        .column(Column::Id)
        .order_by_asc(Column::DueAt)
        .order_by_asc(Column::Id)
        .limit(limit)
        .lock_with_behavior(LockType::Update, LockBehavior::SkipLocked)
        .into_tuple()
        .all(&tx.0)
        .await
        .map_err(failed(doing))?;
    let mut taken = Entity::update_many()
        .col_expr(Column::Status, Expr::value(Status::Running))
        .col_expr(Column::Holder, Expr::value(holder))
        .col_expr(Column::DueAt, Expr::value(until))
        .col_expr(Column::Attempts, Expr::col(Column::Attempts).add(1))
        .col_expr(Column::StartedAt, Expr::col(Column::StartedAt).if_null(now))
        .filter(Column::Id.is_in(ids))
        .exec_with_returning(&tx.0)
        .await
        .map_err(failed(doing))?;
    tx.commit().await?;
    taken.sort_unstable_by_key(|job| job.id);
    Ok(taken)
}

/// Moves the leases of a holder's jobs, and gives of each job that is still the holder's whether it is wanted to stop.
///
/// # Errors
///
/// Internal where the database fails.
pub async fn renew(store: &Store, holder: Id, ids: &[Id], until: DateTimeUtc) -> Result<Vec<(Id, bool)>> {
    let held = Entity::update_many()
        .col_expr(Column::DueAt, Expr::value(until))
        .filter(Column::Id.is_in(ids.iter().copied()))
        .filter(Column::Holder.eq(holder))
        .filter(Column::Status.eq(Status::Running))
        .exec_with_returning(&store.write)
        .await
        .map_err(failed("renewing the leases of jobs"))?;
    Ok(held.into_iter().map(|job| (job.id, job.cancel_requested)).collect())
}

/// What becomes of a job that was worked at.
#[derive(Debug, Clone, PartialEq)]
pub enum Verdict {
    /// It is over.
    Over {
        /// How it ended.
        status: Status,
        /// What came of it.
        result: Option<Json>,
        /// Why it failed.
        error: Option<String>,
    },
    /// It is taken up again.
    Again {
        /// When.
        at: DateTimeUtc,
        /// Why, where something went wrong.
        error: Option<String>,
        /// Whether the attempt counts.
        counts: bool,
    },
    /// It leaves nothing behind.
    Forget,
}

/// Ends an attempt, and tells whether it was still the holder's.
///
/// # Errors
///
/// Internal where the database fails.
pub async fn settle(tx: &Transaction, job: &Job, verdict: Verdict, now: DateTimeUtc) -> Result<bool> {
    let doing = "ending a job";
    let mine = Condition::all()
        .add(Column::Id.eq(job.id))
        .add(Column::Holder.eq(job.holder))
        .add(Column::Attempts.eq(job.attempts));
    let none = Expr::value(None::<String>);
    let update = Entity::update_many()
        .col_expr(Column::Holder, none.clone())
        .filter(mine.clone());
    let update = match verdict {
        Verdict::Over { status, result, error } => update
            .col_expr(Column::Status, Expr::value(status))
            .col_expr(Column::DueAt, Expr::value(None::<DateTimeUtc>))
            .col_expr(Column::Once, none)
            .col_expr(Column::Result, Expr::value(result))
            .col_expr(Column::Error, Expr::value(error))
            .col_expr(Column::FinishedAt, Expr::value(now)),
        Verdict::Again { at, error, counts } => update
            .col_expr(Column::Status, Expr::value(Status::Queued))
            .col_expr(Column::DueAt, Expr::value(at))
            .col_expr(Column::Error, Expr::value(error))
            .col_expr(Column::Attempts, Expr::value(job.attempts - i32::from(!counts))),
        Verdict::Forget => {
            let gone = Entity::delete_many().filter(mine).exec(&tx.0).await;
            return Ok(gone.map_err(failed(doing))?.rows_affected > 0);
        }
    };
    let changed = update.exec(&tx.0).await.map_err(failed(doing))?;
    Ok(changed.rows_affected > 0)
}

/// Notes how far a job has come, where it is still the holder's.
///
/// # Errors
///
/// Internal where the database fails.
pub async fn note_progress(store: &Store, job: &Job, progress: Json) -> Result<()> {
    let noted = progressed(job, progress).exec(&store.write).await;
    noted.map(|_| ()).map_err(failed("noting the progress of a job"))
}

/// Notes how far a job has come, visible when the transaction is, and tells whether it is still the holder's.
///
/// # Errors
///
/// Internal where the database fails.
pub async fn note_progress_with(tx: &Transaction, job: &Job, progress: Json) -> Result<bool> {
    let noted = progressed(job, progress).exec(&tx.0).await;
    let noted = noted.map_err(failed("noting the progress of a job"))?;
    Ok(noted.rows_affected > 0)
}

fn progressed(job: &Job, progress: Json) -> sea_orm::UpdateMany<Entity> {
    Entity::update_many()
        .col_expr(Column::Progress, Expr::value(progress))
        .filter(Column::Id.eq(job.id))
        .filter(Column::Holder.eq(job.holder))
        .filter(Column::Attempts.eq(job.attempts))
}

/// Wants jobs to stop: those nobody is at are over at once, the others when they hear of it. Gives how many are concerned.
///
/// # Errors
///
/// Internal where the database fails.
pub async fn cancel(tx: &Transaction, which: &Filter, id: Option<Id>, now: DateTimeUtc) -> Result<u64> {
    let doing = "cancelling jobs";
    let which = || match id {
        Some(id) => condition(which).add(Column::Id.eq(id)),
        None => condition(which),
    };
    let waiting = Entity::update_many()
        .col_expr(Column::Status, Expr::value(Status::Cancelled))
        .col_expr(Column::DueAt, Expr::value(None::<DateTimeUtc>))
        .col_expr(Column::Once, Expr::value(None::<String>))
        .col_expr(Column::FinishedAt, Expr::value(now))
        .filter(which())
        .filter(Column::Status.eq(Status::Queued))
        .exec(&tx.0)
        .await
        .map_err(failed(doing))?;
    let running = Entity::update_many()
        .col_expr(Column::CancelRequested, Expr::value(true))
        .filter(which())
        .filter(Column::Status.eq(Status::Running))
        .exec(&tx.0)
        .await
        .map_err(failed(doing))?;
    Ok(waiting.rows_affected + running.rows_affected)
}

/// Lists jobs, the newest first.
///
/// # Errors
///
/// Internal where the database fails.
pub async fn list(from: &impl Reads, which: &Filter, limit: u64) -> Result<Vec<Job>> {
    Entity::find()
        .filter(condition(which))
        .order_by_desc(Column::Id)
        .limit(limit)
        .all(from.connection())
        .await
        .map_err(failed("listing jobs"))
}

/// How many jobs of a lane wait.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Waiting {
    /// The lane.
    pub lane: String,
    /// How many, those for later with them.
    pub queued: i64,
    /// How many of them could be taken at a time.
    pub due: i64,
    /// Since when the oldest of those could be.
    pub oldest: Option<DateTimeUtc>,
}

/// Counts the jobs that wait, and those of them that are due by a time, by lane.
///
/// # Errors
///
/// Internal where the database fails.
pub async fn waiting(from: &impl Reads, now: DateTimeUtc) -> Result<Vec<Waiting>> {
    let doing = "counting jobs";
    let queued = || {
        Entity::find()
            .select_only()
            .column(Column::Lane)
            .column_as(Column::Id.count(), "n")
            .filter(Column::Status.eq(Status::Queued))
            .group_by(Column::Lane)
    };
    let all: Vec<(String, i64)> = queued()
        .into_tuple()
        .all(from.connection())
        .await
        .map_err(failed(doing))?;
    let due = queued()
        .column_as(Column::DueAt.min(), "oldest")
        .filter(Column::DueAt.lte(now));
    let due: Vec<(String, i64, Option<DateTimeUtc>)> =
        due.into_tuple().all(from.connection()).await.map_err(failed(doing))?;
    let waiting = all.into_iter().map(|(lane, queued)| {
        let due = due.iter().find(|(it, ..)| *it == lane);
        let (due, oldest) = due.map_or((0, None), |(_, n, oldest)| (*n, *oldest));
        Waiting {
            lane,
            queued,
            due,
            oldest,
        }
    });
    Ok(waiting.collect())
}

/// Finds a job.
///
/// # Errors
///
/// Internal where the database fails.
pub async fn find(from: &impl Reads, id: Id) -> Result<Option<Job>> {
    let found = Entity::find_by_id(id).one(from.connection()).await;
    found.map_err(failed("reading a job"))
}

/// Finds the job that is not over and has a name.
///
/// # Errors
///
/// Internal where the database fails.
pub async fn find_once(from: &impl Reads, once: &str) -> Result<Option<Job>> {
    let found = Entity::find()
        .filter(Column::Once.eq(once))
        .one(from.connection())
        .await;
    found.map_err(failed("reading a job"))
}

/// Moves a waiting job to an earlier time.
///
/// # Errors
///
/// Internal where the database fails.
pub async fn hasten(tx: &Transaction, id: Id, at: DateTimeUtc) -> Result<()> {
    Entity::update_many()
        .col_expr(Column::DueAt, Expr::value(at))
        .filter(Column::Id.eq(id))
        .filter(Column::Status.eq(Status::Queued))
        .filter(Column::DueAt.gt(at))
        .exec(&tx.0)
        .await
        .map(|_| ())
        .map_err(failed("moving a job"))
}

/// Deletes what was over before a time, and tells how many.
///
/// # Errors
///
/// Internal where the database fails.
pub async fn prune(store: &Store, before: DateTimeUtc) -> Result<u64> {
    let gone = Entity::delete_many()
        .filter(Column::FinishedAt.lt(before))
        .exec(&store.write)
        .await;
    Ok(gone.map_err(failed("deleting old jobs"))?.rows_affected)
}

fn condition(which: &Filter) -> Condition {
    Condition::all()
        .add_option(which.workspace_id.map(|id| Column::WorkspaceId.eq(id)))
        .add_option(which.user_no.map(|no| Column::UserNo.eq(no)))
        .add_option(which.connection_id.map(|id| Column::ConnectionId.eq(id)))
        .add_option((!which.kinds.is_empty()).then(|| Column::Kind.is_in(which.kinds.iter().copied())))
        .add_option(which.status.map(|status| Column::Status.eq(status)))
        .add_option(which.before.map(|id| Column::Id.lt(id)))
}
