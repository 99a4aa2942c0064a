//! Reads an Apple Health export side by side with what is needed at least: a parser that visits every attribute.
//!
//! The file is invented, of 200 MB, and written once to the system's folder for temporary files.

use std::error::Error;
use std::fs::{self, File};
use std::hint::black_box;
use std::io::{BufReader, BufWriter};
use std::path::{Path, PathBuf};
use std::time::Duration;

use criterion::{Criterion, Throughput, criterion_group, criterion_main};
use quick_xml::Reader;
use quick_xml::events::Event;
use vitasync_benches::{import, inflate};
use vitasync_providers::demo::{DemoOptions, write_export_xml, write_export_zip};
use vitasync_providers::files::apple_health::archive::{Archive, Limits};
use vitasync_providers::files::gpx::read_route;

const BYTES: u64 = 200_000_000;

/// Writes the exports, unless they are there already.
fn exports() -> Result<(PathBuf, PathBuf), Box<dyn Error>> {
    let folder = std::env::temp_dir().join("vitasync-benches");
    fs::create_dir_all(&folder)?;
    let options = DemoOptions {
        corrupt_rows: false,
        ..DemoOptions::default().with_size(BYTES)
    };
    let (xml, zip) = (folder.join("export-200.xml"), folder.join("export-200.zip"));
    if !xml.exists() {
        let part = folder.join("export-200.xml.part");
        write_export_xml(&options, BufWriter::new(File::create(&part)?))?;
        fs::rename(part, &xml)?;
    }
    if !zip.exists() {
        let part = folder.join("export-200.zip.part");
        write_export_zip(&options, BufWriter::new(File::create(&part)?))?;
        fs::rename(part, &zip)?;
    }
    Ok((xml, zip))
}

/// Visits every attribute of every element and does nothing with them. From memory, without a buffer in between, this is
/// the quickest that quick-xml can be.
fn visit(xml: &str) -> u64 {
    let mut reader = Reader::from_str(xml);
    reader.config_mut().check_end_names = false;
    let mut bytes = 0;
    loop {
        match reader.read_event() {
            Ok(Event::Start(tag) | Event::Empty(tag)) => {
                for attribute in tag.attributes().with_checks(false).flatten() {
                    bytes += attribute.value.len() as u64;
                }
            }
            Ok(Event::Eof) | Err(_) => return bytes,
            Ok(_) => {}
        }
    }
}

/// Reads the routes of an archive and does nothing with them.
fn routes(path: &Path) -> usize {
    let archive = Archive::open(File::open(path).expect("an archive"), Limits::default()).expect("an archive");
    let names = archive.routes().filter_map(|name| archive.route(name));
    let routes = names.map(|reader| read_route(BufReader::new(reader.expect("a route"))).expect("a route"));
    routes.map(|route| route.points.len()).sum()
}

fn rows(path: &Path, threads: usize) -> u64 {
    import(path, threads).expect("an export").0
}

fn apple_health_export(criterion: &mut Criterion) {
    let (xml_path, zip_path) = exports().expect("exports can be written");
    let xml = fs::read_to_string(&xml_path).expect("an export");
    let mut group = criterion.benchmark_group("apple_health_200_mb");
    group
        .sample_size(10)
        .warm_up_time(Duration::from_millis(500))
        .measurement_time(Duration::from_secs(5));
    group.throughput(Throughput::Bytes(xml.len() as u64));
    group.bench_function("quick_xml_attributes_only", |bench| {
        bench.iter(|| visit(black_box(&xml)))
    });
    for threads in [1, 2] {
        group.bench_function(format!("from_file_{threads}_threads"), |bench| {
            bench.iter(|| rows(black_box(&xml_path), threads));
        });
    }
    group.bench_function("zip_inflate_only", |bench| bench.iter(|| inflate(black_box(&zip_path))));
    group.bench_function("zip_routes_only", |bench| bench.iter(|| routes(black_box(&zip_path))));
    for threads in [1, 2] {
        group.bench_function(format!("from_zip_{threads}_threads"), |bench| {
            bench.iter(|| rows(black_box(&zip_path), threads));
        });
    }
    group.finish();
}

criterion_group!(benches, apple_health_export);
criterion_main!(benches);
