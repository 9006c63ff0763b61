// npm smooch-core 8.11.4: apps, keys, service accounts, webhooks, templates, the menu, files.

import assert from 'node:assert/strict';

import { has, id, unique } from './harness.mjs';

const ACCOUNT = ['account'];
const APP = ['app', 'account'];
const TRIGGERS = ['message:appUser', 'postback', 'typing:appUser', 'message:delivery:failure', 'merge:appUser', '*'];

export const menu = {
  items: [
    {
      type: 'submenu',
      text: 'Berths',
      items: [
        { type: 'postback', text: 'Free now', payload: 'FREE' },
        { type: 'link', text: 'Map', uri: 'https://harbour.example.com/map' },
      ],
    },
    { type: 'link', text: 'Tides', uri: 'https://harbour.example.com/tides' },
    { type: 'postback', text: 'Help', payload: 'HELP' },
  ],
};

export async function page(t, name, plural, limit, ...more) {
  const found = [];
  for (;;) {
    const got = await t.call(name, ...more, limit, found.length);
    assert.equal(got.offset, found.length);
    found.push(...got[plural]);
    if (!got.hasMore) return found;
  }
}

const app = async (t) => (await t.call('apps.create', 'for a moment')).app;
const key = async (t) => (await t.call('apps.keys.create', 'ops')).key;
const service = async (t) => (await t.call('serviceAccounts.create', unique('service'))).serviceAccount;
const webhook = async (t) =>
  (await t.call('webhooks.create', { target: 'https://ops.example.com/hook', triggers: ['message:appUser'] })).webhook;
const template = async (t) =>
  (
    await t.call('templates.create', {
      name: unique('welcome'),
      message: { role: 'appMaker', type: 'text', text: 'Welcome aboard' },
    })
  ).template;

async function serviceKey(t) {
  const account = await service(t);
  return [account, (await t.call('serviceAccounts.keys.create', account._id, 'deploy')).key];
}

const appScenarios = {
  'apps.create': [ACCOUNT, 'name, settings and metadata come back', async (t) => {
    const settings = { useAnimalNames: true, echoPostback: true, conversationRetentionSeconds: 86400 };
    const { app } = await t.call('apps.create', 'Harbour Desk', settings, { tier: 'gold', berths: 3, vip: true });
    has(app, { name: 'Harbour Desk', settings, metadata: { tier: 'gold', berths: 3, vip: true } });
    assert.match(app.appToken, /^[a-z0-9]{25}$/);
    id(app._id);
    await t.call('apps.delete', app._id);
  }],
  'apps.list': [ACCOUNT, 'pages hold every app, oldest first; of a service account only those it made', async (t) => {
    const made = await app(t);
    const names = (await page(t, 'apps.list', 'apps', 20)).map((each) => each._id);
    assert.ok(names.includes(made._id) && names.includes(t.appId));
    const times = names.map((each) => each.slice(0, 8));
    assert.deepEqual(times, [...times].sort());
    const [account] = await serviceKey(t);
    assert.deepEqual((await t.call('apps.list', 10, 0, account._id)).apps, []);
    await t.call('apps.delete', made._id);
  }],
  'apps.get': [APP, 'the app of the id', async (t) => {
    has((await t.call('apps.get', t.appId)).app, { _id: t.appId, name: 'Test shop' });
  }],
  'apps.update': [ACCOUNT, 'only what was sent changes', async (t) => {
    const made = await app(t);
    const data = { name: 'Quay Desk', settings: { echoPostback: true }, metadata: { a: 1 } };
    const changed = (await t.call('apps.update', made._id, data)).app;
    has(changed, data);
    has(changed, { settings: { maskCreditCardNumbers: true }, appToken: made.appToken });
    await t.call('apps.delete', made._id);
  }],
  'apps.delete': [ACCOUNT, 'the app is gone', async (t) => {
    const made = await app(t);
    assert.deepEqual(await t.call('apps.delete', made._id), {});
    await t.refused(404, 'app_not_found', 'apps.get', made._id);
  }],
  'apps.getSdkIds': [APP, 'three ids, all different', async (t) => {
    const got = await t.call('apps.getSdkIds', t.appId);
    assert.equal(new Set([got.webIntegrationId, got.iosIntegrationId, got.androidIntegrationId]).size, 3);
  }],
  'apps.keys.create': [ACCOUNT, 'name, id and secret', async (t) => {
    const made = await key(t);
    assert.equal(made.name, 'ops');
    assert.match(made._id, /^app_[0-9a-f]{24}$/);
    assert.match(made.secret, /^[\w-]{24}$/);
  }],
  'apps.keys.list': [ACCOUNT, 'all keys, with their secrets', async (t) => {
    const made = await key(t);
    const { keys } = await t.call('apps.keys.list');
    has(keys.find((each) => each._id === made._id), made);
  }],
  'apps.keys.get': [ACCOUNT, 'the key with its secret', async (t) => {
    const made = await key(t);
    assert.deepEqual((await t.call('apps.keys.get', made._id)).key, made);
  }],
  'apps.keys.getJwt': [ACCOUNT, 'a JWT that the key signed', async (t) => {
    const made = await key(t);
    const { jwt } = await t.call('apps.keys.getJwt', made._id);
    const [header, claims] = jwt.split('.').map((part) => part && Buffer.from(part, 'base64url'));
    assert.equal(JSON.parse(header).kid, made._id);
    assert.equal(JSON.parse(claims).scope, 'app');
  }],
  'apps.keys.delete': [ACCOUNT, 'the key is gone', async (t) => {
    const made = await key(t);
    await t.call('apps.keys.delete', made._id);
    await t.refused(404, 'key_not_found', 'apps.keys.get', made._id);
  }],
  'serviceAccounts.create': [ACCOUNT, 'id and name', async (t) => {
    const name = unique('service');
    const made = (await t.call('serviceAccounts.create', name)).serviceAccount;
    assert.equal(made.name, name);
    id(made._id);
  }],
  'serviceAccounts.list': [ACCOUNT, 'pages of accounts', async (t) => {
    const made = await service(t);
    assert.ok((await page(t, 'serviceAccounts.list', 'serviceAccounts', 20)).some((each) => each._id === made._id));
  }],
  'serviceAccounts.get': [ACCOUNT, 'the account of the id', async (t) => {
    const made = await service(t);
    assert.deepEqual((await t.call('serviceAccounts.get', made._id)).serviceAccount, made);
  }],
  'serviceAccounts.update': [ACCOUNT, 'the new name', async (t) => {
    const made = await service(t);
    const data = { name: unique('renamed') };
    has((await t.call('serviceAccounts.update', made._id, data)).serviceAccount, { ...data, _id: made._id });
  }],
  'serviceAccounts.delete': [ACCOUNT, 'the account is gone', async (t) => {
    const made = await service(t);
    await t.call('serviceAccounts.delete', made._id);
    await t.refused(404, 'service_account_not_found', 'serviceAccounts.get', made._id);
  }],
  'serviceAccounts.keys.create': [ACCOUNT, 'name, id and secret', async (t) => {
    const [, made] = await serviceKey(t);
    assert.match(made._id, /^svc_[0-9a-f]{24}$/);
    assert.equal(made.name, 'deploy');
    assert.equal(made.secret.length, 24);
  }],
  'serviceAccounts.keys.list': [ACCOUNT, 'all keys of the account', async (t) => {
    const [account, made] = await serviceKey(t);
    assert.deepEqual((await t.call('serviceAccounts.keys.list', account._id)).keys, [made]);
  }],
  'serviceAccounts.keys.get': [ACCOUNT, 'the key with its secret', async (t) => {
    const [account, made] = await serviceKey(t);
    assert.deepEqual((await t.call('serviceAccounts.keys.get', account._id, made._id)).key, made);
  }],
  'serviceAccounts.keys.getJwt': [ACCOUNT, 'a JWT that the key signed', async (t) => {
    const [account, made] = await serviceKey(t);
    const { jwt } = await t.call('serviceAccounts.keys.getJwt', account._id, made._id);
    assert.equal(JSON.parse(Buffer.from(jwt.split('.')[0], 'base64url')).kid, made._id);
  }],
  'serviceAccounts.keys.delete': [ACCOUNT, 'the key is gone', async (t) => {
    const [account, made] = await serviceKey(t);
    await t.call('serviceAccounts.keys.delete', account._id, made._id);
    assert.deepEqual((await t.call('serviceAccounts.keys.list', account._id)).keys, []);
  }],
};

const recordScenarios = {
  'webhooks.create': [APP, 'target, triggers and flags; secret and version', async (t) => {
    const props = {
      target: 'https://ops.example.com/hook',
      triggers: TRIGGERS,
      includeClient: true,
      includeFullAppUser: false,
    };
    const { webhook } = await t.call('webhooks.create', props);
    has(webhook, { ...props, version: 'v1.1' });
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
    const props = { triggers: ['conversation:read'], includeClient: true };
    has((await t.call('webhooks.update', made._id, props)).webhook, { ...made, ...props });
    await t.call('webhooks.delete', made._id);
  }],
  'webhooks.delete': [APP, 'the webhook is gone', async (t) => {
    const made = await webhook(t);
    await t.call('webhooks.delete', made._id);
    await t.refused(404, 'webhook_not_found', 'webhooks.get', made._id);
  }],
  'templates.create': [APP, 'name and message, with its items and actions', async (t) => {
    const actions = [{ type: 'link', text: 'Map', uri: 'https://harbour.example.com/a' }];
    const message = { role: 'appMaker', type: 'carousel', items: [{ title: 'Berth A', actions }] };
    const props = { name: unique('berths'), message };
    has((await t.call('templates.create', props)).template, props);
  }],
  'templates.list': [APP, 'pages of templates; a limit of 0 is the usual page', async (t) => {
    const made = await template(t);
    const { templates } = await t.call('templates.list', { limit: 100, offset: 0 });
    has(templates.find((each) => each._id === made._id), made);
    assert.equal((await t.call('templates.list', { limit: 0, offset: 0 })).offset, 0);
  }],
  'templates.get': [APP, 'the template of the id', async (t) => {
    const made = await template(t);
    assert.deepEqual((await t.call('templates.get', made._id)).template, made);
  }],
  'templates.update': [APP, 'the new message; the name stays', async (t) => {
    const made = await template(t);
    const props = { message: { role: 'appMaker', type: 'text', text: 'Ahoy' } };
    has((await t.call('templates.update', made._id, props)).template, { ...props, name: made.name });
  }],
  'templates.delete': [APP, 'the template is gone', async (t) => {
    const made = await template(t);
    await t.call('templates.delete', made._id);
    await t.refused(404, 'template_not_found', 'templates.get', made._id);
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
  'attachments.create': [APP, "the file's address and type; the address serves it", async (t) => {
    const { _id } = await t.user();
    const got = await t.call('attachments.create', { access: 'public', for: 'message', appUserId: _id }, t.upload('map.png'));
    assert.equal(got.mediaType, 'image/png');
    assert.ok(await t.serves(got.mediaUrl));
  }],
  'attachments.delete': [APP, 'the address serves nothing any more', async (t) => {
    const { mediaUrl } = await t.call('attachments.create', 'public', t.upload('map.png'));
    await t.call('attachments.delete', mediaUrl);
    assert.equal(await t.serves(mediaUrl), false);
  }],
  'utils.jwt.generate': [APP, 'a JWT that the server accepts', async (t) => {
    t.called.add('utils.jwt.generate');
    const headers = { Authorization: `Bearer ${t.jwt(t.scope)}` };
    const response = await fetch(`${t.client.serviceUrl}/v1.1/apps/${t.appId}/webhooks`, { headers });
    assert.equal(response.status, 200);
  }],
};

export const scenarios = { ...appScenarios, ...recordScenarios };
