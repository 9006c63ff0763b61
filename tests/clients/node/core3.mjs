// npm smooch-core 3.5.0, which speaks version 1: apps, keys, webhooks, menus, integrations.

import assert from 'node:assert/strict';

import { menu, page } from './core8_apps.mjs';
import * as users from './core3_users.mjs';
import { Caller, has, id } from './harness.mjs';

const ACCOUNT = ['account'];
const APP = ['app', 'account'];
const TELEGRAM = { type: 'telegram', token: '123:abc' };

export class Client extends Caller {
  as(scope) {
    const { make, shop, folder } = this;
    return new Client({ scope, make, shop, folder });
  }

  createUser(userId, fields) {
    return this.call('appUsers.create', userId, fields);
  }

  /** A file as this client wants it. */
  upload(name) {
    return new File([this.bytes(name)], name, { type: 'image/png' });
  }
}

// For each type this client knows what creates it; the second half is never given back.
const TYPES = [
  [{ type: 'messenger', appId: '774465' }, { pageAccessToken: 'EAAB', appSecret: 's3cret' }],
  [{ type: 'twilio', accountSid: 'AC9b1f', phoneNumberSid: 'PN44c0' }, { authToken: 's3cret' }],
  [{ type: 'telegram' }, { token: '123:abc' }],
  [{ type: 'line' }, { channelAccessToken: 's3cret', channelSecret: 's3cret' }],
  [{ type: 'viber' }, { token: 's3cret' }],
  [{ type: 'wechat', appId: 'wx1' }, { appSecret: 's3cret', encodingAesKey: 's3cret' }],
  [{ type: 'frontendEmail', fromAddress: 'desk@harbour.example.com' }, {}],
  [{ type: 'fcm', senderId: '515' }, { serverKey: 's3cret' }],
  [{ type: 'apn', autoUpdateBadge: true }, { certificate: 'AAAA', password: 's3cret' }],
];

const app = async (t) => (await t.call('apps.create', 'for a moment')).app;
const key = async (t) => (await t.call('apps.keys.create', 'ops')).key;
const webhook = async (t) =>
  (await t.call('webhooks.create', { target: 'https://ops.example.com/hook', triggers: ['message:appUser'] })).webhook;

const appScenarios = {
  'apps.create': [ACCOUNT, 'the name comes back, with a token', async (t) => {
    const made = await app(t);
    assert.equal(made.name, 'for a moment');
    assert.match(made.appToken, /^[a-z0-9]{25}$/);
    id(made._id);
    await t.call('apps.delete', made._id);
  }],
  'apps.list': [ACCOUNT, 'pages hold every app', async (t) => {
    const names = (await page(t, 'apps.list', 'apps', 20)).map((each) => each._id);
    assert.ok(names.includes(t.appId));
  }],
  'apps.get': [ACCOUNT, 'the app of the id', async (t) => {
    has((await t.call('apps.get', t.appId)).app, { _id: t.appId, name: 'Test shop' });
  }],
  'apps.delete': [ACCOUNT, 'the app is gone', async (t) => {
    const made = await app(t);
    assert.deepEqual(await t.call('apps.delete', made._id), {});
    await t.refused(404, 'app_not_found', 'apps.get', made._id);
  }],
  'apps.keys.create': [ACCOUNT, 'name, id and secret', async (t) => {
    const made = await key(t);
    assert.equal(made.name, 'ops');
    assert.match(made._id, /^app_[0-9a-f]{24}$/);
    assert.equal(made.secret.length, 24);
  }],
  'apps.keys.list': [ACCOUNT, 'all keys, with their secrets', async (t) => {
    const made = await key(t);
    has((await t.call('apps.keys.list')).keys.find((each) => each._id === made._id), made);
  }],
  'apps.keys.get': [ACCOUNT, 'the key with its secret', async (t) => {
    const made = await key(t);
    assert.deepEqual((await t.call('apps.keys.get', made._id)).key, made);
  }],
  'apps.keys.getJwt': [ACCOUNT, 'a JWT that the key signed', async (t) => {
    const made = await key(t);
    const { jwt } = await t.call('apps.keys.getJwt', made._id);
    assert.equal(JSON.parse(Buffer.from(jwt.split('.')[0], 'base64url')).kid, made._id);
  }],
  'apps.keys.delete': [ACCOUNT, 'the key is gone', async (t) => {
    const made = await key(t);
    await t.call('apps.keys.delete', made._id);
    await t.refused(404, 'key_not_found', 'apps.keys.get', made._id);
  }],
  'webhooks.create': [APP, 'target, the old triggers, secret and version', async (t) => {
    const props = {
      target: 'https://ops.example.com/hook',
      triggers: ['message', 'delivery:success', 'delivery:failure', 'postback'],
      includeClient: true,
    };
    const { webhook } = await t.call('webhooks.create', props);
    has(webhook, { ...props, version: 'v1' });
    assert.match(webhook.secret, /^[0-9a-f]{40}$/);
    await t.call('webhooks.delete', webhook._id);
  }],
  'webhooks.list': [APP, 'all webhooks of the app', async (t) => {
    const made = await webhook(t);
    has((await t.call('webhooks.list')).webhooks.find((each) => each._id === made._id), made);
    await t.call('webhooks.delete', made._id);
  }],
  'webhooks.get': [APP, 'the webhook of the id', async (t) => {
    const made = await webhook(t);
    assert.deepEqual((await t.call('webhooks.get', made._id)).webhook, made);
    await t.call('webhooks.delete', made._id);
  }],
  'webhooks.update': [APP, 'only what was sent changes', async (t) => {
    const made = await webhook(t);
    const props = { target: 'https://ops.example.com/other' };
    has((await t.call('webhooks.update', made._id, props)).webhook, { ...made, ...props });
    await t.call('webhooks.delete', made._id);
  }],
  'webhooks.delete': [APP, 'the webhook is gone', async (t) => {
    const made = await webhook(t);
    assert.deepEqual(await t.call('webhooks.delete', made._id), {});
    await t.refused(404, 'webhook_not_found', 'webhooks.get', made._id);
  }],
  'menu.get': [APP, 'empty before one is set, then what was set', async (t) => {
    await t.call('menu.remove');
    assert.deepEqual((await t.call('menu.get')).menu.items, []);
    await t.call('menu.configure', menu);
    has((await t.call('menu.get')).menu, menu);
  }],
  'menu.configure': [APP, 'links, postbacks and a submenu come back', async (t) => {
    has((await t.call('menu.configure', menu)).menu, menu);
  }],
  'menu.remove': [APP, 'an empty menu comes back', async (t) => {
    await t.call('menu.configure', menu);
    assert.deepEqual((await t.call('menu.remove')).menu.items, []);
  }],
  'utils.jwt.generate': [APP, 'a JWT that the server accepts', async (t) => {
    t.called.add('utils.jwt.generate');
    const headers = { Authorization: `Bearer ${t.jwt(t.scope)}` };
    assert.equal((await fetch(`${t.client.serviceUrl}/apps/${t.appId}/webhooks`, { headers })).status, 200);
  }],
};

const integrationScenarios = {
  'integrations.create': [ACCOUNT, 'every type the client knows; secrets are not given back', async (t) => {
    for (const [open, secret] of TYPES) {
      const { integration } = await t.call('integrations.create', { ...open, ...secret });
      has(integration, { ...open, status: 'inactive' });
      for (const name of Object.keys(secret)) assert.equal(integration[name], undefined, name);
      id(integration._id);
    }
  }],
  'integrations.list': [ACCOUNT, 'all integrations, also of some types', async (t) => {
    const made = await t.integration(TELEGRAM);
    assert.ok((await t.call('integrations.list')).integrations.length > 0);
    const { integrations } = await t.call('integrations.list', ['telegram', 'line']);
    assert.ok(integrations.some((each) => each._id === made._id));
    assert.deepEqual(integrations.filter((each) => !['telegram', 'line'].includes(each.type)), []);
  }],
  'integrations.get': [ACCOUNT, 'the integration of the id', async (t) => {
    const made = await t.integration(TELEGRAM);
    assert.deepEqual((await t.call('integrations.get', made._id)).integration, made);
  }],
  'integrations.delete': [ACCOUNT, 'the integration is gone', async (t) => {
    const made = await t.integration(TELEGRAM);
    assert.deepEqual(await t.call('integrations.delete', made._id), {});
    await t.refused(404, 'integration_not_found', 'integrations.get', made._id);
  }],
  'integrations.menu.create': [ACCOUNT, 'the menu comes back', async (t) => {
    const made = await t.integration(TELEGRAM);
    has((await t.call('integrations.menu.create', made._id, menu)).menu, menu);
  }],
  'integrations.menu.get': [ACCOUNT, 'the menu that was set', async (t) => {
    const made = await t.integration(TELEGRAM);
    await t.call('integrations.menu.create', made._id, menu);
    has((await t.call('integrations.menu.get', made._id)).menu, menu);
  }],
  'integrations.menu.update': [ACCOUNT, 'the new menu takes the place of the old one', async (t) => {
    const made = await t.integration(TELEGRAM);
    await t.call('integrations.menu.create', made._id, menu);
    const props = { items: menu.items.slice(1) };
    has((await t.call('integrations.menu.update', made._id, props)).menu, props);
  }],
  'integrations.menu.delete': [ACCOUNT, 'a menu can be deleted', async (t) => {
    const made = await t.integration(TELEGRAM);
    await t.call('integrations.menu.create', made._id, menu);
    assert.deepEqual(await t.call('integrations.menu.delete', made._id), {});
  }],
};

export const scenarios = { ...appScenarios, ...integrationScenarios, ...users.scenarios };
