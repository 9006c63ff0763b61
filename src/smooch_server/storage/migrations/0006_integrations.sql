-- Integrations made through the API, WhatsApp deployments, menus, templates and notifications.

ALTER TABLE integration ADD COLUMN listed BOOLEAN NOT NULL DEFAULT FALSE;  -- false: of an SDK, made with the app
ALTER TABLE integration ADD COLUMN profile BYTEA;                          -- how a WhatsApp number presents itself
CREATE INDEX integration_listed ON integration (app_id, created_ms, integration_id) WHERE listed;

CREATE TABLE whatsapp_template (              -- of WhatsApp's own kind; the API calls them messageTemplates
    whatsapp_template_id TEXT PRIMARY KEY,
    integration_id TEXT NOT NULL REFERENCES integration (integration_id) ON DELETE CASCADE,
    name TEXT NOT NULL,                       -- '' when it has none
    body BYTEA NOT NULL,
    created_ms BIGINT NOT NULL
);
CREATE INDEX whatsapp_template_of_integration ON whatsapp_template (integration_id, created_ms, whatsapp_template_id);

CREATE TABLE deployment (                     -- of WhatsApp
    deployment_id TEXT PRIMARY KEY,
    account_id TEXT NOT NULL REFERENCES account (account_id),
    service_account_id TEXT,                  -- that made it, and reaches no other; null: the account's own
    integration_id TEXT UNIQUE REFERENCES integration (integration_id) ON DELETE SET NULL,  -- the one that uses it
    status TEXT NOT NULL,
    fields BYTEA NOT NULL,
    secrets BYTEA NOT NULL,                   -- encrypted
    created_ms BIGINT NOT NULL
);
CREATE INDEX deployment_of_account ON deployment (account_id, created_ms, deployment_id);

CREATE TABLE menu (
    app_id TEXT NOT NULL REFERENCES app (app_id) ON DELETE CASCADE,
    owner_id TEXT NOT NULL,                   -- the app, or the integration whose menu stands in place of the app's
    body BYTEA NOT NULL,
    PRIMARY KEY (app_id, owner_id)
);

CREATE TABLE message_template (
    message_template_id TEXT PRIMARY KEY,
    app_id TEXT NOT NULL REFERENCES app (app_id) ON DELETE CASCADE,
    name TEXT NOT NULL,
    message BYTEA NOT NULL,
    created_ms BIGINT NOT NULL,
    UNIQUE (app_id, name)
);
CREATE INDEX message_template_of_app ON message_template (app_id, created_ms, message_template_id);

CREATE TABLE notification (
    notification_id TEXT PRIMARY KEY,
    app_id TEXT NOT NULL REFERENCES app (app_id) ON DELETE CASCADE,
    integration_id TEXT NOT NULL,             -- may be gone: its notifications stay
    destination_id TEXT NOT NULL,             -- the recipient's name on the channel
    body BYTEA NOT NULL,
    created_ms BIGINT NOT NULL
);
CREATE INDEX notification_of_app ON notification (app_id);
