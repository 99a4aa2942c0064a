//! Keeps the people of a workspace: create or find, list, read, change, erase.
//!
//! Invariant: a person is found through a [`Reach`] alone, so what a caller may not see does not exist for it.

mod seen;

use chrono::{DateTime, Days, NaiveDate, Utc};
use chrono_tz::Tz;
use serde_json::{Map, Value, json};

use super::Id;
use super::audit::{self, Action, Actor, Deed};
use super::import::delete_originals;
use super::webhooks::{self, Event};
use super::{analytics, connections, preferences, raw};
use crate::App;
use crate::error::{Error, FieldError, Result};
use crate::store::erase;
use crate::store::users::{self as rows, NewUser};

pub use self::seen::{Seen, seen};
pub use crate::store::erase::Erased;
pub use crate::store::users::{Key, Order, SortBy, User, UserRef};

/// The longest text a profile's field may hold.
const LONGEST: usize = 255;
/// The earliest date of birth; the oldest person on record was born in 1875.
const EARLIEST_BIRTH: NaiveDate = NaiveDate::from_ymd_opt(1850, 1, 1).expect("a date");
/// The sexes that reference values know.
const SEXES: [&str; 3] = ["female", "male", "other"];

/// Whom a caller may see.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Reach {
    /// Everybody in a workspace.
    Workspace(Id),
    /// One person.
    User {
        /// The person's workspace.
        workspace: Id,
        /// The person.
        user: Id,
    },
}

impl Reach {
    /// Names the workspace.
    pub fn workspace(self) -> Id {
        match self {
            Self::Workspace(workspace) | Self::User { workspace, .. } => workspace,
        }
    }

    fn includes(self, id: Id) -> bool {
        match self {
            Self::Workspace(_) => true,
            Self::User { user, .. } => user == id,
        }
    }
}

/// What is said about a person; what is not said stays as it is, `Some(None)` forgets it.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Profile {
    /// The email.
    pub email: Option<Option<String>>,
    /// The name to show.
    pub display_name: Option<Option<String>>,
    /// The given name.
    pub given_name: Option<Option<String>>,
    /// The family name.
    pub family_name: Option<Option<String>>,
    /// The gender, in the person's own terms.
    pub gender: Option<Option<String>>,
    /// The sex that reference values depend on.
    pub sex: Option<Option<String>>,
    /// The date of birth.
    pub birth_date: Option<Option<NaiveDate>>,
    /// The height in metres.
    pub height_m: Option<Option<f64>>,
    /// The IANA time zone.
    pub timezone: Option<Option<String>>,
    /// Whatever the workspace wants to remember; replaces all of it.
    pub metadata: Option<Map<String, Value>>,
}

/// Which people to list.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ListUsers {
    /// Part of a name, an email or an external id, in any case of letters.
    pub search: Option<String>,
    /// In which order.
    pub order: Order,
    /// How many at most.
    pub limit: u64,
    /// Where to begin.
    pub start: Start,
}

/// Where in the list of people to begin.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Start {
    /// After so many.
    Offset(u64),
    /// Behind the person who is ordered by this and has this id.
    Behind(Key, Id),
}

/// Some of the people that match.
#[derive(Debug, Clone, PartialEq)]
pub struct Users {
    /// The people, in order.
    pub users: Vec<User>,
    /// Whether there are more.
    pub more: bool,
    /// How many match in all; not counted behind a person.
    pub total: Option<u64>,
}

/// Creates a person, or finds the one with this external id and leaves it as it is; tells whether it was created.
///
/// # Errors
///
/// Invalid or Unprocessable where the profile cannot be; Conflict where another user has the email.
pub async fn create_or_find(app: &App, workspace: Id, external_id: String, profile: Profile) -> Result<(User, bool)> {
    let length = external_id.chars().count();
    if !(1..=LONGEST).contains(&length) {
        return Err(Error::invalid(
            "externalId",
            format!("it must have 1 to {LONGEST} characters"),
        ));
    }
    check(&profile, app.now())?;
    if let Some(user) = rows::find_by_external_id(&app.store, workspace, &external_id).await? {
        return Ok((user, false));
    }
    let new = new_user(workspace, external_id.clone(), profile);
    match insert(app, new).await {
        Ok(user) => Ok((user, true)),
        // Somebody else may have created the same person in between.
        Err(conflict @ Error::Conflict { .. }) => rows::find_by_external_id(&app.store, workspace, &external_id)
            .await?
            .map(|user| (user, false))
            .ok_or(conflict),
        Err(error) => Err(error),
    }
}

/// Lists the people a caller may see, in order. People who are added meanwhile shift no page that is found by a place.
///
/// # Errors
///
/// Internal where the database fails.
pub async fn list(app: &App, reach: Reach, query: ListUsers) -> Result<Users> {
    let (offset, after) = match &query.start {
        Start::Offset(offset) => (*offset, None),
        Start::Behind(key, id) => (0, Some((key, *id))),
    };
    let only = match reach {
        Reach::Workspace(_) => None,
        Reach::User { user, .. } => Some(user),
    };
    let search = query.search.as_deref();
    let order = query.order;
    let filter = rows::Filter {
        search,
        only,
        after,
        order,
    };
    let workspace = reach.workspace();
    let mut users = rows::list(&app.store, workspace, filter, query.limit + 1, offset).await?;
    let limit = usize::try_from(query.limit).unwrap_or(usize::MAX);
    let more = users.len() > limit;
    users.truncate(limit);
    let total = match after {
        None => Some(rows::count(&app.store, workspace, filter).await?),
        Some(_) => None,
    };
    Ok(Users { users, more, total })
}

/// Finds a person the caller may see.
///
/// # Errors
///
/// NotFound where there is none, or it is not the caller's to see.
pub async fn find(app: &App, reach: Reach, id: Id) -> Result<User> {
    let found = match reach.includes(id) {
        true => rows::find(&app.store, reach.workspace(), id).await?,
        false => None,
    };
    found.ok_or(Error::not_found("User"))
}

/// Changes what is said of a person and leaves the rest. Another time zone counts from now on: days of the past stay where
/// they were; a first one counts from the beginning.
///
/// # Errors
///
/// Invalid or Unprocessable where the profile cannot be; Conflict where another user has the email.
pub async fn change(app: &App, user: User, profile: Profile) -> Result<User> {
    check(&profile, app.now())?;
    let tx = app.store.begin().await?;
    tx.lock_user(user.user_no).await?;
    let mut user = rows::by_number(&tx, user.user_no).await?;
    let zone = user.timezone.clone();
    let judged_by = |it: &User| (it.sex.clone(), it.birth_date, it.height_m);
    let person = judged_by(&user);
    apply(&mut user, profile);
    if judged_by(&user) != person {
        analytics::mark_again(&tx, user.user_no, analytics::BEGINNING, app.now()).await?;
    }
    if user.timezone != zone {
        preferences::follow_profile(&tx, user.user_no, UserRef::from(&user).zone, app.now()).await?;
    }
    let user = rows::update(&tx, user, app.now()).await?;
    tx.commit().await?;
    Ok(user)
}

/// Takes the zone data came with as that of the profile, where the profile names none.
///
/// # Errors
///
/// Internal where the database fails.
pub async fn adopt_zone(app: &App, user: User, zone: Tz) -> Result<User> {
    if user.timezone.is_some() {
        return Ok(user);
    }
    let timezone = Some(Some(zone.name().to_owned()));
    change(
        app,
        user,
        Profile {
            timezone,
            ..Profile::default()
        },
    )
    .await
}

/// Erases a person and everything that belongs to the person, kept originals and keys included. Vendors are asked to take
/// back what the person allowed. The receipt stands in the audit log too.
///
/// # Errors
///
/// NotFound where the person is gone already.
pub async fn erase(app: &App, actor: &Actor, user: UserRef) -> Result<Erased> {
    connections::leave_all(app, user.no).await?;
    let tx = app.store.begin().await?;
    tx.lock_user(user.no).await?;
    let row = rows::by_number(&tx, user.no).await?;
    let (workspace, external_id) = (row.workspace_id, row.external_id);
    let erased = erase::user(&tx, user.no).await?;
    let deed = Deed::new(workspace, Action::UserDeleted, user.id).with_erased(&erased);
    audit::record(&tx, actor, deed, app.now()).await?;
    let data = json!({"userId": user.id.to_string(), "externalId": external_id});
    webhooks::emit(&tx, workspace, vec![Event::new("user.deleted", data)], app.now()).await?;
    tx.commit().await?;
    app.keys.forget_user(user.id);
    delete_originals(app, &user)?;
    if let Err(error) = raw::forget_user(app, &user).await {
        tracing::warn!(user.id = %user.id, %error, "Could not delete objects of a person who is gone: the next sweep does");
    }
    Ok(erased)
}

/// Adds a person, and tells of it.
async fn insert(app: &App, new: NewUser) -> Result<User> {
    let tx = app.store.begin().await?;
    let user = rows::insert(&tx, new, app.now()).await?;
    let data = json!({"userId": user.id.to_string(), "externalId": user.external_id, "email": user.email});
    let created = || vec![Event::new("user.created", data)];
    webhooks::emit_for_user(&tx, user.user_no, created, app.now()).await?;
    tx.commit().await?;
    Ok(user)
}

fn new_user(workspace: Id, external_id: String, profile: Profile) -> NewUser {
    let empty = NewUser::new(workspace);
    NewUser {
        external_id: Some(external_id),
        email: profile.email.flatten(),
        display_name: profile.display_name.flatten(),
        given_name: profile.given_name.flatten(),
        family_name: profile.family_name.flatten(),
        gender: profile.gender.flatten(),
        sex: profile.sex.flatten(),
        birth_date: profile.birth_date.flatten(),
        height_m: profile.height_m.flatten(),
        timezone: profile.timezone.flatten(),
        metadata: profile.metadata.map_or(empty.metadata.clone(), Value::Object),
        ..empty
    }
}

fn apply(user: &mut User, profile: Profile) {
    fn set<T>(field: &mut T, said: Option<T>) {
        if let Some(value) = said {
            *field = value;
        }
    }
    set(&mut user.email, profile.email);
    set(&mut user.display_name, profile.display_name);
    set(&mut user.given_name, profile.given_name);
    set(&mut user.family_name, profile.family_name);
    set(&mut user.gender, profile.gender);
    set(&mut user.sex, profile.sex);
    set(&mut user.birth_date, profile.birth_date);
    set(&mut user.height_m, profile.height_m);
    set(&mut user.timezone, profile.timezone);
    set(&mut user.metadata, profile.metadata.map(Value::Object));
}

/// Refuses a profile that cannot be a person's.
fn check(profile: &Profile, now: DateTime<Utc>) -> Result<()> {
    let mut errors = Vec::new();
    let mut refuse = |path: &str, message: String| {
        let path = path.to_owned();
        errors.push(FieldError { path, message });
    };
    let texts = [
        ("email", &profile.email),
        ("displayName", &profile.display_name),
        ("givenName", &profile.given_name),
        ("familyName", &profile.family_name),
        ("gender", &profile.gender),
    ];
    for (path, text) in texts {
        let length = text.iter().flatten().map(|text| text.chars().count()).next();
        if length.is_some_and(|length| !(1..=LONGEST).contains(&length)) {
            refuse(path, format!("it must have 1 to {LONGEST} characters"));
        }
    }
    if let Some(Some(email)) = &profile.email
        && !looks_like_email(email)
    {
        refuse("email", format!("{email:?} is not an email address"));
    }
    // It may be tomorrow already where the person lives.
    let latest = now.date_naive() + Days::new(1);
    if let Some(Some(date)) = profile.birth_date
        && !(EARLIEST_BIRTH..=latest).contains(&date)
    {
        refuse("birthDate", format!("nobody whose data is kept was born on {date}"));
    }
    if let Some(Some(height)) = profile.height_m
        && !(0.3..=2.8).contains(&height)
    {
        refuse("heightM", format!("{height} is not the height of a person in metres"));
    }
    if !errors.is_empty() {
        return Err(Error::Invalid { errors });
    }
    if let Some(Some(sex)) = &profile.sex
        && !SEXES.contains(&sex.as_str())
    {
        return Err(Error::unknown_word("sex", "sex", sex, SEXES));
    }
    if let Some(Some(zone)) = &profile.timezone
        && zone.parse::<Tz>().is_err()
    {
        let zones = chrono_tz::TZ_VARIANTS.iter().map(|zone| zone.name());
        return Err(Error::unknown_word("timezone", "IANA time zone", zone, zones));
    }
    Ok(())
}

/// Tells whether a text has the form of an address; whether it exists only a mail can tell.
fn looks_like_email(text: &str) -> bool {
    let parts = text.split_once('@');
    parts.is_some_and(|(name, host)| !name.is_empty() && !host.is_empty() && !host.contains('@'))
        && !text.contains(char::is_whitespace)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn now() -> DateTime<Utc> {
        "2025-07-01T12:00:00Z".parse().expect("a time")
    }

    fn refused(profile: Profile) -> String {
        check(&profile, now()).expect_err("refused").to_string()
    }

    #[test]
    fn a_profile_that_cannot_be_is_refused_with_every_reason() {
        let profile = Profile {
            email: Some(Some("ada".to_owned())),
            display_name: Some(Some(String::new())),
            birth_date: Some("2025-07-03".parse().ok()),
            height_m: Some(Some(178.0)),
            ..Profile::default()
        };
        insta::assert_snapshot!(refused(profile).replace("; ", "\n"), @r#"
        displayName: it must have 1 to 255 characters
        email: "ada" is not an email address
        birthDate: nobody whose data is kept was born on 2025-07-03
        heightM: 178 is not the height of a person in metres
        "#);
    }

    #[test]
    fn a_zone_or_sex_outside_the_vocabulary_is_refused_with_the_nearest() {
        let zone = Profile {
            timezone: Some(Some("Europe/Berln".to_owned())),
            ..Profile::default()
        };
        let sex = Profile {
            sex: Some(Some("femal".to_owned())),
            ..Profile::default()
        };
        insta::assert_snapshot!([zone, sex].map(refused).join("\n"), @r#"
        "Europe/Berln" is not a known IANA time zone; did you mean "Europe/Berlin"?
        "femal" is not a known sex; did you mean "female"?
        "#);
    }

    #[test]
    fn nothing_said_is_nothing_wrong() {
        assert!(check(&Profile::default(), now()).is_ok());
        let forgotten = Profile {
            email: Some(None),
            ..Profile::default()
        };
        assert!(check(&forgotten, now()).is_ok());
    }
}
