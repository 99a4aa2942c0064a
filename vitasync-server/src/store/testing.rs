//! Creates and drops databases on a PostgreSQL server, for tests.

use sea_orm::{ConnectionTrait, Database, DatabaseConnection};

async fn admin_connection(admin: &str) -> DatabaseConnection {
    Database::connect(admin)
        .await
        .expect("VITASYNC_TEST_POSTGRES names a server")
}

/// Creates a database beside the one `admin` names and tells its URL.
pub(crate) async fn create_postgres(admin: &str, name: &str) -> String {
    let connection = admin_connection(admin).await;
    let create = format!("CREATE DATABASE {name}");
    connection
        .execute_unprepared(&create)
        .await
        .expect("the database is created");
    connection.close().await.expect("it closes");
    with_database(admin, name)
}

/// Drops it again.
pub(crate) async fn drop_postgres(admin: &str, name: &str) {
    let connection = admin_connection(admin).await;
    let drop = format!("DROP DATABASE {name} WITH (FORCE)");
    connection
        .execute_unprepared(&drop)
        .await
        .expect("the database is dropped");
    connection.close().await.expect("it closes");
}

/// Replaces the database in `postgres://host/database?options`.
fn with_database(url: &str, name: &str) -> String {
    let (address, options) = match url.split_once('?') {
        Some((address, options)) => (address, format!("?{options}")),
        None => (url, String::new()),
    };
    let start = address.find("://").map_or(0, |at| at + 3);
    let host = address[start..]
        .split_once('/')
        .map_or(&address[start..], |(host, _)| host);
    format!("{}{host}/{name}{options}", &address[..start])
}
