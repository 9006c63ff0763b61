// npm smooch-core 8.11.4: integrations with menus, profiles and templates, WhatsApp deployments, notifications.

import assert from 'node:assert/strict';

import { menu, page } from './core8_apps.mjs';
import { has, id, unique } from './harness.mjs';

const ACCOUNT = ['account'];
const APP = ['app', 'account'];
const TELEGRAM = { type: 'telegram', token: '123:abc' };
const WHATSAPP = { type: 'whatsapp', baseUrl: 'https://whatsapp.example.com', username: 'desk', password: 's3cret' };
const TEMPLATE = { category: 'ISSUE_RESOLUTION', language: 'en_US', components: [{ type: 'BODY', text: 'Hello' }] };
const PROFILE = {
  about: 'Berths and boats',
  address: '1 Quay Road',
  description: 'A harbour',
  email: 'desk@harbour.example.com',
  vertical: 'Travel',
  websites: ['https://harbour.example.com'],
};

// For each type what creates it; the second half is never given back.
const TYPES = [
  [
    {
      type: 'web',
      brandColor: '0a4d68',
      conversationColor: '0099ff',
      actionColor: '0099ff',
      displayStyle: 'tab',
      businessName: 'Harbour Desk',
      businessIconUrl: 'https://harbour.example.com/i.png',
      buttonIconUrl: 'https://harbour.example.com/b.png',
      integrationOrder: [],
    },
    {},
  ],
  [{ type: 'messenger', appId: '774465' }, { pageAccessToken: 'EAAB', appSecret: 's3cret' }],
  [{ type: 'twilio', accountSid: 'AC9b1f', phoneNumberSid: 'PN44c0' }, { authToken: 's3cret' }],
  [{ type: 'messagebird', originator: '12262121021' }, { accessKey: 's3cret', signingKey: 's3cret' }],
  [{ type: 'telegram' }, { token: '123:abc' }],
  [{ type: 'line', channelId: '15', qrCodeUrl: 'https://qr.example.com/1.png' }, { channelSecret: 's3cret' }],
  [{ type: 'viber' }, { token: 's3cret' }],
  [{ type: 'wechat', appId: 'wx1' }, { appSecret: 's3cret', encodingAesKey: 's3cret' }],
  [{ type: 'whatsapp', baseUrl: WHATSAPP.baseUrl, username: 'desk', hsmFallbackLanguage: 'hu' }, { password: 's3cret' }],
  [
    { type: 'twitter', consumerKey: 'ck', accessTokenKey: 'ak', tier: 'premium', envName: 'prod' },
    { consumerSecret: 'cs', accessTokenSecret: 'as' },
  ],
  [
    { type: 'mailgun', domain: 'mail.example.com', incomingAddress: 'us@mail.example.com' },
    { apiKey: 's3cret' },
  ],
  [{ type: 'fcm', senderId: '515' }, { serverKey: 's3cret' }],
  [{ type: 'apn', autoUpdateBadge: true }, { certificate: 'AAAA', password: 's3cret' }],
  [{ type: 'apple', businessId: 'b-1', mspId: 'm-1' }, { apiSecret: 's3cret' }],
];

const made = (t, props) => t.integration(props);
const activated = (t, one) => t.call('deployments.activate', one._id, 'AAAA', '+36123456789', 'sms');
const deployment = async (t) => (await t.call('deployments.create', { hosting: 'smooch' })).deployment;

/** An app has one web messenger at most. */
async function noWeb(t) {
  const { integrations } = await t.call('integrations.list', 'web');
  for (const { _id } of integrations) await t.call('integrations.delete', _id);
}

const integrationScenarios = {
  'integrations.create': [APP, 'every type with its fields; secrets are not given back', async (t) => {
    await noWeb(t);
    for (const [open, secret] of TYPES) {
      const { integration } = await t.call('integrations.create', { ...open, ...secret });
      has(integration, { ...open, status: open.type === 'web' ? 'active' : 'inactive' });
      for (const name of Object.keys(secret)) assert.equal(integration[name], undefined, name);
      id(integration._id);
    }
  }],
  'integrations.list': [APP, 'pages of integrations, oldest first, also of some types', async (t) => {
    const [one, two] = [await made(t, TELEGRAM), await made(t, { type: 'viber', token: 's3cret' })];
    const all = await page(t, 'integrations.list', 'integrations', 10, null);
    const names = all.map((each) => each._id);
    assert.ok(names.includes(one._id) && names.indexOf(one._id) < names.indexOf(two._id));
    const { integrations } = await t.call('integrations.list', ['telegram', 'viber'], 100);
    assert.deepEqual([...new Set(integrations.map((each) => each.type))].sort(), ['telegram', 'viber']);
  }],
  'integrations.get': [APP, 'the integration of the id', async (t) => {
    const one = await made(t, TELEGRAM);
    assert.deepEqual((await t.call('integrations.get', one._id)).integration, one);
  }],
  'integrations.update': [APP, 'what may change does', async (t) => {
    await noWeb(t);
    const one = await made(t, { type: 'web', brandColor: '0a4d68' });
    const props = { displayName: 'Site', brandColor: '112233', originWhitelist: ['https://quay.example.com'] };
    has((await t.call('integrations.update', one._id, props)).integration, props);
  }],
  'integrations.delete': [APP, 'the integration is gone', async (t) => {
    const one = await made(t, TELEGRAM);
    assert.deepEqual(await t.call('integrations.delete', one._id), {});
    await t.refused(404, 'integration_not_found', 'integrations.get', one._id);
  }],
  'integrations.menu.create': [APP, 'the menu comes back', async (t) => {
    const one = await made(t, TELEGRAM);
    has((await t.call('integrations.menu.create', one._id, menu)).menu, menu);
  }],
  'integrations.menu.get': [APP, 'the menu that was set', async (t) => {
    const one = await made(t, TELEGRAM);
    await t.call('integrations.menu.create', one._id, menu);
    has((await t.call('integrations.menu.get', one._id)).menu, menu);
  }],
  'integrations.menu.update': [APP, 'the new menu takes the place of the old one', async (t) => {
    const one = await made(t, TELEGRAM);
    await t.call('integrations.menu.create', one._id, menu);
    const props = { items: menu.items.slice(1) };
    has((await t.call('integrations.menu.update', one._id, props)).menu, props);
  }],
  'integrations.menu.delete': [APP, 'a menu can be deleted', async (t) => {
    const one = await made(t, TELEGRAM);
    await t.call('integrations.menu.create', one._id, menu);
    assert.deepEqual(await t.call('integrations.menu.delete', one._id), {});
  }],
  'integrations.profile.get': [APP, 'the WhatsApp profile as it was stored', async (t) => {
    const one = await made(t, WHATSAPP);
    await t.call('integrations.profile.update', one._id, PROFILE);
    has((await t.call('integrations.profile.get', one._id)).profile, PROFILE);
  }],
  'integrations.profile.update': [APP, 'what was sent changes, the rest stays', async (t) => {
    const one = await made(t, WHATSAPP);
    await t.call('integrations.profile.update', one._id, PROFILE);
    assert.deepEqual(await t.call('integrations.profile.update', one._id, { about: 'Boats' }), {});
    has((await t.call('integrations.profile.get', one._id)).profile, { ...PROFILE, about: 'Boats' });
  }],
  'integrations.profile.photo.upload': [APP, "the photo's address", async (t) => {
    const one = await made(t, WHATSAPP);
    const { photoUrl } = await t.call('integrations.profile.photo.upload', one._id, t.upload('map.png'));
    has((await t.call('integrations.profile.get', one._id)).profile, { photoUrl });
    assert.ok(photoUrl);
  }],
  'integrations.messageTemplates.create': [APP, 'the template comes back', async (t) => {
    const one = await made(t, WHATSAPP);
    const props = { ...TEMPLATE, name: unique('hello') };
    has((await t.call('integrations.messageTemplates.create', one._id, props)).messageTemplate, props);
  }],
  'integrations.messageTemplates.list': [APP, 'the stored templates, also of one name', async (t) => {
    const one = await made(t, WHATSAPP);
    const props = [1, 2].map((n) => ({ ...TEMPLATE, name: unique(`hello${n}`) }));
    for (const each of props) await t.call('integrations.messageTemplates.create', one._id, each);
    const all = await t.call('integrations.messageTemplates.list', one._id);
    assert.deepEqual(all.messageTemplates.map((each) => each.name).sort(), props.map((each) => each.name).sort());
    const some = await t.call('integrations.messageTemplates.list', one._id, { name: props[1].name, limit: 5 });
    has(some.messageTemplates, [props[1]]);
  }],
  'integrations.messageTemplates.delete': [APP, 'the template is gone', async (t) => {
    const one = await made(t, WHATSAPP);
    const name = unique('hello');
    await t.call('integrations.messageTemplates.create', one._id, { ...TEMPLATE, name });
    assert.deepEqual(await t.call('integrations.messageTemplates.delete', one._id, name), {});
    assert.deepEqual((await t.call('integrations.messageTemplates.list', one._id)).messageTemplates, []);
  }],
};

const deploymentScenarios = {
  'deployments.create': [ACCOUNT, 'both kinds are stored; the password is not given back', async (t) => {
    const own = { hosting: 'self', baseUrl: WHATSAPP.baseUrl, username: 'desk', callbackUrl: 'https://ops.example.com/w' };
    const { deployment } = await t.call('deployments.create', { ...own, password: 's3cret' });
    has(deployment, own);
    assert.equal(deployment.password, undefined);
    id((await t.call('deployments.create', { hosting: 'smooch' })).deployment._id);
  }],
  'deployments.list': [ACCOUNT, 'all deployments of the account', async (t) => {
    const one = await deployment(t);
    assert.ok((await t.call('deployments.list')).deployments.some((each) => each._id === one._id));
  }],
  'deployments.get': [ACCOUNT, 'the deployment of the id', async (t) => {
    const one = await deployment(t);
    assert.deepEqual((await t.call('deployments.get', one._id)).deployment, one);
  }],
  'deployments.activate': [ACCOUNT, 'the deployment waits for a code, which nobody sends: no number is registered with WhatsApp here', async (t) => {
    const one = await deployment(t);
    has((await activated(t, one)).deployment, { _id: one._id, status: 'pending' });
  }],
  'deployments.confirmCode': [ACCOUNT, 'the deployment is in error afterwards: no code can be right', async (t) => {
    const one = await deployment(t);
    await activated(t, one);
    has((await t.call('deployments.confirmCode', one._id, '123456')).deployment, { _id: one._id, status: 'error' });
  }],
  'deployments.delete': [ACCOUNT, 'the deployment is gone', async (t) => {
    const one = await deployment(t);
    await t.call('deployments.delete', one._id);
    await t.refused(404, 'deployment_not_found', 'deployments.get', one._id);
  }],
  'notifications.postNotification': [APP, "a notification's id", async (t) => {
    const destination = { integrationId: (await made(t, TELEGRAM))._id, destinationId: '4457' };
    const message = { type: 'text', text: 'Your berth is free' };
    id((await t.call('notifications.postNotification', { destination, message })).notification._id);
  }],
};

export const scenarios = { ...integrationScenarios, ...deploymentScenarios };
