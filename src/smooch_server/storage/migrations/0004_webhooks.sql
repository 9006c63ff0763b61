-- What happened waits here, once, until the worker makes a delivery of it for each webhook that wants it; a webhook's
-- secret can be replaced; deliveries that were given up can be sent again.

CREATE TABLE webhook_event (
    event_id TEXT PRIMARY KEY,
    app_id TEXT NOT NULL,
    order_key TEXT NOT NULL,                  -- as in outbox
    order_seq BIGINT NOT NULL,
    facts BYTEA NOT NULL,                     -- what every form of payload is made from
    passing BOOLEAN NOT NULL,                 -- says nothing a minute later
    created_ms BIGINT NOT NULL
);
CREATE INDEX webhook_event_order ON webhook_event (order_key, order_seq);
CREATE INDEX webhook_event_of_app ON webhook_event (app_id);

ALTER TABLE webhook ADD COLUMN retries TEXT NOT NULL DEFAULT 'standard';
ALTER TABLE webhook ADD COLUMN previous_secret BYTEA;            -- encrypted
ALTER TABLE webhook ADD COLUMN previous_until_ms BIGINT NOT NULL DEFAULT 0;  -- it signs, too, until then

ALTER TABLE outbox ADD COLUMN replayed_ms BIGINT NOT NULL DEFAULT 0;  -- when somebody asked to send it again
CREATE INDEX outbox_dead_target ON outbox (target_id, dead_ms) WHERE dead_ms IS NOT NULL;
