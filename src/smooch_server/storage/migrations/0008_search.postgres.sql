-- The words of messages, and up to where each conversation was read for them. A message's words go with it.

ALTER TABLE conversation ADD COLUMN indexed_ms BIGINT NOT NULL DEFAULT 0;      -- messages up to here can be found
ALTER TABLE conversation ADD COLUMN indexed_epoch INTEGER NOT NULL DEFAULT 0;  -- of the log they stood in
CREATE INDEX conversation_unindexed ON conversation (conversation_id)
WHERE indexed_ms < received_ms OR indexed_epoch <> epoch;

CREATE TABLE message_search (
    place BIGINT PRIMARY KEY,                 -- `received_ms` * 2^20, and what tells those of one millisecond apart
    message_id TEXT NOT NULL UNIQUE REFERENCES message (message_id) ON DELETE CASCADE,
    app_id TEXT NOT NULL,
    words TEXT NOT NULL                       -- each once, with a blank between two; app and conversation are among them
);

CREATE INDEX message_word ON message_search USING gin (array_to_tsvector(string_to_array(words, ' ')));

-- Work of which one process at a time does all.
CREATE TABLE chore (
    name TEXT PRIMARY KEY,
    holder TEXT NOT NULL,                     -- a name the process gave itself
    until_ms BIGINT NOT NULL
);

CREATE INDEX app_user_signed_up ON app_user (app_id, signed_up_ms, app_user_id);
CREATE INDEX app_user_email ON app_user (app_id, email, signed_up_ms, app_user_id) WHERE email IS NOT NULL;
-- Beginnings of a userId are compared byte by byte.
CREATE INDEX app_user_name ON app_user (app_id, user_id COLLATE "C") WHERE user_id IS NOT NULL;
