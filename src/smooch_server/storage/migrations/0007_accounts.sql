-- Service accounts with the apps they may act for, and the first answers of calls with an Idempotency-Key.

CREATE TABLE service_account (
    service_account_id TEXT PRIMARY KEY,
    account_id TEXT NOT NULL REFERENCES account (account_id),
    name TEXT NOT NULL,
    created_ms BIGINT NOT NULL,
    UNIQUE (account_id, name)
);

ALTER TABLE api_key ADD COLUMN service_account_id TEXT REFERENCES service_account (service_account_id) ON DELETE CASCADE;
CREATE INDEX api_key_of_service_account ON api_key (service_account_id) WHERE service_account_id IS NOT NULL;

CREATE TABLE app_grant (                      -- a service account acts for these apps and for no others
    service_account_id TEXT NOT NULL REFERENCES service_account (service_account_id) ON DELETE CASCADE,
    app_id TEXT NOT NULL REFERENCES app (app_id) ON DELETE CASCADE,
    PRIMARY KEY (service_account_id, app_id)
);
CREATE INDEX app_grant_of_app ON app_grant (app_id);

CREATE TABLE first_answer (                   -- written with what the call did; the answer follows
    owner TEXT NOT NULL,                      -- who asked: an app, a user, an account or a service account
    route TEXT NOT NULL,
    idempotency_key TEXT NOT NULL,
    app_id TEXT REFERENCES app (app_id) ON DELETE CASCADE,
    app_user_id TEXT REFERENCES app_user (app_user_id) ON DELETE CASCADE,  -- whom the answer shows
    digest BYTEA NOT NULL,                    -- of what was sent
    status INTEGER,                           -- null until the answer is known
    answer BYTEA,                             -- encrypted: it may hold a secret
    created_ms BIGINT NOT NULL,
    PRIMARY KEY (owner, route, idempotency_key)
);
CREATE INDEX first_answer_created ON first_answer (created_ms);
CREATE INDEX first_answer_of_app ON first_answer (app_id) WHERE app_id IS NOT NULL;
CREATE INDEX first_answer_of_user ON first_answer (app_user_id) WHERE app_user_id IS NOT NULL;
