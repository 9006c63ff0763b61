-- Uploaded files: one row for each blob, its use by messages, and the sweeper's place. Rows outlive their app and user, so
-- that the sweeper finds the blobs.

CREATE TABLE upload (
    upload_key TEXT PRIMARY KEY,              -- 32 hex digits, random; part of the public address
    app_id TEXT NOT NULL,
    app_user_id TEXT,                         -- whose it is
    name TEXT NOT NULL,
    media_type TEXT NOT NULL,
    size BIGINT NOT NULL,                     -- bytes
    digest BYTEA NOT NULL,                    -- SHA-256 of the stored content
    access TEXT NOT NULL,                     -- public, private
    for_message BOOLEAN NOT NULL,             -- goes with the messages that show it
    state TEXT NOT NULL,                      -- stored, attached, doomed
    created_ms BIGINT NOT NULL,
    attached_ms BIGINT
);
CREATE INDEX upload_of_user ON upload (app_id, app_user_id) WHERE app_user_id IS NOT NULL;
CREATE INDEX upload_waiting ON upload (created_ms) WHERE state = 'stored';
CREATE INDEX upload_doomed ON upload (upload_key) WHERE state = 'doomed';

CREATE TABLE upload_use (
    upload_key TEXT NOT NULL REFERENCES upload (upload_key) ON DELETE CASCADE,
    message_id TEXT NOT NULL REFERENCES message (message_id) ON DELETE CASCADE,
    PRIMARY KEY (upload_key, message_id)
);
CREATE INDEX upload_use_of_message ON upload_use (message_id);

CREATE TABLE upload_sweep (
    singleton INTEGER PRIMARY KEY CHECK (singleton = 1),
    due_ms BIGINT NOT NULL,                   -- in the future while somebody sweeps, or until the next time
    shard INTEGER NOT NULL                    -- the next to compare with the blobs
);
INSERT INTO upload_sweep (singleton, due_ms, shard) VALUES (1, 0, 0);
