//! Invents people.

use std::io::Cursor;

use chrono::NaiveDate;
use chrono_tz::Tz;
use napi::bindgen_prelude::Buffer;
use napi::{Error, Result};
use napi_derive::napi;
use serde::Deserialize;
use vitasync_providers::demo::{DemoOptions, write_export_zip};

use crate::{aside, json};

/// What to invent. What is left out is a year in Berlin.
#[derive(Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
struct Told {
    days: Option<u32>,
    seed: Option<u64>,
    end: Option<NaiveDate>,
    zone: Option<Tz>,
}

/// Writes the export of a person who does not exist, as the zip that Apple Health makes.
#[napi]
pub async fn demo_export(options: String) -> Result<Buffer> {
    let told: Told = json::read("options", &options)?;
    let usual = DemoOptions::default();
    let invented = DemoOptions {
        days: told.days.unwrap_or(usual.days),
        seed: told.seed.unwrap_or(usual.seed),
        end: told.end.unwrap_or(usual.end),
        home: told.zone.unwrap_or(usual.home),
        ..usual
    };
    aside::done(move || {
        let mut archive = Cursor::new(Vec::new());
        write_export_zip(&invented, &mut archive).map_err(|error| Error::from_reason(error.to_string()))?;
        Ok(archive.into_inner().into())
    })
    .await
}
