//! For how long a workspace keeps data, over HTTP.

use axum::http::StatusCode;
use serde_json::json;

use super::Client;
use crate::testing::on_every_database;

#[tokio::test]
async fn a_workspace_says_for_how_long_it_keeps_data_and_that_is_on_record() {
    on_every_database(async |database| {
        let workspace = database.user().await.workspace_id;
        let admin = Client::admin(database, workspace).await;
        let none = json!({"samplesDays": null, "rawDays": null, "action": "delete", "isOwn": false});
        assert_eq!(admin.get("/v1/retention").await.json(), none);
        let wanted = json!({"samplesDays": 730, "rawDays": 90, "action": "archive"});
        let set = admin.put("/v1/retention", wanted).await;
        let expected = json!({"samplesDays": 730, "rawDays": 90, "action": "archive", "isOwn": true});
        assert_eq!((set.status, set.json()), (StatusCode::OK, expected.clone()));
        assert_eq!(admin.get("/v1/retention").await.json(), expected);
        let stranger = Client::admin(database, database.user().await.workspace_id).await;
        assert_eq!(stranger.get("/v1/retention").await.json(), none);
        for (wrong, status) in [
            (json!({"samplesDays": 0}), StatusCode::BAD_REQUEST),
            (json!({"action": "archiv"}), StatusCode::UNPROCESSABLE_ENTITY),
        ] {
            assert_eq!(admin.put("/v1/retention", wrong).await.status, status);
        }
        assert_eq!(admin.delete("/v1/retention").await.json(), none);
        let audit = admin.get("/v1/audit-logs").await.text;
        assert_eq!(audit.matches("retention.changed").count(), 2, "{audit}");
        assert!(audit.contains("\"samplesDays\":730"), "{audit}");
    })
    .await;
}
