use vitasync_core::metric::Metric;

use super::*;

fn steps(value: u32) -> String {
    record("HKQuantityTypeIdentifierStepCount", "count", &value.to_string())
}

fn step_values(found: &Found) -> Vec<f64> {
    found.of(Metric::Steps).iter().map(|row| row.3).collect()
}

#[test]
fn a_malformed_document_type_is_passed_over() {
    let xml = document(&steps(5)).replace(
        "<HealthData locale",
        "<!DOCTYPE HealthData [\n<!-- HealthKit Export Version: 12 -->\n<!ATTLIST VisionPrescription\n  brand CDATA #IMPLIED\n\
         <!ELEMENT HealthData>\n]>\n<HealthData locale",
    );
    let (found, report) = read(&xml);
    assert_eq!(step_values(&found), [5.0]);
    assert_eq!(report.export_version, Some(12));
}

#[test]
fn control_characters_are_spaces_and_illegal_references_are_replaced() {
    let xml = document(&steps(5).replace("\"Health\"", "\"Bad\u{B}Name&#11;&amp;&#x27;&nbsp;\""));
    let (found, _) = read(&xml);
    assert_eq!(found.rows[0].source, "bad name\u{FFFD}&'&nbsp;");
}

#[test]
fn bytes_that_are_not_utf_8_cost_nothing_but_themselves() {
    let mut xml = document(&steps(5)).into_bytes();
    let name = xml.windows(8).position(|window| window == b"\"Health\"").unwrap() + 1;
    xml[name] = 0xFF;
    let (found, _) = read_with(&xml, &options()).unwrap();
    assert_eq!(found.rows[0].source, "\u{FFFD}ealth");
}

#[test]
fn one_lost_quote_costs_one_record() {
    let broken = steps(2).replace("\"count\"", "\"count");
    let xml = document(&[steps(1), broken, steps(3)].join("\n"));
    let (found, report) = read(&xml);
    assert_eq!(step_values(&found), [1.0, 3.0]);
    assert_eq!(found.reasons(), [("Record", "malformed")]);
    assert_eq!(
        found.rejected[0].position.byte,
        xml.match_indices("<Record").nth(1).unwrap().0 as u64
    );
    assert_eq!(report.partial, None);
}

#[test]
fn an_element_that_is_not_closed_costs_its_start_tag() {
    let open = "<Correlation type=\"HKCorrelationTypeIdentifierFood\">";
    let xml = document(&[open.to_owned(), steps(1), steps(2)].join("\n"));
    let (found, _) = read(&xml);
    assert_eq!(step_values(&found), [1.0, 2.0]);
    assert_eq!(found.reasons(), [("Correlation", "malformed")]);
}

#[test]
fn what_stands_between_elements_is_rejected() {
    let xml = document(
        &[
            steps(1),
            "Record lost=\"its bracket\"/>".to_owned(),
            "</Workout>".to_owned(),
            steps(2),
        ]
        .join("\n"),
    );
    let (found, _) = read(&xml);
    assert_eq!(step_values(&found), [1.0, 2.0]);
    assert_eq!(found.reasons(), [("text", "malformed"), ("Workout", "malformed")]);
}

#[test]
fn comments_and_instructions_are_passed_over() {
    let hidden = format!("<!-- {} --><![CDATA[{}]]><?{}?>", steps(7), steps(8), steps(9));
    let (found, _) = read(&document(&format!("{}\n{hidden}\n{}", steps(1), steps(2))));
    assert_eq!(step_values(&found), [1.0, 2.0]);
    assert!(found.rejected.is_empty());
}

#[test]
fn a_file_that_breaks_off_gives_what_stands_before_the_break() {
    let xml = document(&[steps(1), steps(2), steps(3)].join("\n"));
    let third = xml.match_indices("<Record").nth(2).unwrap().0;
    for cut in [third + 1, third + 30, third + steps(3).len() - 4] {
        let (found, report) = read(&xml[..cut]);
        assert_eq!(step_values(&found), [1.0, 2.0]);
        let partial = report.partial.unwrap();
        assert_eq!(partial.byte, third as u64);
    }
}

#[test]
fn a_file_that_ends_between_two_elements_is_not_complete_either() {
    let xml = document(&steps(1));
    let end = xml.find("</HealthData>").unwrap();
    let (found, report) = read(&xml[..end]);
    assert_eq!(step_values(&found), [1.0]);
    assert_eq!(report.partial.unwrap().byte, end as u64);
}

#[test]
fn what_is_no_export_is_refused() {
    for xml in ["", "hello", "<html><body/></html>", "<HealthDataset/>"] {
        assert_eq!(
            read_with(xml.as_bytes(), &options()).unwrap_err().kind(),
            "not_health_data",
            "{xml}"
        );
    }
}

#[test]
fn a_file_larger_than_allowed_is_refused() {
    let mut options = options();
    options.max_uncompressed = 100;
    let error = read_with(document(&steps(1)).as_bytes(), &options).unwrap_err();
    assert_eq!(error.kind(), "too_large");
}

#[test]
fn an_error_of_the_sink_stops_the_reading() {
    let xml = document(&vec![steps(1); 50_000].join("\n"));
    for threads in [1, 2, 4] {
        let mut options = options();
        options.threads = threads;
        options.batch_rows = 1_000;
        let mut batches = 0;
        let error = super::super::read_xml(xml.as_bytes(), &options, &mut |part| match part {
            Part::Samples(_) => {
                batches += 1;
                Err("the disk is full".into())
            }
            _ => Ok(()),
        });
        assert_eq!((error.unwrap_err().kind(), batches), ("sink", 1));
    }
}

#[test]
fn a_damaged_stream_gives_what_stands_before_the_damage() {
    struct Damaged<'a>(&'a [u8]);
    impl std::io::Read for Damaged<'_> {
        fn read(&mut self, buffer: &mut [u8]) -> std::io::Result<usize> {
            if self.0.is_empty() {
                return Err(std::io::Error::new(
                    std::io::ErrorKind::InvalidData,
                    "corrupt deflate stream",
                ));
            }
            self.0.read(buffer)
        }
    }
    let xml = document(&[steps(1), steps(2)].join("\n"));
    let second = xml.match_indices("<Record").nth(1).unwrap().0;
    let mut found = Found::default();
    let damaged = Damaged(&xml.as_bytes()[..second + 40]);
    let report = super::super::read_xml(damaged, &options(), &mut |part| found.take(part)).unwrap();
    assert_eq!(step_values(&found), [1.0]);
    let partial = report.partial.unwrap();
    assert_eq!(partial.byte, second as u64);
    assert!(partial.lost.contains("corrupt deflate stream"));
}
