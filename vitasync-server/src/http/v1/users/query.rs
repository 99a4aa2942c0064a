//! Which users to list, in which order, and where a page begins.

use utoipa::IntoParams;

use crate::http::params::{FromParams, Params};
use crate::service::users::{self, Key as Sort, Order, SortBy};
use crate::service::{Id, parse_id};

const DEFAULT_LIMIT: u64 = 100;
const MAX_LIMIT: u64 = 10_000;

/// Which users to list.
#[derive(Debug, IntoParams)]
#[into_params(parameter_in = Query)]
pub(super) struct UsersQuery {
    /// Part of a name, an email or an external id.
    #[param(example = "ada")]
    pub(super) search: Option<String>,
    /// What orders the list; with `-` before it, the last comes first.
    #[param(value_type = Option<String>, default = "createdAt", example = "-updatedAt", pattern = "^(-?(createdAt|updatedAt|externalId|email|displayName))?$")]
    pub(super) sort: Order,
    /// How many at most.
    #[param(value_type = Option<u64>, minimum = 1, maximum = 10_000, default = 100)]
    pub(super) limit: u64,
    /// How many to pass over.
    #[param(minimum = 0, maximum = 4_294_967_295_u64, default = 0)]
    pub(super) offset: Option<u64>,
    /// The `nextCursor` of the page before.
    #[param(value_type = Option<String>)]
    pub(super) cursor: Option<(Sort, Id)>,
}

/// The fields that order users, in the words of the wire.
const SORTS: [(&str, SortBy); 5] = [
    ("createdAt", SortBy::CreatedAt),
    ("updatedAt", SortBy::UpdatedAt),
    ("externalId", SortBy::ExternalId),
    ("email", SortBy::Email),
    ("displayName", SortBy::DisplayName),
];

impl FromParams for UsersQuery {
    const NAMES: &'static [&'static str] = &["search", "sort", "limit", "offset", "cursor"];

    fn from_params(params: &mut Params) -> Self {
        let words = SORTS.map(|(word, _)| word);
        let sort = params.word(&["sort"], "order", &words, read_order).unwrap_or_default();
        let (limit, offset) = (params.limit(DEFAULT_LIMIT, MAX_LIMIT), params.offset());
        let place = params.cursor();
        let cursor = place.as_ref().and_then(|place| read_place(sort, place));
        if place.is_some() && cursor.is_none() {
            params.refuse("cursor", "it is not a cursor of this list in this order");
        }
        Self {
            search: params.text(&["search"]),
            sort,
            limit,
            offset,
            cursor,
        }
    }
}

/// What a cursor of the list of users says: the order, what orders the last user of the page, and its id.
pub(super) type Place = (String, String, String);

fn read_order(text: &str) -> Option<Order> {
    let (descending, word) = text.strip_prefix('-').map_or((false, text), |word| (true, word));
    let (_, by) = SORTS.into_iter().find(|(known, _)| *known == word)?;
    Some(Order { by, descending })
}

fn write_order(order: Order) -> String {
    let word = SORTS
        .iter()
        .find(|(_, by)| *by == order.by)
        .map_or("", |(word, _)| word);
    format!("{}{word}", if order.descending { "-" } else { "" })
}

/// Tells what leads to the page behind a user.
pub(super) fn place(order: Order, user: &users::User) -> Place {
    let key = match order.by.key(user) {
        Sort::Time(at) => at.to_rfc3339(),
        Sort::Text(text) => text,
    };
    (write_order(order), key, user.id.to_string())
}

fn read_place(order: Order, (sort, key, id): &Place) -> Option<(Sort, Id)> {
    let key = match order.by {
        SortBy::CreatedAt | SortBy::UpdatedAt => Sort::Time(key.parse().ok()?),
        _ => Sort::Text(key.clone()),
    };
    (*sort == write_order(order)).then_some((key, parse_id(id)?))
}
