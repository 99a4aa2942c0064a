//! Reads a FIT file of ten hours at one record a second, and the same ride as TCX, from memory.

use std::hint::black_box;
use std::io::Cursor;
use std::time::Duration;

use criterion::{Criterion, Throughput, criterion_group, criterion_main};
use vitasync_providers::files::{self, Options, Part};

const SECONDS: u32 = 36_000;

/// 2026-01-01T10:00:00Z in seconds of FIT's epoch.
const START: u32 = 1_136_196_000;

/// Writes a ride as FIT: one definition, and records of time, place, altitude, heart rate, cadence, way, speed and power.
fn fit() -> Vec<u8> {
    let fields: [[u8; 3]; 9] = [
        [253, 4, 0x86],
        [0, 4, 0x85],
        [1, 4, 0x85],
        [78, 4, 0x86],
        [3, 1, 0x02],
        [4, 1, 0x02],
        [5, 4, 0x86],
        [73, 4, 0x86],
        [7, 2, 0x84],
    ];
    let mut data = vec![0x40, 0, 0, 20, 0, 9];
    data.extend(fields.as_flattened());
    for second in 0..SECONDS {
        data.push(0);
        for number in [
            START + second,
            566_000_000 + second * 40,
            98_000_000 + second * 40,
            4500 + second % 300,
        ] {
            data.extend(number.to_le_bytes());
        }
        data.extend([120, 85]);
        data.extend((second * 800).to_le_bytes());
        data.extend(8000_u32.to_le_bytes());
        data.extend([210, 0]);
    }
    let length = u32::try_from(data.len()).expect("a file of some megabytes");
    let header = [&[14, 0x20, 0x34, 0x08][..], &length.to_le_bytes(), b".FIT\0\0"].concat();
    // A checksum that does not fit is noted and costs as much.
    [header, data, vec![0, 0]].concat()
}

/// Writes the same ride as TCX, point by point as Garmin Connect does.
fn tcx() -> Vec<u8> {
    let mut xml = String::from(
        "<TrainingCenterDatabase><Activities><Activity Sport=\"Biking\"><Id>2026-01-01T10:00:00Z</Id>\
         <Lap StartTime=\"2026-01-01T10:00:00Z\"><TotalTimeSeconds>36000</TotalTimeSeconds><Track>",
    );
    for second in 0..SECONDS {
        let (hour, minute) = (10 + second / 3600, second / 60 % 60);
        xml += &format!(
            "<Trackpoint><Time>2026-01-01T{hour:02}:{minute:02}:{:02}Z</Time><Position><LatitudeDegrees>47.44</LatitudeDegrees>\
             <LongitudeDegrees>8.21</LongitudeDegrees></Position><AltitudeMeters>412.4</AltitudeMeters><DistanceMeters>{}</DistanceMeters>\
             <HeartRateBpm><Value>120</Value></HeartRateBpm><Cadence>85</Cadence><Extensions><TPX><Speed>8.0</Speed><Watts>210</Watts>\
             </TPX></Extensions></Trackpoint>\n",
            second % 60,
            second * 8
        );
    }
    xml += "</Track></Lap></Activity></Activities></TrainingCenterDatabase>";
    xml.into_bytes()
}

fn samples(file: &[u8]) -> u64 {
    let options = Options::new("2030-01-01T00:00:00Z".parse().expect("a time"));
    let mut samples = 0;
    let read = files::read(Cursor::new(file.to_vec()), &options, &mut |part| {
        if let Part::Samples(batch) = part {
            samples += batch.len() as u64;
        }
        Ok(())
    });
    read.expect("an activity");
    samples
}

fn activity_files(criterion: &mut Criterion) {
    let mut group = criterion.benchmark_group("activity_10_h");
    group
        .sample_size(10)
        .warm_up_time(Duration::from_millis(500))
        .measurement_time(Duration::from_secs(3));
    for (name, file) in [("fit", fit()), ("tcx", tcx())] {
        group.throughput(Throughput::Bytes(file.len() as u64));
        group.bench_function(name, |bench| bench.iter(|| samples(black_box(&file))));
    }
    group.finish();
}

criterion_group!(benches, activity_files);
criterion_main!(benches);
