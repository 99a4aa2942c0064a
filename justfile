# Shortcuts. Everything real lives in scripts/ and in cargo; `just` alone lists what there is.

[private]
default:
    @just --list

# Everything that must be green before a change is done
ci:
    scripts/test

# The tests of one package or of all, on SQLite and a private PostgreSQL: `just test -p vitasync-server store`
test *args='--workspace':
    scripts/with-postgres cargo test {{ args }}

# One step of `just ci`: format, layers, lint, docs, deny, …
only step:
    scripts/test --only {{ step }}

# Format the code
fmt:
    cargo fmt --all

# Clippy on every target, warnings are errors
lint: (only "lint")

# Typos in code and docs
spelling: (only "spelling")

# Rewrite the generated files (API description, tables of the docs)
generate:
    UPDATE_GENERATED=1 cargo test --workspace

# Damage files at random for longer than the tests do: `just fuzz 20000`
fuzz cases="20000":
    VITASYNC_FUZZ_CASES={{ cases }} cargo test -p vitasync-providers --test mutated_exports

# Figures side by side with what one would use instead, on SQLite and a private PostgreSQL
compare *args:
    scripts/with-postgres benches/compare {{ args }}

# How much a server bears: `just load --only samples --database sqlite`
load *args:
    benches/load {{ args }}

# The analytics beside scipy, statsmodels, ruptures, pandas, neurokit2 and iglu-python
compare-analytics:
    benches/compare-analytics

# Decode large answers of every vendor, two of them beside Python
compare-decode:
    benches/compare-decode

# Read 90 days of 1,000 connections from a vendor with limits and bad days: `just backfill --days 180`
backfill *args:
    cargo run --release -p vitasync-benches --bin backfill -- {{ args }}

# Show the demonstration
demo *args:
    cargo run -- demo {{ args }}

# Measure, optimised: `just bench` or `just bench --bench NAME`
bench *args:
    cargo bench -p vitasync-benches {{ args }}

# Read the documentation of the crates
docs:
    cargo doc --workspace --no-deps --open
