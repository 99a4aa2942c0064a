use std::io::Cursor;
use std::path::PathBuf;

use vitasync_providers::demo::{DemoOptions, DemoTruth, write_export_xml, write_export_zip};

use super::*;
use crate::service::events::{self, EventKind, EventQuery};
use crate::service::health::{self, DaysQuery};
use crate::service::import::{ImportOptions, ImportReport, import_file};
use crate::service::window::Window;
use crate::store::raw_files;
use crate::testing::{TestDatabase, somebody};

const DAYS: u32 = 9;

fn export(folder: &std::path::Path, without_last: u32, zipped: bool) -> (PathBuf, DemoTruth) {
    let options = DemoOptions {
        days: DAYS,
        end: "2025-06-15".parse().expect("a date"),
        without_last,
        corrupt_rows: false,
        ..DemoOptions::default()
    };
    let mut bytes = Cursor::new(Vec::new());
    let truth = if zipped {
        write_export_zip(&options, &mut bytes)
    } else {
        write_export_xml(&options, &mut bytes)
    };
    let path = folder.join(if zipped { "export.zip" } else { "export.xml" });
    std::fs::write(&path, bytes.into_inner()).expect("it is written");
    (path, truth.expect("it is written"))
}

async fn import(database: &TestDatabase, user: &UserRef, path: &std::path::Path) -> ImportReport {
    let options = ImportOptions {
        zone: None,
        system_zone: chrono_tz::UTC,
        keep_raw: true,
        raw_dir: database.folder().join("originals"),
    };
    import_file(&database.app, user, path, options, |_| {})
        .await
        .expect("it is imported")
}

#[tokio::test]
async fn an_export_is_taken_in_once_and_its_original_is_kept_once() {
    on_every_database(async |database| {
        let user = UserRef::from(&database.user().await);
        let (path, truth) = export(database.folder(), 0, true);
        let first = import(database, &user, &path).await;
        assert_eq!(
            first.written.samples.added + first.written.samples.unchanged,
            first.file.samples
        );
        assert!(first.written.samples.added > truth.records * 9 / 10);
        assert_eq!(first.written.sessions.added, truth.workouts_written);
        let original = first.original.expect("it is kept");
        let place = database.folder().join("originals").join(&original.path);
        let kept = zstd::stream::decode_all(std::fs::File::open(&place).expect("it is there")).expect("zstd");
        assert!(
            kept == std::fs::read(&path).expect("it is there"),
            "verbatim on {}",
            database.engine
        );

        let again = import(database, &user, &path).await;
        assert_eq!((again.written.samples.added, again.written.samples.changed), (0, 0));
        assert_eq!((again.written.sessions.added, again.written.sessions.changed), (0, 0));
        assert_eq!((again.written.nights.added, again.written.nights.changed), (0, 0));
        assert!(again.original.is_some_and(|it| it.was_kept && it.id == original.id));
        let kept = raw_files::all(&database.app.store, user.no).await.expect("read");
        assert_eq!(kept.len(), 1);

        let app = database.app.clone().with_originals(database.folder().join("originals"));
        let erased = health::delete_all(&app, &somebody(), &user).await.expect("deleted");
        assert_eq!(
            (erased.samples, erased.rows_of("raw_files")),
            (first.written.samples.added, 1)
        );
        assert!(!place.exists());
    })
    .await;
}

#[tokio::test]
async fn a_newer_export_adds_to_an_older_one_what_it_alone_would_have_brought() {
    on_every_database(async |database| {
        let (one, other) = (
            UserRef::from(&database.user().await),
            UserRef::from(&database.user().await),
        );
        let (older, _) = export(database.folder(), 4, false);
        import(database, &one, &older).await;
        let (newer, _) = export(database.folder(), 0, false);
        let second = import(database, &one, &newer).await;
        assert!(second.written.samples.unchanged > 0 && second.written.samples.added > 0);
        let at_once = import(database, &other, &newer).await;
        let count = async |user: &UserRef| -> u64 {
            let summary = health::summary(&database.app, user).await.expect("answered");
            summary.iter().map(|it| it.count).sum()
        };
        assert_eq!(count(&other).await, at_once.written.samples.added);
        assert_eq!(count(&one).await, count(&other).await, "on {}", database.engine);
    })
    .await;
}

#[tokio::test]
async fn days_and_nights_of_an_export_are_the_true_ones() {
    on_every_database(async |database| {
        let user = UserRef::from(&database.user_in(Some(chrono_tz::Europe::Berlin)).await);
        let (path, truth) = export(database.folder(), 0, false);
        import(database, &user, &path).await;
        let app = &database.app;
        let steps = DaysQuery {
            metrics: vec![Metric::Steps],
            ..DaysQuery::default()
        };
        let days = health::daily_summaries(app, &user, &steps).await;
        let days = days.expect("answered");
        for day in &days {
            let (found, walked) = (day.metrics[&Metric::Steps].value, truth.steps_by_day[&day.date]);
            assert!(
                (found - walked).abs() <= walked * 0.03 + 20.0,
                "{}: {found} of {walked}",
                day.date
            );
        }
        assert_eq!(days.len(), truth.steps_by_day.len(), "on {}", database.engine);
        let query = EventQuery::all(EventKind::Workout, Window::default(), None);
        let workouts = events::list(app, &user, &query).await.expect("listed");
        assert_eq!(workouts.rows.len() as u64, truth.workouts_true);
        let query = EventQuery {
            kind: Some(EventKind::Sleep),
            ..query
        };
        let nights = events::list(app, &user, &query).await.expect("listed");
        for night in truth.nights.iter().filter(|night| !night.is_split) {
            let found = nights
                .rows
                .iter()
                .any(|it| it.session.start < night.end && it.session.end > night.start);
            assert!(found, "{}", night.wake_date);
        }
    })
    .await;
}

/// A ride of a minute, as an older bike computer exports it.
const RIDE: &str = r#"<TrainingCenterDatabase><Activities><Activity Sport="Biking"><Id>2025-05-01T10:00:00Z</Id>
    <Lap StartTime="2025-05-01T10:00:00Z"><TotalTimeSeconds>60</TotalTimeSeconds><DistanceMeters>400</DistanceMeters><Track>
    <Trackpoint><Time>2025-05-01T10:00:00Z</Time><DistanceMeters>0</DistanceMeters><HeartRateBpm><Value>120</Value></HeartRateBpm></Trackpoint>
    <Trackpoint><Time>2025-05-01T10:01:00Z</Time><DistanceMeters>400</DistanceMeters><HeartRateBpm><Value>131</Value></HeartRateBpm></Trackpoint>
    </Track></Lap></Activity></Activities></TrainingCenterDatabase>"#;

#[tokio::test]
async fn an_activity_file_comes_in_by_the_same_door_and_only_once() {
    on_every_database(async |database| {
        let user = UserRef::from(&database.user().await);
        let path = database.folder().join("whatever.bin");
        std::fs::write(&path, RIDE).expect("it is written");
        let first = import(database, &user, &path).await;
        assert_eq!((first.written.samples.added, first.written.sessions.added), (3, 1));
        let again = import(database, &user, &path).await;
        assert_eq!(
            (again.written.samples.unchanged, again.written.sessions.unchanged),
            (3, 1)
        );
        assert_eq!(again.written.samples.added + again.written.samples.changed, 0);
    })
    .await;
}

#[tokio::test]
async fn a_file_of_no_known_format_is_refused_and_leaves_nothing() {
    on_every_database(async |database| {
        let user = UserRef::from(&database.user().await);
        let path = database.folder().join("notes.txt");
        std::fs::write(&path, "not a health export").expect("it is written");
        let options = ImportOptions {
            zone: None,
            system_zone: chrono_tz::UTC,
            keep_raw: true,
            raw_dir: database.folder().join("originals"),
        };
        let refused = import_file(&database.app, &user, &path, options, |_| {}).await;
        assert!(matches!(refused, Err(Error::Unprocessable { .. })), "{refused:?}");
        assert_eq!(raw_files::all(&database.app.store, user.no).await.expect("read"), []);
    })
    .await;
}
