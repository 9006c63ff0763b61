-- Finding what is to be erased without reading what is not.
CREATE INDEX outbox_dead_key ON outbox (app_id, order_key) WHERE dead_ms IS NOT NULL;
CREATE INDEX upload_of_app ON upload (app_id, upload_key);

-- What was said in conversations of the app that have been quiet since then is erased.
ALTER TABLE app ADD COLUMN erased_ms BIGINT NOT NULL DEFAULT 0;

-- Deliveries that are tried again apart from the others of their conversation.
CREATE INDEX outbox_alone ON outbox (app_id, outbox_id) WHERE order_key = outbox_id;
