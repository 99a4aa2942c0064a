//! The macros by which the tables of the catalogue are declared.

/// Declares a closed vocabulary: an enum whose values have a stable name, in a table of variant, name and meaning.
/// `as` names its schema where another of that name is described too.
macro_rules! words {
    ($(#[doc = $about:literal])* $name:ident { $($rows:tt)* }) => {
        $crate::words::words! { $(#[doc = $about])* $name as $name { $($rows)* } }
    };
    ($(#[doc = $about:literal])* $name:ident as $schema:ident { $($variant:ident, $id:literal, $doc:literal;)* }) => {
        #[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
        $(#[doc = $about])*
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

        #[cfg(feature = "schema")]
        $crate::schema::vocabulary! { $name, stringify!($schema), concat!($($about),*); }

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
