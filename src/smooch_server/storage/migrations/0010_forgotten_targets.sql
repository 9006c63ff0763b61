-- Deleted webhooks whose rows in outbox are still to be deleted: there may be millions.

CREATE TABLE forgotten_target (
    target_id TEXT PRIMARY KEY                -- as in outbox
);
