-- Finding what is to be erased without reading what is not.
CREATE INDEX outbox_dead_key ON outbox (order_key) WHERE dead_ms IS NOT NULL;
CREATE INDEX upload_of_app ON upload (app_id);
