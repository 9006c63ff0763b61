-- What happened waits here, once, until the worker makes a delivery of it for each webhook that wants it; a webhook's
-- secret can be replaced; deliveries that were given up can be sent again.

-- No index but the growing number: it is written with every message. Who numbers an event of a conversation holds the
-- conversation's row, so within one the numbers stand in the order of the events.
CREATE TABLE webhook_event (
    event_id BIGINT GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    app_id TEXT NOT NULL,
    order_key TEXT NOT NULL,                  -- as in outbox; so is `order_seq`
    order_seq BIGINT NOT NULL,
    facts BYTEA NOT NULL,                     -- what every form of payload is made from
    passing BOOLEAN NOT NULL,                 -- says nothing a minute later
    created_ms BIGINT NOT NULL
);

-- What some webhook of an app asks for: one look on the path of every message, however many webhooks there are.
CREATE TABLE webhook_wish (
    app_id TEXT NOT NULL REFERENCES app (app_id) ON DELETE CASCADE,
    word TEXT NOT NULL,                       -- of a list of triggers
    with_clients BOOLEAN NOT NULL,            -- somebody who asks is told of the user's clients
    PRIMARY KEY (app_id, word)
);
INSERT INTO webhook_wish (app_id, word, with_clients)
SELECT w.app_id, known.word, MAX(CASE WHEN w.version = 'v1' OR w.include_client THEN 1 ELSE 0 END) = 1
FROM webhook w, (
    SELECT '*' AS word UNION ALL SELECT 'message' UNION ALL SELECT 'message:appUser' UNION ALL SELECT 'message:appMaker'
    UNION ALL SELECT 'conversation:start' UNION ALL SELECT 'conversation:read') known
WHERE ',' || w.triggers || ',' LIKE '%,' || known.word || ',%'
GROUP BY w.app_id, known.word;

ALTER TABLE webhook ADD COLUMN retries TEXT NOT NULL DEFAULT 'standard';
ALTER TABLE webhook ADD COLUMN previous_secret BYTEA;            -- encrypted
ALTER TABLE webhook ADD COLUMN previous_until_ms BIGINT NOT NULL DEFAULT 0;  -- it signs, too, until then

ALTER TABLE outbox ADD COLUMN replayed_ms BIGINT NOT NULL DEFAULT 0;  -- when somebody asked to send it again
CREATE INDEX outbox_dead_target ON outbox (target_id, dead_ms) WHERE dead_ms IS NOT NULL;
