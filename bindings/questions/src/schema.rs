//! Describes parameters and answers, so that types of other languages can be written from them.

use utoipa::openapi::{ObjectBuilder, RefOr, Schema};
use utoipa::{PartialSchema, ToSchema};

use crate::answer::Numbers;
use crate::take::{Beats, Days, Instants, Values};

/// What a question takes and answers, as schemas.
pub struct Described {
    /// An object of the parameters by their names, and of the `answer`.
    pub row: RefOr<Schema>,
    /// What that refers to, by name. Columns are referred to as `Values`, `Days`, `Beats`, `Instants` and `Numbers`.
    pub named: Vec<(String, RefOr<Schema>)>,
}

/// Describes a row.
pub(crate) fn described<Row: ToSchema>() -> Described {
    let mut named = Vec::new();
    Row::schemas(&mut named);
    Described {
        row: Row::schema(),
        named,
    }
}

/// Gives columns a name: every language has a notion of its own of them.
macro_rules! columns {
    ($($column:ty)*) => {$(
        impl PartialSchema for $column {
            fn schema() -> RefOr<Schema> {
                ObjectBuilder::new().into()
            }
        }

        impl ToSchema for $column {}
    )*};
}

columns! { Values Days Beats Instants Numbers }
