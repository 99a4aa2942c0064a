//! Orders people, and finds the place behind one of them: the same however many are added meanwhile.

use sea_orm::Condition;
use sea_orm::entity::prelude::*;
use sea_orm::sea_query::{Expr, ExprTrait, Func, SimpleExpr};

use super::{Column, User};
use crate::store::Id;

/// By what a list of people is ordered; people alike come by id.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Order {
    /// The field.
    pub by: SortBy,
    /// Whether the last comes first.
    pub descending: bool,
}

/// A field that orders people. Texts are compared without regard to the case of letters; who has none comes first.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum SortBy {
    /// When the user was created.
    #[default]
    CreatedAt,
    /// When the user was last changed.
    UpdatedAt,
    /// The external id.
    ExternalId,
    /// The email.
    Email,
    /// The name to show.
    DisplayName,
}

/// What a person is ordered by.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Key {
    /// An instant.
    Time(DateTimeUtc),
    /// A text, as it is kept.
    Text(String),
}

impl SortBy {
    /// Tells what a person is ordered by.
    pub fn key(self, user: &User) -> Key {
        let text = |text: &Option<String>| Key::Text(text.clone().unwrap_or_default());
        match self {
            Self::CreatedAt => Key::Time(user.created_at),
            Self::UpdatedAt => Key::Time(user.updated_at),
            Self::ExternalId => text(&user.external_id),
            Self::Email => text(&user.email),
            Self::DisplayName => text(&user.display_name),
        }
    }

    pub(super) fn expression(self) -> SimpleExpr {
        let text = |column: Column| Expr::expr(Func::lower(Func::coalesce([Expr::col(column), Expr::value("")])));
        match self {
            Self::CreatedAt => Expr::col(Column::CreatedAt),
            Self::UpdatedAt => Expr::col(Column::UpdatedAt),
            Self::ExternalId => text(Column::ExternalId),
            Self::Email => text(Column::Email),
            Self::DisplayName => text(Column::DisplayName),
        }
    }
}

impl Order {
    pub(super) fn direction(self) -> sea_orm::Order {
        match self.descending {
            true => sea_orm::Order::Desc,
            false => sea_orm::Order::Asc,
        }
    }

    pub(super) fn behind(self, key: &Key, id: Id) -> Condition {
        let (field, place) = (self.by.expression(), key.expression());
        let same = Condition::all().add(field.clone().eq(place.clone()));
        let (further, later) = match self.descending {
            true => (field.lt(place), Column::Id.lt(id)),
            false => (field.gt(place), Column::Id.gt(id)),
        };
        Condition::any().add(further).add(same.add(later))
    }
}

impl Key {
    /// The engine itself lowers the letters here, as it does those it compares with.
    fn expression(&self) -> SimpleExpr {
        match self {
            Self::Time(at) => Expr::value(*at),
            Self::Text(text) => Expr::expr(Func::lower(Expr::value(text.as_str()))),
        }
    }
}
