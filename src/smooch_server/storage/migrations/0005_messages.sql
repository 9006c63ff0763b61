-- Buttons that are asked for by their own id: postbacks and purchases.

CREATE TABLE message_action (
    action_id TEXT PRIMARY KEY,
    message_id TEXT NOT NULL REFERENCES message (message_id) ON DELETE CASCADE
);
CREATE INDEX message_action_of_message ON message_action (message_id);
