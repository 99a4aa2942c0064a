"""One method per operation of the API. Written from docs/openapi.json by a test; do not edit."""

from __future__ import annotations

from abc import ABC, abstractmethod
from typing import Any
from urllib.parse import quote

Json = Any
Body = Any


def _in(segment: str) -> str:
    return quote(segment, safe="")


class Operations(ABC):
    """The operations, waited for."""

    @abstractmethod
    def request(self, method: str, path: str, query: dict[str, Any], body: Body = None) -> Json:
        """Sends a request and gives the answer's JSON, or None where it has none."""

    def acknowledge_anomaly(self, user_id: str, anomaly_id: str) -> Json:
        """Say that an anomaly is known."""
        return self.request("POST", f"/v1/users/{_in(user_id)}/anomalies/{_in(anomaly_id)}/acknowledge", {})

    def backfill_connection(self, user_id: str, connection_id: str, body: Body = None) -> Json:
        """Read a span of the past of a connection."""
        return self.request("POST", f"/v1/users/{_in(user_id)}/connections/{_in(connection_id)}/backfill", {}, body)

    def cancel_import(self, user_id: str, import_id: str) -> Json:
        """Stop an import."""
        return self.request("DELETE", f"/v1/users/{_in(user_id)}/imports/{_in(import_id)}", {})

    def cancel_sync_job(self, job_id: str) -> Json:
        """Stop a job; what it has committed stays."""
        return self.request("POST", f"/v1/sync-jobs/{_in(job_id)}/cancel", {})

    def choose_primary(self, user_id: str, event_id: str, body: Body) -> Json:
        """Choose the record that a workout shows."""
        return self.request("PUT", f"/v1/users/{_in(user_id)}/events/{_in(event_id)}/primary", {}, body)

    def compute_baselines(self, user_id: str) -> Json:
        """List what has been usual, by another path."""
        return self.request("POST", f"/v1/users/{_in(user_id)}/baselines/compute", {})

    def compute_correlations(self, user_id: str, body: Body = None) -> Json:
        """Find pairs of metrics that go together, by another path."""
        return self.request("POST", f"/v1/users/{_in(user_id)}/correlations/compute", {}, body)

    def compute_health_score(self, user_id: str, body: Body = None) -> Json:
        """Compute the scores of a day, and keep them."""
        return self.request("POST", f"/v1/users/{_in(user_id)}/health-scores/compute", {}, body)

    def connect_with_key(self, user_id: str, body: Body) -> Json:
        """Connect an account by a key."""
        return self.request("POST", f"/v1/users/{_in(user_id)}/connections", {}, body)

    def create_api_key(self, body: Body) -> Json:
        """Create a key."""
        return self.request("POST", "/v1/api-keys", {}, body)

    def create_connect_link(self, user_id: str, body: Body) -> Json:
        """Create a connect link for a user."""
        return self.request("POST", f"/v1/users/{_in(user_id)}/connect-link", {}, body)

    def create_import(
        self,
        user_id: str,
        body: Body,
        *,
        filename: str | None = None,
        timezone: str | None = None,
        no_raw: bool | None = None,
    ) -> Json:
        """Upload a file to import."""
        return self.request(
            "POST", f"/v1/users/{_in(user_id)}/imports", {"filename": filename, "timezone": timezone, "no_raw": no_raw}, body,
        )

    def create_push_token(self, user_id: str) -> Json:
        """Make a token for a user's phone."""
        return self.request("POST", f"/v1/users/{_in(user_id)}/token", {})

    def create_snapshot(self, user_id: str, body: Body) -> Json:
        """Sum up a week or a month."""
        return self.request("POST", f"/v1/users/{_in(user_id)}/snapshots", {}, body)

    def create_user(self, body: Body) -> Json:
        """Create a user, or find the one with this `externalId`."""
        return self.request("POST", "/v1/users", {}, body)

    def create_webhook(self, body: Body) -> Json:
        """Create a webhook."""
        return self.request("POST", "/v1/webhooks", {}, body)

    def daily_summaries(
        self,
        user_id: str,
        *,
        metric_type: str | None = None,
        metric: str | None = None,
        source: str | None = None,
        from_: str | None = None,
        to: str | None = None,
        timezone: str | None = None,
        raw: bool | None = None,
    ) -> Json:
        """Answer what each civil day comes to."""
        return self.request(
            "GET", f"/v1/users/{_in(user_id)}/health/daily-summaries", {"metricType": metric_type, "metric": metric, "source": source, "from": from_, "to": to, "timezone": timezone, "raw": raw},
        )

    def delete_api_key(self, key_id: str) -> Json:
        """Delete a key; it stops working at once."""
        return self.request("DELETE", f"/v1/api-keys/{_in(key_id)}", {})

    def delete_health(self, user_id: str) -> Json:
        """Delete everything measured on a user, but not the user."""
        return self.request("DELETE", f"/v1/users/{_in(user_id)}/health", {})

    def delete_user(self, user_id: str) -> Json:
        """Erase a user and everything that belongs to the user."""
        return self.request("DELETE", f"/v1/users/{_in(user_id)}", {})

    def delete_vendor_app(self, provider_id: str) -> Json:
        """Forget what the workspace has set for a vendor; what the installation has set counts again."""
        return self.request("DELETE", f"/v1/providers/{_in(provider_id)}/app", {})

    def delete_webhook(self, webhook_id: str) -> Json:
        """Delete a webhook with its deliveries; nothing more is sent."""
        return self.request("DELETE", f"/v1/webhooks/{_in(webhook_id)}", {})

    def detect_anomalies(self, user_id: str, body: Body = None) -> Json:
        """Find what is unusual, by another path."""
        return self.request("POST", f"/v1/users/{_in(user_id)}/anomalies/detect", {}, body)

    def disconnect(self, user_id: str, connection_id: str) -> Json:
        """Disconnect an account."""
        return self.request("DELETE", f"/v1/users/{_in(user_id)}/connections/{_in(connection_id)}", {})

    def dismiss_anomaly(self, user_id: str, anomaly_id: str) -> Json:
        """Say that an anomaly does not matter."""
        return self.request("POST", f"/v1/users/{_in(user_id)}/anomalies/{_in(anomaly_id)}/dismiss", {})

    def explain_health(
        self,
        user_id: str,
        *,
        metric_type: str | None = None,
        date: str | None = None,
        at: str | None = None,
        bucket: str | None = None,
        timezone: str | None = None,
        limit: int | None = None,
        offset: int | None = None,
    ) -> Json:
        """Explain a value: which samples count in it, which do not, and why."""
        return self.request(
            "GET", f"/v1/users/{_in(user_id)}/health/explain", {"metricType": metric_type, "date": date, "at": at, "bucket": bucket, "timezone": timezone, "limit": limit, "offset": offset},
        )

    def find_anomalies(self, user_id: str, body: Body = None) -> Json:
        """Find what is unusual."""
        return self.request("POST", f"/v1/users/{_in(user_id)}/analytics/anomalies", {}, body)

    def find_correlations(self, user_id: str, body: Body = None) -> Json:
        """Find pairs of metrics that go together."""
        return self.request("POST", f"/v1/users/{_in(user_id)}/analytics/correlations", {}, body)

    def forget_primary(self, user_id: str, event_id: str) -> Json:
        """Let the rules choose the record that a workout shows."""
        return self.request("DELETE", f"/v1/users/{_in(user_id)}/events/{_in(event_id)}/primary", {})

    def generate_snapshot(self, user_id: str, period_type: str) -> Json:
        """Sum up this week or month."""
        return self.request("POST", f"/v1/users/{_in(user_id)}/snapshots/generate/{_in(period_type)}", {})

    def get_anomaly(self, user_id: str, anomaly_id: str) -> Json:
        """Get an anomaly."""
        return self.request("GET", f"/v1/users/{_in(user_id)}/anomalies/{_in(anomaly_id)}", {})

    def get_baseline(self, user_id: str, metric_type: str, *, date: str | None = None) -> Json:
        """Get what has been usual of a metric."""
        return self.request("GET", f"/v1/users/{_in(user_id)}/baselines/{_in(metric_type)}", {"date": date})

    def get_connect_settings(self) -> Json:
        """Get what is set about connecting."""
        return self.request("GET", "/v1/connect-settings", {})

    def get_connection(self, user_id: str, connection_id: str) -> Json:
        """Get a connection."""
        return self.request("GET", f"/v1/users/{_in(user_id)}/connections/{_in(connection_id)}", {})

    def get_delivery(self, webhook_id: str, delivery_id: str) -> Json:
        """Get a delivery with what is sent."""
        return self.request("GET", f"/v1/webhooks/{_in(webhook_id)}/deliveries/{_in(delivery_id)}", {})

    def get_event(self, user_id: str, event_id: str, *, timezone: str | None = None, raw: bool | None = None) -> Json:
        """Get a workout, night or nap."""
        return self.request(
            "GET", f"/v1/users/{_in(user_id)}/events/{_in(event_id)}", {"timezone": timezone, "raw": raw},
        )

    def get_health_context(
        self,
        user_id: str,
        *,
        date: str | None = None,
        format: str | None = None,
        tokens: int | None = None,
    ) -> Json:
        """Tell a language model what is known of a user."""
        return self.request(
            "GET", f"/v1/users/{_in(user_id)}/analytics/context", {"date": date, "format": format, "tokens": tokens},
        )

    def get_import(self, user_id: str, import_id: str) -> Json:
        """Get an import, with how far it has come and what came of it."""
        return self.request("GET", f"/v1/users/{_in(user_id)}/imports/{_in(import_id)}", {})

    def get_preferences(self, user_id: str) -> Json:
        """Get what a user has set."""
        return self.request("GET", f"/v1/users/{_in(user_id)}/preferences", {})

    def get_provider(self, provider_id: str) -> Json:
        """Get a provider."""
        return self.request("GET", f"/v1/providers/{_in(provider_id)}", {})

    def get_push_batch(self, user_id: str, batch_id: str) -> Json:
        """Get a batch and what became of it."""
        return self.request("GET", f"/v1/users/{_in(user_id)}/ingest/{_in(batch_id)}", {})

    def get_readiness(self, user_id: str, *, date: str | None = None) -> Json:
        """Get readiness: how a user stands on a day."""
        return self.request("GET", f"/v1/users/{_in(user_id)}/readiness", {"date": date})

    def get_retention(self) -> Json:
        """Get for how long data is kept."""
        return self.request("GET", "/v1/retention", {})

    def get_sleep_debt(self, user_id: str, *, date: str | None = None) -> Json:
        """Get how much sleep is missing."""
        return self.request("GET", f"/v1/users/{_in(user_id)}/sleep-analysis/debt", {"date": date})

    def get_sleep_quality(self, user_id: str, *, date: str | None = None, days: int | None = None) -> Json:
        """Get how good sleep was."""
        return self.request("GET", f"/v1/users/{_in(user_id)}/sleep-analysis/quality", {"date": date, "days": days})

    def get_snapshot(self, user_id: str, snapshot_id: str) -> Json:
        """Get a snapshot."""
        return self.request("GET", f"/v1/users/{_in(user_id)}/snapshots/{_in(snapshot_id)}", {})

    def get_sync_job(self, job_id: str) -> Json:
        """Get a job."""
        return self.request("GET", f"/v1/sync-jobs/{_in(job_id)}", {})

    def get_training_load(self, user_id: str, *, date: str | None = None) -> Json:
        """Get what weeks of training have added up to."""
        return self.request("GET", f"/v1/users/{_in(user_id)}/readiness/training-load", {"date": date})

    def get_user(self, user_id: str) -> Json:
        """Get a user."""
        return self.request("GET", f"/v1/users/{_in(user_id)}", {})

    def get_vendor_app(self, provider_id: str) -> Json:
        """Get with what the workspace talks to a vendor."""
        return self.request("GET", f"/v1/providers/{_in(provider_id)}/app", {})

    def get_webhook(self, webhook_id: str) -> Json:
        """Get a webhook."""
        return self.request("GET", f"/v1/webhooks/{_in(webhook_id)}", {})

    def get_webhook_secret(self, webhook_id: str) -> Json:
        """Get the secret of a webhook."""
        return self.request("GET", f"/v1/webhooks/{_in(webhook_id)}/secret", {})

    def health_timeseries(
        self,
        user_id: str,
        *,
        metric_type: str | None = None,
        metric: str | None = None,
        source: str | None = None,
        from_: str | None = None,
        to: str | None = None,
        timezone: str | None = None,
        bucket: str | None = None,
        raw: bool | None = None,
    ) -> Json:
        """Answer one value per bucket of time."""
        return self.request(
            "GET", f"/v1/users/{_in(user_id)}/health/timeseries", {"metricType": metric_type, "metric": metric, "source": source, "from": from_, "to": to, "timezone": timezone, "bucket": bucket, "raw": raw},
        )

    def latest_health_score(self, user_id: str, *, date: str | None = None) -> Json:
        """Get the scores of a day."""
        return self.request("GET", f"/v1/users/{_in(user_id)}/health-scores/latest", {"date": date})

    def link_events(self, user_id: str, event_id: str, body: Body) -> Json:
        """Make one workout of two."""
        return self.request("POST", f"/v1/users/{_in(user_id)}/events/{_in(event_id)}/link", {}, body)

    def list_anomalies(
        self,
        user_id: str,
        *,
        severity: str | None = None,
        status: str | None = None,
        metric_type: str | None = None,
        limit: int | None = None,
    ) -> Json:
        """List what was unusual, the latest first."""
        return self.request(
            "GET", f"/v1/users/{_in(user_id)}/anomalies", {"severity": severity, "status": status, "metricType": metric_type, "limit": limit},
        )

    def list_api_keys(self) -> Json:
        """List the keys of the workspace and of its sandbox, oldest first."""
        return self.request("GET", "/v1/api-keys", {})

    def list_audit_logs(
        self,
        *,
        from_: str | None = None,
        to: str | None = None,
        action: str | None = None,
        actor: str | None = None,
        subject: str | None = None,
        limit: int | None = None,
        cursor: str | None = None,
    ) -> Json:
        """List what was done with keys of the workspace, latest first."""
        return self.request(
            "GET", "/v1/audit-logs", {"from": from_, "to": to, "action": action, "actor": actor, "subject": subject, "limit": limit, "cursor": cursor},
        )

    def list_baselines(self, user_id: str, *, metric_type: str | None = None, date: str | None = None) -> Json:
        """List what has been usual."""
        return self.request("GET", f"/v1/users/{_in(user_id)}/baselines", {"metricType": metric_type, "date": date})

    def list_connection_syncs(
        self,
        user_id: str,
        connection_id: str,
        *,
        status: str | None = None,
        limit: int | None = None,
        cursor: str | None = None,
    ) -> Json:
        """List the jobs that have read a connection, latest first."""
        return self.request(
            "GET", f"/v1/users/{_in(user_id)}/connections/{_in(connection_id)}/sync-jobs", {"status": status, "limit": limit, "cursor": cursor},
        )

    def list_connections(self, user_id: str, *, status: str | None = None, provider_id: str | None = None) -> Json:
        """List the connections of a user, oldest first."""
        return self.request(
            "GET", f"/v1/users/{_in(user_id)}/connections", {"status": status, "providerId": provider_id},
        )

    def list_correlations(
        self,
        user_id: str,
        *,
        min_strength: str | None = None,
        days: int | None = None,
        limit: int | None = None,
    ) -> Json:
        """List pairs of metrics that go together, the strongest first."""
        return self.request(
            "GET", f"/v1/users/{_in(user_id)}/correlations", {"minStrength": min_strength, "days": days, "limit": limit},
        )

    def list_deliveries(
        self,
        webhook_id: str,
        *,
        status: str | None = None,
        limit: int | None = None,
        cursor: str | None = None,
    ) -> Json:
        """List what was sent to a webhook, newest first."""
        return self.request(
            "GET", f"/v1/webhooks/{_in(webhook_id)}/deliveries", {"status": status, "limit": limit, "cursor": cursor},
        )

    def list_events(
        self,
        user_id: str,
        *,
        event_type: str | None = None,
        activity_type: str | None = None,
        source: str | None = None,
        from_: str | None = None,
        to: str | None = None,
        timezone: str | None = None,
        raw: bool | None = None,
        limit: int | None = None,
        offset: int | None = None,
        cursor: str | None = None,
    ) -> Json:
        """List workouts, nights and naps, latest first."""
        return self.request(
            "GET", f"/v1/users/{_in(user_id)}/events", {"eventType": event_type, "activityType": activity_type, "source": source, "from": from_, "to": to, "timezone": timezone, "raw": raw, "limit": limit, "offset": offset, "cursor": cursor},
        )

    def list_health(
        self,
        user_id: str,
        *,
        metric_type: str | None = None,
        metric: str | None = None,
        source: str | None = None,
        from_: str | None = None,
        to: str | None = None,
        timezone: str | None = None,
        limit: int | None = None,
        offset: int | None = None,
        cursor: str | None = None,
    ) -> Json:
        """List samples as they came, latest first."""
        return self.request(
            "GET", f"/v1/users/{_in(user_id)}/health", {"metricType": metric_type, "metric": metric, "source": source, "from": from_, "to": to, "timezone": timezone, "limit": limit, "offset": offset, "cursor": cursor},
        )

    def list_health_scores(
        self,
        user_id: str,
        *,
        from_: str | None = None,
        to: str | None = None,
        limit: int | None = None,
    ) -> Json:
        """List composite scores, latest first."""
        return self.request("GET", f"/v1/users/{_in(user_id)}/health-scores", {"from": from_, "to": to, "limit": limit})

    def list_imports(self, user_id: str) -> Json:
        """List the imports of a user's uploads, the newest first."""
        return self.request("GET", f"/v1/users/{_in(user_id)}/imports", {})

    def list_insight_algorithms(self) -> Json:
        """List every insight there is, with what it needs, or why it is refused."""
        return self.request("GET", "/v1/insights/algorithms", {})

    def list_insights(self, user_id: str, *, date: str | None = None, category: str | None = None) -> Json:
        """List what insights say of a user."""
        return self.request("GET", f"/v1/users/{_in(user_id)}/insights", {"date": date, "category": category})

    def list_personal_records(self, user_id: str) -> Json:
        """List personal records."""
        return self.request("GET", f"/v1/users/{_in(user_id)}/personal-records", {})

    def list_personal_records_of(self, user_id: str, metric_type: str) -> Json:
        """List the personal records of a metric."""
        return self.request("GET", f"/v1/users/{_in(user_id)}/personal-records/{_in(metric_type)}", {})

    def list_providers(self, *, all: bool | None = None) -> Json:
        """List the providers whose data can be read."""
        return self.request("GET", "/v1/providers", {"all": all})

    def list_push_anchors(self, user_id: str) -> Json:
        """Tell how far each of a user's phones has come."""
        return self.request("GET", f"/v1/users/{_in(user_id)}/ingest/anchors", {})

    def list_snapshots(self, user_id: str, *, period_type: str | None = None, limit: int | None = None) -> Json:
        """List the weeks and months that were summed up, the latest first."""
        return self.request("GET", f"/v1/users/{_in(user_id)}/snapshots", {"periodType": period_type, "limit": limit})

    def list_sources(self, user_id: str) -> Json:
        """List who has measured a user."""
        return self.request("GET", f"/v1/users/{_in(user_id)}/sources", {})

    def list_sync_jobs(
        self,
        *,
        user_id: str | None = None,
        connection_id: str | None = None,
        status: str | None = None,
        limit: int | None = None,
        cursor: str | None = None,
    ) -> Json:
        """List the jobs that read connections, latest first."""
        return self.request(
            "GET", "/v1/sync-jobs", {"userId": user_id, "connectionId": connection_id, "status": status, "limit": limit, "cursor": cursor},
        )

    def list_users(
        self,
        *,
        search: str | None = None,
        sort: str | None = None,
        limit: int | None = None,
        offset: int | None = None,
        cursor: str | None = None,
    ) -> Json:
        """List users."""
        return self.request(
            "GET", "/v1/users", {"search": search, "sort": sort, "limit": limit, "offset": offset, "cursor": cursor},
        )

    def list_webhook_events(self) -> Json:
        """List every event a webhook can hear of."""
        return self.request("GET", "/v1/webhooks/events", {})

    def list_webhooks(self) -> Json:
        """List the webhooks of the workspace, oldest first."""
        return self.request("GET", "/v1/webhooks", {})

    def order_of_sources(self, user_id: str, *, metric_type: str | None = None) -> Json:
        """Tell in which order a user's sources count for a metric, and why."""
        return self.request("GET", f"/v1/users/{_in(user_id)}/preferences/order", {"metricType": metric_type})

    def presign_import(self, user_id: str, body: Body = None) -> Json:
        """Get an address to send a large file to."""
        return self.request("POST", f"/v1/users/{_in(user_id)}/imports/presigned", {}, body)

    def push_batch(self, user_id: str, body: Body) -> Json:
        """Push what an app has read from a phone's store."""
        return self.request("POST", f"/v1/users/{_in(user_id)}/ingest", {}, body)

    def redeliver(self, webhook_id: str, delivery_id: str) -> Json:
        """Send an event to a webhook once more, under an id of its own."""
        return self.request("POST", f"/v1/webhooks/{_in(webhook_id)}/deliveries/{_in(delivery_id)}/redeliver", {})

    def relink_record(self, user_id: str, event_id: str, body: Body) -> Json:
        """Take back that a record was taken out of a workout."""
        return self.request("POST", f"/v1/users/{_in(user_id)}/events/{_in(event_id)}/relink", {}, body)

    def replay_user(self, user_id: str, body: Body = None) -> Json:
        """Decode again what providers have sent about a user."""
        return self.request("POST", f"/v1/users/{_in(user_id)}/replay", {}, body)

    def reset_retention(self) -> Json:
        """Forget what was said: keep data for as long as the installation says."""
        return self.request("DELETE", "/v1/retention", {})

    def retry_sync_job(self, job_id: str) -> Json:
        """Do again what a job that failed or was cancelled was to do."""
        return self.request("POST", f"/v1/sync-jobs/{_in(job_id)}/retry", {})

    def revoke_push_tokens(self, user_id: str) -> Json:
        """Revoke every token of a user's phones."""
        return self.request("DELETE", f"/v1/users/{_in(user_id)}/token", {})

    def rotate_api_key(self, key_id: str, body: Body = None) -> Json:
        """Replace the secret of a key."""
        return self.request("POST", f"/v1/api-keys/{_in(key_id)}/rotate", {}, body)

    def rotate_webhook_secret(self, webhook_id: str, body: Body) -> Json:
        """Replace the secret of a webhook."""
        return self.request("POST", f"/v1/webhooks/{_in(webhook_id)}/rotate-secret", {}, body)

    def set_retention(self, body: Body) -> Json:
        """Say for how long data is kept."""
        return self.request("PUT", "/v1/retention", {}, body)

    def start_import(
        self,
        user_id: str,
        import_id: str,
        *,
        filename: str | None = None,
        timezone: str | None = None,
        no_raw: bool | None = None,
    ) -> Json:
        """Start the import of a file that was sent to the object store."""
        return self.request(
            "POST", f"/v1/users/{_in(user_id)}/imports/{_in(import_id)}/start", {"filename": filename, "timezone": timezone, "no_raw": no_raw},
        )

    def summarize_health(self, user_id: str, *, detailed: bool | None = None) -> Json:
        """Count what there is of each metric."""
        return self.request("GET", f"/v1/users/{_in(user_id)}/health/summary", {"detailed": detailed})

    def sync_connection(self, user_id: str, connection_id: str, body: Body = None) -> Json:
        """Read a connection now."""
        return self.request("POST", f"/v1/users/{_in(user_id)}/connections/{_in(connection_id)}/sync", {}, body)

    def test_webhook(self, webhook_id: str) -> Json:
        """Send a webhook a test, whatever it hears of."""
        return self.request("POST", f"/v1/webhooks/{_in(webhook_id)}/test", {})

    def unlink_record(self, user_id: str, event_id: str, body: Body) -> Json:
        """Take a record out of a workout."""
        return self.request("POST", f"/v1/users/{_in(user_id)}/events/{_in(event_id)}/unlink", {}, body)

    def update_api_key(self, key_id: str, body: Body) -> Json:
        """Change a key and keep its secret."""
        return self.request("PATCH", f"/v1/api-keys/{_in(key_id)}", {}, body)

    def update_connect_settings(self, body: Body) -> Json:
        """Change what is set about connecting."""
        return self.request("PATCH", "/v1/connect-settings", {}, body)

    def update_preferences(self, user_id: str, body: Body) -> Json:
        """Change what a user has set."""
        return self.request("PATCH", f"/v1/users/{_in(user_id)}/preferences", {}, body)

    def update_user(self, user_id: str, body: Body) -> Json:
        """Change a user."""
        return self.request("PATCH", f"/v1/users/{_in(user_id)}", {}, body)

    def update_vendor_app(self, provider_id: str, body: Body) -> Json:
        """Change with what the workspace talks to a vendor."""
        return self.request("PATCH", f"/v1/providers/{_in(provider_id)}/app", {}, body)

    def update_webhook(self, webhook_id: str, body: Body) -> Json:
        """Change a webhook."""
        return self.request("PATCH", f"/v1/webhooks/{_in(webhook_id)}", {}, body)


class AsyncOperations(ABC):
    """The operations, awaited."""

    @abstractmethod
    async def request(self, method: str, path: str, query: dict[str, Any], body: Body = None) -> Json:
        """Sends a request and gives the answer's JSON, or None where it has none."""

    async def acknowledge_anomaly(self, user_id: str, anomaly_id: str) -> Json:
        """Say that an anomaly is known."""
        return await self.request("POST", f"/v1/users/{_in(user_id)}/anomalies/{_in(anomaly_id)}/acknowledge", {})

    async def backfill_connection(self, user_id: str, connection_id: str, body: Body = None) -> Json:
        """Read a span of the past of a connection."""
        return await self.request(
            "POST", f"/v1/users/{_in(user_id)}/connections/{_in(connection_id)}/backfill", {}, body,
        )

    async def cancel_import(self, user_id: str, import_id: str) -> Json:
        """Stop an import."""
        return await self.request("DELETE", f"/v1/users/{_in(user_id)}/imports/{_in(import_id)}", {})

    async def cancel_sync_job(self, job_id: str) -> Json:
        """Stop a job; what it has committed stays."""
        return await self.request("POST", f"/v1/sync-jobs/{_in(job_id)}/cancel", {})

    async def choose_primary(self, user_id: str, event_id: str, body: Body) -> Json:
        """Choose the record that a workout shows."""
        return await self.request("PUT", f"/v1/users/{_in(user_id)}/events/{_in(event_id)}/primary", {}, body)

    async def compute_baselines(self, user_id: str) -> Json:
        """List what has been usual, by another path."""
        return await self.request("POST", f"/v1/users/{_in(user_id)}/baselines/compute", {})

    async def compute_correlations(self, user_id: str, body: Body = None) -> Json:
        """Find pairs of metrics that go together, by another path."""
        return await self.request("POST", f"/v1/users/{_in(user_id)}/correlations/compute", {}, body)

    async def compute_health_score(self, user_id: str, body: Body = None) -> Json:
        """Compute the scores of a day, and keep them."""
        return await self.request("POST", f"/v1/users/{_in(user_id)}/health-scores/compute", {}, body)

    async def connect_with_key(self, user_id: str, body: Body) -> Json:
        """Connect an account by a key."""
        return await self.request("POST", f"/v1/users/{_in(user_id)}/connections", {}, body)

    async def create_api_key(self, body: Body) -> Json:
        """Create a key."""
        return await self.request("POST", "/v1/api-keys", {}, body)

    async def create_connect_link(self, user_id: str, body: Body) -> Json:
        """Create a connect link for a user."""
        return await self.request("POST", f"/v1/users/{_in(user_id)}/connect-link", {}, body)

    async def create_import(
        self,
        user_id: str,
        body: Body,
        *,
        filename: str | None = None,
        timezone: str | None = None,
        no_raw: bool | None = None,
    ) -> Json:
        """Upload a file to import."""
        return await self.request(
            "POST", f"/v1/users/{_in(user_id)}/imports", {"filename": filename, "timezone": timezone, "no_raw": no_raw}, body,
        )

    async def create_push_token(self, user_id: str) -> Json:
        """Make a token for a user's phone."""
        return await self.request("POST", f"/v1/users/{_in(user_id)}/token", {})

    async def create_snapshot(self, user_id: str, body: Body) -> Json:
        """Sum up a week or a month."""
        return await self.request("POST", f"/v1/users/{_in(user_id)}/snapshots", {}, body)

    async def create_user(self, body: Body) -> Json:
        """Create a user, or find the one with this `externalId`."""
        return await self.request("POST", "/v1/users", {}, body)

    async def create_webhook(self, body: Body) -> Json:
        """Create a webhook."""
        return await self.request("POST", "/v1/webhooks", {}, body)

    async def daily_summaries(
        self,
        user_id: str,
        *,
        metric_type: str | None = None,
        metric: str | None = None,
        source: str | None = None,
        from_: str | None = None,
        to: str | None = None,
        timezone: str | None = None,
        raw: bool | None = None,
    ) -> Json:
        """Answer what each civil day comes to."""
        return await self.request(
            "GET", f"/v1/users/{_in(user_id)}/health/daily-summaries", {"metricType": metric_type, "metric": metric, "source": source, "from": from_, "to": to, "timezone": timezone, "raw": raw},
        )

    async def delete_api_key(self, key_id: str) -> Json:
        """Delete a key; it stops working at once."""
        return await self.request("DELETE", f"/v1/api-keys/{_in(key_id)}", {})

    async def delete_health(self, user_id: str) -> Json:
        """Delete everything measured on a user, but not the user."""
        return await self.request("DELETE", f"/v1/users/{_in(user_id)}/health", {})

    async def delete_user(self, user_id: str) -> Json:
        """Erase a user and everything that belongs to the user."""
        return await self.request("DELETE", f"/v1/users/{_in(user_id)}", {})

    async def delete_vendor_app(self, provider_id: str) -> Json:
        """Forget what the workspace has set for a vendor; what the installation has set counts again."""
        return await self.request("DELETE", f"/v1/providers/{_in(provider_id)}/app", {})

    async def delete_webhook(self, webhook_id: str) -> Json:
        """Delete a webhook with its deliveries; nothing more is sent."""
        return await self.request("DELETE", f"/v1/webhooks/{_in(webhook_id)}", {})

    async def detect_anomalies(self, user_id: str, body: Body = None) -> Json:
        """Find what is unusual, by another path."""
        return await self.request("POST", f"/v1/users/{_in(user_id)}/anomalies/detect", {}, body)

    async def disconnect(self, user_id: str, connection_id: str) -> Json:
        """Disconnect an account."""
        return await self.request("DELETE", f"/v1/users/{_in(user_id)}/connections/{_in(connection_id)}", {})

    async def dismiss_anomaly(self, user_id: str, anomaly_id: str) -> Json:
        """Say that an anomaly does not matter."""
        return await self.request("POST", f"/v1/users/{_in(user_id)}/anomalies/{_in(anomaly_id)}/dismiss", {})

    async def explain_health(
        self,
        user_id: str,
        *,
        metric_type: str | None = None,
        date: str | None = None,
        at: str | None = None,
        bucket: str | None = None,
        timezone: str | None = None,
        limit: int | None = None,
        offset: int | None = None,
    ) -> Json:
        """Explain a value: which samples count in it, which do not, and why."""
        return await self.request(
            "GET", f"/v1/users/{_in(user_id)}/health/explain", {"metricType": metric_type, "date": date, "at": at, "bucket": bucket, "timezone": timezone, "limit": limit, "offset": offset},
        )

    async def find_anomalies(self, user_id: str, body: Body = None) -> Json:
        """Find what is unusual."""
        return await self.request("POST", f"/v1/users/{_in(user_id)}/analytics/anomalies", {}, body)

    async def find_correlations(self, user_id: str, body: Body = None) -> Json:
        """Find pairs of metrics that go together."""
        return await self.request("POST", f"/v1/users/{_in(user_id)}/analytics/correlations", {}, body)

    async def forget_primary(self, user_id: str, event_id: str) -> Json:
        """Let the rules choose the record that a workout shows."""
        return await self.request("DELETE", f"/v1/users/{_in(user_id)}/events/{_in(event_id)}/primary", {})

    async def generate_snapshot(self, user_id: str, period_type: str) -> Json:
        """Sum up this week or month."""
        return await self.request("POST", f"/v1/users/{_in(user_id)}/snapshots/generate/{_in(period_type)}", {})

    async def get_anomaly(self, user_id: str, anomaly_id: str) -> Json:
        """Get an anomaly."""
        return await self.request("GET", f"/v1/users/{_in(user_id)}/anomalies/{_in(anomaly_id)}", {})

    async def get_baseline(self, user_id: str, metric_type: str, *, date: str | None = None) -> Json:
        """Get what has been usual of a metric."""
        return await self.request("GET", f"/v1/users/{_in(user_id)}/baselines/{_in(metric_type)}", {"date": date})

    async def get_connect_settings(self) -> Json:
        """Get what is set about connecting."""
        return await self.request("GET", "/v1/connect-settings", {})

    async def get_connection(self, user_id: str, connection_id: str) -> Json:
        """Get a connection."""
        return await self.request("GET", f"/v1/users/{_in(user_id)}/connections/{_in(connection_id)}", {})

    async def get_delivery(self, webhook_id: str, delivery_id: str) -> Json:
        """Get a delivery with what is sent."""
        return await self.request("GET", f"/v1/webhooks/{_in(webhook_id)}/deliveries/{_in(delivery_id)}", {})

    async def get_event(
        self,
        user_id: str,
        event_id: str,
        *,
        timezone: str | None = None,
        raw: bool | None = None,
    ) -> Json:
        """Get a workout, night or nap."""
        return await self.request(
            "GET", f"/v1/users/{_in(user_id)}/events/{_in(event_id)}", {"timezone": timezone, "raw": raw},
        )

    async def get_health_context(
        self,
        user_id: str,
        *,
        date: str | None = None,
        format: str | None = None,
        tokens: int | None = None,
    ) -> Json:
        """Tell a language model what is known of a user."""
        return await self.request(
            "GET", f"/v1/users/{_in(user_id)}/analytics/context", {"date": date, "format": format, "tokens": tokens},
        )

    async def get_import(self, user_id: str, import_id: str) -> Json:
        """Get an import, with how far it has come and what came of it."""
        return await self.request("GET", f"/v1/users/{_in(user_id)}/imports/{_in(import_id)}", {})

    async def get_preferences(self, user_id: str) -> Json:
        """Get what a user has set."""
        return await self.request("GET", f"/v1/users/{_in(user_id)}/preferences", {})

    async def get_provider(self, provider_id: str) -> Json:
        """Get a provider."""
        return await self.request("GET", f"/v1/providers/{_in(provider_id)}", {})

    async def get_push_batch(self, user_id: str, batch_id: str) -> Json:
        """Get a batch and what became of it."""
        return await self.request("GET", f"/v1/users/{_in(user_id)}/ingest/{_in(batch_id)}", {})

    async def get_readiness(self, user_id: str, *, date: str | None = None) -> Json:
        """Get readiness: how a user stands on a day."""
        return await self.request("GET", f"/v1/users/{_in(user_id)}/readiness", {"date": date})

    async def get_retention(self) -> Json:
        """Get for how long data is kept."""
        return await self.request("GET", "/v1/retention", {})

    async def get_sleep_debt(self, user_id: str, *, date: str | None = None) -> Json:
        """Get how much sleep is missing."""
        return await self.request("GET", f"/v1/users/{_in(user_id)}/sleep-analysis/debt", {"date": date})

    async def get_sleep_quality(self, user_id: str, *, date: str | None = None, days: int | None = None) -> Json:
        """Get how good sleep was."""
        return await self.request(
            "GET", f"/v1/users/{_in(user_id)}/sleep-analysis/quality", {"date": date, "days": days},
        )

    async def get_snapshot(self, user_id: str, snapshot_id: str) -> Json:
        """Get a snapshot."""
        return await self.request("GET", f"/v1/users/{_in(user_id)}/snapshots/{_in(snapshot_id)}", {})

    async def get_sync_job(self, job_id: str) -> Json:
        """Get a job."""
        return await self.request("GET", f"/v1/sync-jobs/{_in(job_id)}", {})

    async def get_training_load(self, user_id: str, *, date: str | None = None) -> Json:
        """Get what weeks of training have added up to."""
        return await self.request("GET", f"/v1/users/{_in(user_id)}/readiness/training-load", {"date": date})

    async def get_user(self, user_id: str) -> Json:
        """Get a user."""
        return await self.request("GET", f"/v1/users/{_in(user_id)}", {})

    async def get_vendor_app(self, provider_id: str) -> Json:
        """Get with what the workspace talks to a vendor."""
        return await self.request("GET", f"/v1/providers/{_in(provider_id)}/app", {})

    async def get_webhook(self, webhook_id: str) -> Json:
        """Get a webhook."""
        return await self.request("GET", f"/v1/webhooks/{_in(webhook_id)}", {})

    async def get_webhook_secret(self, webhook_id: str) -> Json:
        """Get the secret of a webhook."""
        return await self.request("GET", f"/v1/webhooks/{_in(webhook_id)}/secret", {})

    async def health_timeseries(
        self,
        user_id: str,
        *,
        metric_type: str | None = None,
        metric: str | None = None,
        source: str | None = None,
        from_: str | None = None,
        to: str | None = None,
        timezone: str | None = None,
        bucket: str | None = None,
        raw: bool | None = None,
    ) -> Json:
        """Answer one value per bucket of time."""
        return await self.request(
            "GET", f"/v1/users/{_in(user_id)}/health/timeseries", {"metricType": metric_type, "metric": metric, "source": source, "from": from_, "to": to, "timezone": timezone, "bucket": bucket, "raw": raw},
        )

    async def latest_health_score(self, user_id: str, *, date: str | None = None) -> Json:
        """Get the scores of a day."""
        return await self.request("GET", f"/v1/users/{_in(user_id)}/health-scores/latest", {"date": date})

    async def link_events(self, user_id: str, event_id: str, body: Body) -> Json:
        """Make one workout of two."""
        return await self.request("POST", f"/v1/users/{_in(user_id)}/events/{_in(event_id)}/link", {}, body)

    async def list_anomalies(
        self,
        user_id: str,
        *,
        severity: str | None = None,
        status: str | None = None,
        metric_type: str | None = None,
        limit: int | None = None,
    ) -> Json:
        """List what was unusual, the latest first."""
        return await self.request(
            "GET", f"/v1/users/{_in(user_id)}/anomalies", {"severity": severity, "status": status, "metricType": metric_type, "limit": limit},
        )

    async def list_api_keys(self) -> Json:
        """List the keys of the workspace and of its sandbox, oldest first."""
        return await self.request("GET", "/v1/api-keys", {})

    async def list_audit_logs(
        self,
        *,
        from_: str | None = None,
        to: str | None = None,
        action: str | None = None,
        actor: str | None = None,
        subject: str | None = None,
        limit: int | None = None,
        cursor: str | None = None,
    ) -> Json:
        """List what was done with keys of the workspace, latest first."""
        return await self.request(
            "GET", "/v1/audit-logs", {"from": from_, "to": to, "action": action, "actor": actor, "subject": subject, "limit": limit, "cursor": cursor},
        )

    async def list_baselines(self, user_id: str, *, metric_type: str | None = None, date: str | None = None) -> Json:
        """List what has been usual."""
        return await self.request(
            "GET", f"/v1/users/{_in(user_id)}/baselines", {"metricType": metric_type, "date": date},
        )

    async def list_connection_syncs(
        self,
        user_id: str,
        connection_id: str,
        *,
        status: str | None = None,
        limit: int | None = None,
        cursor: str | None = None,
    ) -> Json:
        """List the jobs that have read a connection, latest first."""
        return await self.request(
            "GET", f"/v1/users/{_in(user_id)}/connections/{_in(connection_id)}/sync-jobs", {"status": status, "limit": limit, "cursor": cursor},
        )

    async def list_connections(
        self,
        user_id: str,
        *,
        status: str | None = None,
        provider_id: str | None = None,
    ) -> Json:
        """List the connections of a user, oldest first."""
        return await self.request(
            "GET", f"/v1/users/{_in(user_id)}/connections", {"status": status, "providerId": provider_id},
        )

    async def list_correlations(
        self,
        user_id: str,
        *,
        min_strength: str | None = None,
        days: int | None = None,
        limit: int | None = None,
    ) -> Json:
        """List pairs of metrics that go together, the strongest first."""
        return await self.request(
            "GET", f"/v1/users/{_in(user_id)}/correlations", {"minStrength": min_strength, "days": days, "limit": limit},
        )

    async def list_deliveries(
        self,
        webhook_id: str,
        *,
        status: str | None = None,
        limit: int | None = None,
        cursor: str | None = None,
    ) -> Json:
        """List what was sent to a webhook, newest first."""
        return await self.request(
            "GET", f"/v1/webhooks/{_in(webhook_id)}/deliveries", {"status": status, "limit": limit, "cursor": cursor},
        )

    async def list_events(
        self,
        user_id: str,
        *,
        event_type: str | None = None,
        activity_type: str | None = None,
        source: str | None = None,
        from_: str | None = None,
        to: str | None = None,
        timezone: str | None = None,
        raw: bool | None = None,
        limit: int | None = None,
        offset: int | None = None,
        cursor: str | None = None,
    ) -> Json:
        """List workouts, nights and naps, latest first."""
        return await self.request(
            "GET", f"/v1/users/{_in(user_id)}/events", {"eventType": event_type, "activityType": activity_type, "source": source, "from": from_, "to": to, "timezone": timezone, "raw": raw, "limit": limit, "offset": offset, "cursor": cursor},
        )

    async def list_health(
        self,
        user_id: str,
        *,
        metric_type: str | None = None,
        metric: str | None = None,
        source: str | None = None,
        from_: str | None = None,
        to: str | None = None,
        timezone: str | None = None,
        limit: int | None = None,
        offset: int | None = None,
        cursor: str | None = None,
    ) -> Json:
        """List samples as they came, latest first."""
        return await self.request(
            "GET", f"/v1/users/{_in(user_id)}/health", {"metricType": metric_type, "metric": metric, "source": source, "from": from_, "to": to, "timezone": timezone, "limit": limit, "offset": offset, "cursor": cursor},
        )

    async def list_health_scores(
        self,
        user_id: str,
        *,
        from_: str | None = None,
        to: str | None = None,
        limit: int | None = None,
    ) -> Json:
        """List composite scores, latest first."""
        return await self.request(
            "GET", f"/v1/users/{_in(user_id)}/health-scores", {"from": from_, "to": to, "limit": limit},
        )

    async def list_imports(self, user_id: str) -> Json:
        """List the imports of a user's uploads, the newest first."""
        return await self.request("GET", f"/v1/users/{_in(user_id)}/imports", {})

    async def list_insight_algorithms(self) -> Json:
        """List every insight there is, with what it needs, or why it is refused."""
        return await self.request("GET", "/v1/insights/algorithms", {})

    async def list_insights(self, user_id: str, *, date: str | None = None, category: str | None = None) -> Json:
        """List what insights say of a user."""
        return await self.request("GET", f"/v1/users/{_in(user_id)}/insights", {"date": date, "category": category})

    async def list_personal_records(self, user_id: str) -> Json:
        """List personal records."""
        return await self.request("GET", f"/v1/users/{_in(user_id)}/personal-records", {})

    async def list_personal_records_of(self, user_id: str, metric_type: str) -> Json:
        """List the personal records of a metric."""
        return await self.request("GET", f"/v1/users/{_in(user_id)}/personal-records/{_in(metric_type)}", {})

    async def list_providers(self, *, all: bool | None = None) -> Json:
        """List the providers whose data can be read."""
        return await self.request("GET", "/v1/providers", {"all": all})

    async def list_push_anchors(self, user_id: str) -> Json:
        """Tell how far each of a user's phones has come."""
        return await self.request("GET", f"/v1/users/{_in(user_id)}/ingest/anchors", {})

    async def list_snapshots(self, user_id: str, *, period_type: str | None = None, limit: int | None = None) -> Json:
        """List the weeks and months that were summed up, the latest first."""
        return await self.request(
            "GET", f"/v1/users/{_in(user_id)}/snapshots", {"periodType": period_type, "limit": limit},
        )

    async def list_sources(self, user_id: str) -> Json:
        """List who has measured a user."""
        return await self.request("GET", f"/v1/users/{_in(user_id)}/sources", {})

    async def list_sync_jobs(
        self,
        *,
        user_id: str | None = None,
        connection_id: str | None = None,
        status: str | None = None,
        limit: int | None = None,
        cursor: str | None = None,
    ) -> Json:
        """List the jobs that read connections, latest first."""
        return await self.request(
            "GET", "/v1/sync-jobs", {"userId": user_id, "connectionId": connection_id, "status": status, "limit": limit, "cursor": cursor},
        )

    async def list_users(
        self,
        *,
        search: str | None = None,
        sort: str | None = None,
        limit: int | None = None,
        offset: int | None = None,
        cursor: str | None = None,
    ) -> Json:
        """List users."""
        return await self.request(
            "GET", "/v1/users", {"search": search, "sort": sort, "limit": limit, "offset": offset, "cursor": cursor},
        )

    async def list_webhook_events(self) -> Json:
        """List every event a webhook can hear of."""
        return await self.request("GET", "/v1/webhooks/events", {})

    async def list_webhooks(self) -> Json:
        """List the webhooks of the workspace, oldest first."""
        return await self.request("GET", "/v1/webhooks", {})

    async def order_of_sources(self, user_id: str, *, metric_type: str | None = None) -> Json:
        """Tell in which order a user's sources count for a metric, and why."""
        return await self.request("GET", f"/v1/users/{_in(user_id)}/preferences/order", {"metricType": metric_type})

    async def presign_import(self, user_id: str, body: Body = None) -> Json:
        """Get an address to send a large file to."""
        return await self.request("POST", f"/v1/users/{_in(user_id)}/imports/presigned", {}, body)

    async def push_batch(self, user_id: str, body: Body) -> Json:
        """Push what an app has read from a phone's store."""
        return await self.request("POST", f"/v1/users/{_in(user_id)}/ingest", {}, body)

    async def redeliver(self, webhook_id: str, delivery_id: str) -> Json:
        """Send an event to a webhook once more, under an id of its own."""
        return await self.request("POST", f"/v1/webhooks/{_in(webhook_id)}/deliveries/{_in(delivery_id)}/redeliver", {})

    async def relink_record(self, user_id: str, event_id: str, body: Body) -> Json:
        """Take back that a record was taken out of a workout."""
        return await self.request("POST", f"/v1/users/{_in(user_id)}/events/{_in(event_id)}/relink", {}, body)

    async def replay_user(self, user_id: str, body: Body = None) -> Json:
        """Decode again what providers have sent about a user."""
        return await self.request("POST", f"/v1/users/{_in(user_id)}/replay", {}, body)

    async def reset_retention(self) -> Json:
        """Forget what was said: keep data for as long as the installation says."""
        return await self.request("DELETE", "/v1/retention", {})

    async def retry_sync_job(self, job_id: str) -> Json:
        """Do again what a job that failed or was cancelled was to do."""
        return await self.request("POST", f"/v1/sync-jobs/{_in(job_id)}/retry", {})

    async def revoke_push_tokens(self, user_id: str) -> Json:
        """Revoke every token of a user's phones."""
        return await self.request("DELETE", f"/v1/users/{_in(user_id)}/token", {})

    async def rotate_api_key(self, key_id: str, body: Body = None) -> Json:
        """Replace the secret of a key."""
        return await self.request("POST", f"/v1/api-keys/{_in(key_id)}/rotate", {}, body)

    async def rotate_webhook_secret(self, webhook_id: str, body: Body) -> Json:
        """Replace the secret of a webhook."""
        return await self.request("POST", f"/v1/webhooks/{_in(webhook_id)}/rotate-secret", {}, body)

    async def set_retention(self, body: Body) -> Json:
        """Say for how long data is kept."""
        return await self.request("PUT", "/v1/retention", {}, body)

    async def start_import(
        self,
        user_id: str,
        import_id: str,
        *,
        filename: str | None = None,
        timezone: str | None = None,
        no_raw: bool | None = None,
    ) -> Json:
        """Start the import of a file that was sent to the object store."""
        return await self.request(
            "POST", f"/v1/users/{_in(user_id)}/imports/{_in(import_id)}/start", {"filename": filename, "timezone": timezone, "no_raw": no_raw},
        )

    async def summarize_health(self, user_id: str, *, detailed: bool | None = None) -> Json:
        """Count what there is of each metric."""
        return await self.request("GET", f"/v1/users/{_in(user_id)}/health/summary", {"detailed": detailed})

    async def sync_connection(self, user_id: str, connection_id: str, body: Body = None) -> Json:
        """Read a connection now."""
        return await self.request("POST", f"/v1/users/{_in(user_id)}/connections/{_in(connection_id)}/sync", {}, body)

    async def test_webhook(self, webhook_id: str) -> Json:
        """Send a webhook a test, whatever it hears of."""
        return await self.request("POST", f"/v1/webhooks/{_in(webhook_id)}/test", {})

    async def unlink_record(self, user_id: str, event_id: str, body: Body) -> Json:
        """Take a record out of a workout."""
        return await self.request("POST", f"/v1/users/{_in(user_id)}/events/{_in(event_id)}/unlink", {}, body)

    async def update_api_key(self, key_id: str, body: Body) -> Json:
        """Change a key and keep its secret."""
        return await self.request("PATCH", f"/v1/api-keys/{_in(key_id)}", {}, body)

    async def update_connect_settings(self, body: Body) -> Json:
        """Change what is set about connecting."""
        return await self.request("PATCH", "/v1/connect-settings", {}, body)

    async def update_preferences(self, user_id: str, body: Body) -> Json:
        """Change what a user has set."""
        return await self.request("PATCH", f"/v1/users/{_in(user_id)}/preferences", {}, body)

    async def update_user(self, user_id: str, body: Body) -> Json:
        """Change a user."""
        return await self.request("PATCH", f"/v1/users/{_in(user_id)}", {}, body)

    async def update_vendor_app(self, provider_id: str, body: Body) -> Json:
        """Change with what the workspace talks to a vendor."""
        return await self.request("PATCH", f"/v1/providers/{_in(provider_id)}/app", {}, body)

    async def update_webhook(self, webhook_id: str, body: Body) -> Json:
        """Change a webhook."""
        return await self.request("PATCH", f"/v1/webhooks/{_in(webhook_id)}", {}, body)
