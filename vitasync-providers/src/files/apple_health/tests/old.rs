use vitasync_core::metric::Metric;
use vitasync_core::session::StatisticKind;
use vitasync_core::sport::Sport;

use super::*;

const OLD: &str = r#"<HealthData locale="en_US">
    <ExportDate value="2019-07-19 10:36:11 -0700"/>
    <Record type="HKQuantityTypeIdentifierHeartRate"
        sourceName="Tester&#8217;s Apple Watch"
        value='72' unit="count/min" endDate="2018-09-10 02:28:55 -0700"
        startDate="2018-09-10 02:28:55 -0700">
        <MetadataEntry value="0" key="HKMetadataKeyHeartRateMotionContext"/>
    </Record>
    <Workout workoutActivityType="HKWorkoutActivityTypeRunning" duration="5.19" durationUnit="min" totalDistance="0.497" totalDistanceUnit="mi" totalEnergyBurned="48.7" totalEnergyBurnedUnit="kcal" sourceName="Apple Watch" startDate="2016-11-14 07:25:41 -0700" endDate="2016-11-14 07:30:52 -0700">
        <MetadataEntry key="HKTimeZone" value="America/Los_Angeles"/>
        <MetadataEntry key="HKWeatherHumidity" value="96 %"/>
        <WorkoutRoute sourceName="Tester’s iPhone" startDate="2016-11-14 07:25:44 -0700" endDate="2016-11-14 07:30:51 -0700">
            <Location date="2016-11-14 07:25:44 -0700" latitude="37.7777" longitude="-122.426" altitude="21.2694" horizontalAccuracy="2.4" verticalAccuracy="1.6" course="-1" speed="2.48"/>
            <Location date="2016-11-14 07:25:45 -0700" latitude="north" longitude="-122.426"/>
        </WorkoutRoute>
    </Workout>
</HealthData>"#;

#[test]
fn attributes_in_any_order_and_on_many_lines_are_read() {
    let (found, _) = read(OLD);
    let rate = found.row(Metric::HeartRate);
    assert_eq!(
        (&*rate.source, &*rate.start, rate.value),
        ("tester's apple watch", "2018-09-10T09:28:55+00:00", 72.0)
    );
    assert_eq!(
        rate.attributes.remarks,
        remarks(&[("HKMetadataKeyHeartRateMotionContext", "0")])
    );
}

#[test]
fn the_offset_of_the_export_is_not_kept_as_local_time() {
    let (found, _) = read(OLD);
    assert_eq!(found.row(Metric::HeartRate).attributes.start_offset_s, None);
    // Exported in summer, recorded in winter.
    assert_eq!(found.sessions[0].attributes.start_offset_s, Some(-8 * 3600));
}

#[test]
fn totals_written_as_attributes_are_read() {
    let (found, _) = read(OLD);
    let workout = found.workout();
    let distance = workout
        .statistic(Metric::DistanceWalkingRunning, StatisticKind::Sum)
        .unwrap();
    assert!((distance - 799.843).abs() < 1e-2, "{distance}");
    assert_eq!(workout.statistic(Metric::ActiveEnergy, StatisticKind::Sum), Some(48.7));
    assert_eq!(
        workout.statistic(Metric::AmbientHumidity, StatisticKind::Mean),
        Some(96.0)
    );
}

#[test]
fn points_inside_the_document_are_the_route() {
    let (found, _) = read(OLD);
    let [point] = &found.workout().route[..] else {
        panic!("one point");
    };
    assert_eq!((point.latitude, point.longitude), (37.7777, -122.426));
    assert_eq!(
        (point.course_deg, point.speed_m_s, point.accuracy_m),
        (None, Some(2.48), Some(2.4))
    );
    assert_eq!(found.reasons(), [("Location", "not_a_number")]);
}

#[test]
fn a_statistic_of_the_workout_wins_over_its_attribute() {
    let xml = document(
        "<Workout workoutActivityType=\"HKWorkoutActivityTypeCycling\" totalDistance=\"2\" totalDistanceUnit=\"km\" \
         totalEnergyBurned=\"x\" totalFlightsClimbed=\"3\" startDate=\"2025-01-01 09:00:00 +0000\" \
         endDate=\"2025-01-01 10:00:00 +0000\"><WorkoutStatistics type=\"HKQuantityTypeIdentifierDistanceCycling\" \
         sum=\"2.5\" unit=\"km\"/></Workout>",
    );
    let (found, _) = read(&xml);
    let workout = found.workout();
    assert_eq!(
        workout.statistic(Metric::DistanceCycling, StatisticKind::Sum),
        Some(2500.0)
    );
    assert_eq!(workout.statistic(Metric::FloorsClimbed, StatisticKind::Sum), Some(3.0));
    assert_eq!(workout.statistics.len(), 2);
    assert_eq!(found.reasons(), [("totalEnergyBurned", "not_a_number")]);
}

#[test]
fn the_activity_stands_in_where_the_workout_says_nothing() {
    let xml = document(
        "<Workout workoutActivityType=\"HKWorkoutActivityTypeSwimming\" startDate=\"2025-01-01 09:00:00 +0000\" \
         endDate=\"2025-01-01 10:00:00 +0000\"><WorkoutActivity uuid=\"A\" startDate=\"2025-01-01 09:00:00 +0000\">\
         <MetadataEntry key=\"HKSwimmingLocationType\" value=\"2\"/>\
         <WorkoutEvent type=\"HKWorkoutEventTypeLap\" date=\"2025-01-01 09:00:00 +0000\" duration=\"30\" durationUnit=\"s\"/>\
         <WorkoutStatistics type=\"HKQuantityTypeIdentifierDistanceSwimming\" sum=\"1500\" unit=\"m\"/>\
         </WorkoutActivity></Workout>",
    );
    let (found, _) = read(&xml);
    let workout = found.workout();
    assert_eq!(workout.sport, Sport::OpenWaterSwimming);
    assert_eq!(
        workout.statistic(Metric::DistanceSwimming, StatisticKind::Sum),
        Some(1500.0)
    );
    assert!(workout.laps[0].lap);
    assert_eq!(workout.parts[0].end, found.sessions[0].end);
}

#[test]
fn the_format_of_ios_8_is_read() {
    let xml = "<?xml version=\"1.0\"?>\n<HealthData locale=\"en_US\">\n <ExportDate value=\"20140114084347-0800\"/>\n \
               <Record type=\"HKQuantityTypeIdentifierStepCount\" source=\"Device\" unit=\"count\" \
               startDate=\"20140104084300-0800\" endDate=\"20140105084300-0800\" value=\"8\" recordCount=\"1\"/>\n \
               <Workout workoutActivityType=\"HKWorkoutActivityTypeRunning\" source=\"Device\" \
               startDate=\"20140104084300-0800\" endDate=\"20140104094300-0800\"/>\n</HealthData>";
    let (found, report) = read(xml);
    assert_eq!(found.sessions[0].source.key.origin, "device");
    assert_eq!(
        found.of(Metric::Steps),
        [("device", "2014-01-04T16:43:00+00:00", 86_400, 8.0)]
    );
    assert_eq!(report.export_date, Some("2014-01-14T16:43:47Z".parse().unwrap()));
}
