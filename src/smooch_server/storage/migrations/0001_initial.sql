-- The first schema. The same text runs on SQLite and PostgreSQL. Times are milliseconds since 1970, JSON is BYTEA.

CREATE TABLE installation (
    singleton INTEGER PRIMARY KEY CHECK (singleton = 1),
    epoch TEXT NOT NULL,                      -- changes when history may have been lost (restore, import, failover)
    created_ms BIGINT NOT NULL
);

CREATE TABLE account (
    account_id TEXT PRIMARY KEY,
    created_ms BIGINT NOT NULL
);

CREATE TABLE app (
    app_id TEXT PRIMARY KEY,
    account_id TEXT NOT NULL REFERENCES account (account_id),
    app_token TEXT NOT NULL UNIQUE,
    name TEXT NOT NULL,
    settings BYTEA NOT NULL,
    metadata BYTEA NOT NULL,
    created_ms BIGINT NOT NULL,
    deleted_ms BIGINT                         -- since when it is gone for everybody; erased piece by piece
);
CREATE INDEX app_of_account ON app (account_id, app_id);
CREATE INDEX app_deleted ON app (deleted_ms) WHERE deleted_ms IS NOT NULL;

CREATE TABLE integration (
    integration_id TEXT PRIMARY KEY,
    app_id TEXT NOT NULL REFERENCES app (app_id) ON DELETE CASCADE,
    type TEXT NOT NULL,
    fields BYTEA NOT NULL,                    -- public settings
    secrets BYTEA,                            -- encrypted
    created_ms BIGINT NOT NULL
);
CREATE INDEX integration_of_app ON integration (app_id, type);

CREATE TABLE api_key (
    key_id TEXT PRIMARY KEY,
    account_id TEXT NOT NULL REFERENCES account (account_id),
    app_id TEXT REFERENCES app (app_id) ON DELETE CASCADE,  -- null: an account key
    name TEXT NOT NULL,
    secret BYTEA NOT NULL,                    -- encrypted
    created_ms BIGINT NOT NULL
);
CREATE INDEX api_key_of_app ON api_key (app_id);

CREATE TABLE app_user (
    app_user_id TEXT PRIMARY KEY,
    app_id TEXT NOT NULL REFERENCES app (app_id) ON DELETE CASCADE,
    user_id TEXT,
    given_name TEXT,
    surname TEXT,
    email TEXT,
    locale TEXT,
    avatar_url TEXT,
    signed_up_ms BIGINT NOT NULL,
    properties BYTEA NOT NULL,
    conversation_started BOOLEAN NOT NULL,
    credential_required BOOLEAN NOT NULL,
    created_ms BIGINT NOT NULL,
    deleted_ms BIGINT,                        -- as in app
    UNIQUE (app_id, user_id)
);
CREATE INDEX app_user_deleted ON app_user (deleted_ms) WHERE deleted_ms IS NOT NULL;

CREATE TABLE client (
    app_user_id TEXT NOT NULL REFERENCES app_user (app_user_id) ON DELETE CASCADE,
    device_id TEXT NOT NULL,
    client_id TEXT NOT NULL,
    app_id TEXT NOT NULL,
    platform TEXT NOT NULL,
    integration_id TEXT,
    active BOOLEAN NOT NULL,
    is_primary BOOLEAN NOT NULL,
    app_version TEXT,
    info BYTEA NOT NULL,
    last_seen_ms BIGINT NOT NULL,
    linked_ms BIGINT NOT NULL,
    PRIMARY KEY (app_user_id, device_id)
);

CREATE TABLE session (
    token_hash BYTEA PRIMARY KEY,             -- SHA-256 of the token; the token itself is never stored
    app_id TEXT NOT NULL,
    app_user_id TEXT NOT NULL REFERENCES app_user (app_user_id) ON DELETE CASCADE,
    device_id TEXT NOT NULL,
    created_ms BIGINT NOT NULL,
    used_ms BIGINT NOT NULL
);
CREATE INDEX session_of_user ON session (app_user_id);
CREATE INDEX session_used ON session (used_ms);

CREATE TABLE conversation (
    conversation_id TEXT PRIMARY KEY,
    app_id TEXT NOT NULL REFERENCES app (app_id) ON DELETE CASCADE,
    app_user_id TEXT NOT NULL UNIQUE REFERENCES app_user (app_user_id) ON DELETE CASCADE,
    epoch INTEGER NOT NULL,                   -- changes when this conversation's log is rewritten
    seq BIGINT NOT NULL,                      -- of the newest event
    received_ms BIGINT NOT NULL,              -- of the newest message; strictly increasing
    unread_count INTEGER NOT NULL,            -- business messages the user has not read
    app_maker_unread_count INTEGER NOT NULL,  -- user messages the business has not read
    app_user_read_ms BIGINT NOT NULL,         -- `received_ms` when the user last read
    app_maker_read_ms BIGINT NOT NULL,
    last_message BYTEA,                       -- summary for the inbox list
    created_ms BIGINT NOT NULL
);
CREATE INDEX conversation_of_app ON conversation (app_id, received_ms, conversation_id);

CREATE TABLE message (
    conversation_id TEXT NOT NULL REFERENCES conversation (conversation_id) ON DELETE CASCADE,
    seq BIGINT NOT NULL,
    message_id TEXT NOT NULL UNIQUE,
    app_id TEXT NOT NULL,
    role TEXT NOT NULL,
    author_id TEXT NOT NULL,
    send_id TEXT,                             -- chosen by the sender: a repeated send finds the first
    send_digest BYTEA,                        -- of what was sent with it
    received_ms BIGINT NOT NULL,              -- strictly increasing in a conversation, in the order of seq
    body BYTEA NOT NULL,
    PRIMARY KEY (conversation_id, received_ms)
);
CREATE UNIQUE INDEX message_send ON message (conversation_id, author_id, send_id) WHERE send_id IS NOT NULL;

CREATE TABLE event (
    conversation_id TEXT NOT NULL REFERENCES conversation (conversation_id) ON DELETE CASCADE,
    seq BIGINT NOT NULL,                      -- gapless in a conversation; commit order
    app_id TEXT NOT NULL,
    body BYTEA NOT NULL,                      -- the bytes a socket gets
    PRIMARY KEY (conversation_id, seq)
);

CREATE TABLE webhook (
    webhook_id TEXT PRIMARY KEY,
    app_id TEXT NOT NULL REFERENCES app (app_id) ON DELETE CASCADE,
    target TEXT NOT NULL,
    triggers TEXT NOT NULL,                   -- comma-separated
    secret BYTEA NOT NULL,                    -- encrypted
    version TEXT NOT NULL,
    include_client BOOLEAN NOT NULL,
    include_full_app_user BOOLEAN NOT NULL,
    created_ms BIGINT NOT NULL
);
CREATE INDEX webhook_of_app ON webhook (app_id);

CREATE TABLE outbox (
    outbox_id TEXT PRIMARY KEY,
    app_id TEXT NOT NULL,
    kind TEXT NOT NULL,                       -- which worker delivers it
    target_id TEXT NOT NULL,                  -- the webhook
    order_key TEXT NOT NULL,                  -- rows of one target and key go out in `order_seq`
    order_seq BIGINT NOT NULL,
    payload BYTEA NOT NULL,
    attempts INTEGER NOT NULL,
    due_ms BIGINT NOT NULL,                   -- in the future while leased, waiting for a retry or behind another row
    leased_until_ms BIGINT NOT NULL,          -- 0: free; -1: free and first of its key
    last_error TEXT,
    dead_ms BIGINT,                           -- when it was given up
    created_ms BIGINT NOT NULL
);
CREATE INDEX outbox_due ON outbox (target_id, due_ms) WHERE dead_ms IS NULL;
CREATE INDEX outbox_order ON outbox (target_id, order_key, order_seq) WHERE dead_ms IS NULL;
CREATE INDEX outbox_dead ON outbox (app_id, dead_ms) WHERE dead_ms IS NOT NULL;

CREATE TABLE agent (
    agent_id TEXT PRIMARY KEY,
    account_id TEXT NOT NULL REFERENCES account (account_id),
    email TEXT NOT NULL UNIQUE,
    name TEXT NOT NULL,
    password_hash TEXT,                       -- Argon2id; null until the agent chose one
    created_ms BIGINT NOT NULL
);

CREATE TABLE agent_session (
    token_hash BYTEA PRIMARY KEY,
    agent_id TEXT NOT NULL REFERENCES agent (agent_id) ON DELETE CASCADE,
    created_ms BIGINT NOT NULL,
    used_ms BIGINT NOT NULL
);
CREATE INDEX agent_session_of_agent ON agent_session (agent_id);

CREATE TABLE sign_in_link (
    token_hash BYTEA PRIMARY KEY,
    agent_id TEXT NOT NULL REFERENCES agent (agent_id) ON DELETE CASCADE,
    expires_ms BIGINT NOT NULL
);

CREATE TABLE sign_in_subject (                -- locked to count its attempts one after the other
    subject TEXT PRIMARY KEY,                 -- `email:<address>` or `ip:<address>`
    noted_ms BIGINT NOT NULL
);

CREATE TABLE sign_in_attempt (
    subject TEXT NOT NULL,
    attempt_ms BIGINT NOT NULL
);
CREATE INDEX sign_in_attempt_of_subject ON sign_in_attempt (subject, attempt_ms);
