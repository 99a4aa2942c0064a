//! Writes the Swift and Kotlin sources of the library (`scripts/generate-bindings`).

fn main() {
    uniffi::uniffi_bindgen_main();
}
