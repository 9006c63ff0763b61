-- Who somebody is: devices and channel accounts with all that is known of them, those still being linked, and one-time
-- codes that join a device or a channel account to a user.

ALTER TABLE client ADD COLUMN pending BOOLEAN NOT NULL DEFAULT FALSE;  -- a channel account that is being linked
ALTER TABLE client ADD COLUMN push_token TEXT;
ALTER TABLE client ADD COLUMN external_id TEXT;    -- the channel's own name for the account
ALTER TABLE client ADD COLUMN display_name TEXT;
ALTER TABLE client ADD COLUMN avatar_url TEXT;
ALTER TABLE client ADD COLUMN raw BYTEA;           -- the channel's own profile
-- The device comes first: SQLite knows of no tenant that it is large, and would look for a user's clients here.
CREATE INDEX client_of_device ON client (device_id, app_id);
ALTER TABLE session ADD COLUMN proved BOOLEAN NOT NULL DEFAULT FALSE;  -- the business vouches: it may act for a secured user

ALTER TABLE app_user ADD COLUMN animal_name BOOLEAN NOT NULL DEFAULT FALSE;  -- shown as an animal while nameless

CREATE TABLE one_time_code (
    code_hash BYTEA PRIMARY KEY,              -- SHA-256 of the code; the code itself is never stored
    kind TEXT NOT NULL,                       -- auth, link
    app_id TEXT NOT NULL,
    app_user_id TEXT NOT NULL REFERENCES app_user (app_user_id) ON DELETE CASCADE,
    integration_id TEXT,                      -- of a link
    expires_ms BIGINT NOT NULL
);
CREATE INDEX one_time_code_of_user ON one_time_code (app_user_id);
CREATE INDEX one_time_code_expires ON one_time_code (expires_ms);
