//! The macros by which the tables of the catalogue are declared.

/// Declares a closed vocabulary: an enum whose values have a stable name, in a table of variant, name and meaning.
macro_rules! words {
    ($(#[$meta:meta])* $name:ident { $($variant:ident, $id:literal, $doc:literal;)* }) => {
        $(#[$meta])*
        #[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
        pub enum $name {
            $(#[doc = $doc] #[serde(rename = $id)] $variant,)*
        }

        impl $name {
            /// Lists all values in the order of the table.
            pub const ALL: &'static [$name] = &[$($name::$variant),*];

            /// Returns the stable name.
            #[must_use]
            pub fn id(self) -> &'static str {
                const IDS: &[&str] = &[$($id),*];
                IDS[self as usize]
            }
        }

        impl fmt::Display for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.pad(self.id())
            }
        }
    };
}

/// Writes an optional column.
macro_rules! optional {
    () => {
        None
    };
    ($value:expr) => {
        Some($value)
    };
}

pub(crate) use {optional, words};
