// npm smooch-core 3.5.0: users with their devices, what links them, their conversations, payments.

import assert from 'node:assert/strict';

import { bought, linking, pressed } from './core8_users.mjs';
import { has, id, unique } from './harness.mjs';
import * as messages from './messages.mjs';

const APP = ['app', 'account'];
const USER = ['appToken', 'appUser', 'app', 'account'];
const SECURED = ['appUser', 'app', 'account'];
const INFO = { appName: 'Harbour', os: 'iOS', osVersion: '12.1', carrier: 'Quay Mobile', wifi: 'reachable' };

const texts = async (t, user) => (await t.call('appUsers.getMessages', user._id)).messages.map((each) => each.text);
const device = () => ({ id: unique('device'), platform: 'ios', appVersion: '1.2', info: INFO });

/** A user who has logged in on a device. */
async function atDevice(t) {
  const user = await t.user();
  const own = device();
  const { appUser } = await t.call('appUsers.init', { device: own, userId: user.userId });
  assert.equal(appUser._id, user._id);
  return [appUser, own];
}

const userScenarios = {
  'appUsers.init': [USER, 'the known user logs in on a device; a device alone gives an anonymous user, the same each time', async (t) => {
    const [user, own] = await atDevice(t);
    has(user, { givenName: 'Ines', conversationStarted: false });
    has(user.clients.find((each) => each.id === own.id), { ...own, active: true });
    has(user.devices.find((each) => each.id === own.id), { platform: 'ios' });
    assert.equal(typeof user.credentialRequired, 'boolean');
    const guest = { device: { id: unique('device'), platform: 'other' } };
    const anybody = t.as(t.scope === 'appUser' ? 'appToken' : t.scope);
    const { app, appUser } = await anybody.call('appUsers.init', guest);
    assert.equal(appUser.userId, undefined);
    assert.ok(Array.isArray(app.integrations) && app.settings.web.channels);
    assert.equal((await anybody.call('appUsers.init', guest)).appUser._id, appUser._id);
  }],
  'appUsers.create': [APP, 'every field comes back', async (t) => {
    const props = {
      givenName: 'Ines',
      surname: 'Varga',
      email: 'ines@post.example.com',
      signedUpAt: new Date('2019-04-16T10:11:12.345Z'),
      properties: { boat: 'Gull', berths: 3, vip: true },
    };
    const userId = unique('ines');
    const { appUser } = await t.call('appUsers.create', userId, props);
    has(appUser, { ...props, userId, signedUpAt: '2019-04-16T10:11:12.345Z', credentialRequired: false });
    id(appUser._id);
  }],
  'appUsers.get': [USER, 'the user of the userId and of the _id', async (t) => {
    const made = await t.user();
    assert.deepEqual((await t.call('appUsers.get', made._id)).appUser.userId, made.userId);
    assert.deepEqual((await t.call('appUsers.get', made.userId)).appUser._id, made._id);
  }],
  'appUsers.update': [USER, 'what was sent changes, the rest stays', async (t) => {
    const made = await t.user({ properties: { boat: 'Gull', berths: 3 } });
    const { appUser } = await t.call('appUsers.update', made._id, { givenName: 'Inez', properties: { berths: 4 } });
    has(appUser, { givenName: 'Inez', surname: 'Varga', properties: { boat: 'Gull', berths: 4 } });
  }],
  'appUsers.trackEvent': [USER, 'the profile sent along is stored', async (t) => {
    const made = await t.user();
    const got = await t.call('appUsers.trackEvent', made._id, 'berth-viewed', { properties: { berth: 'A' } });
    assert.equal(typeof got.conversationUpdated, 'boolean');
    has((await t.call('appUsers.get', made._id)).appUser, { properties: { berth: 'A' } });
  }],
  'appUsers.updatePushToken': [USER, 'the token is stored with the device', async (t) => {
    const [user, own] = await atDevice(t);
    assert.deepEqual(await t.call('appUsers.updatePushToken', user._id, own.id, 'push-1'), {});
    const { clients } = (await t.call('appUsers.get', user._id)).appUser;
    has(clients.find((each) => each.id === own.id), { pushNotificationToken: 'push-1' });
  }],
  'appUsers.updateDevice': [USER, 'what was sent changes, the rest stays', async (t) => {
    const [user, own] = await atDevice(t);
    const props = { appVersion: '1.3', info: { carrier: 'Other' } };
    const got = (await t.call('appUsers.updateDevice', user._id, own.id, props)).device;
    has(got, { id: own.id, appVersion: '1.3', info: { ...INFO, carrier: 'Other' } });
  }],
  'appUsers.deleteProfile': [APP, 'names and properties are cleared, the user stays', async (t) => {
    const made = await t.user({ properties: { boat: 'Gull' } });
    const { appUser } = await t.call('appUsers.deleteProfile', made._id);
    has(appUser, { _id: made._id, userId: made.userId, givenName: undefined });
    assert.deepEqual(appUser.properties, {});
  }],
  'appUsers.linkChannel': [USER, 'the number becomes a pending client', async (t) => {
    const user = await t.user();
    const data = await linking(t);
    const { appUser } = await t.call('appUsers.linkChannel', user._id, data);
    has(appUser.pendingClients, [{ platform: 'twilio', displayName: data.phoneNumber, status: 'pending' }]);
  }],
  'appUsers.unlinkChannel': [USER, 'a pending link is withdrawn; one that is not there is refused', async (t) => {
    const user = await t.user();
    await t.call('appUsers.linkChannel', user._id, await linking(t));
    assert.deepEqual(await t.call('appUsers.unlinkChannel', user._id, 'twilio'), {});
    await t.refused(400, 'bad_request', 'appUsers.unlinkChannel', user._id, 'twilio');
  }],
  'appUsers.pingChannel': [USER, 'refused: no phone can be linked before there is a provider', async (t) =>
    t.refused(400, 'bad_request', 'appUsers.pingChannel', (await t.user())._id, 'twilio')],
  'appUsers.transferRequest': [USER, 'a code for the channel', async (t) => {
    await t.integration({ type: 'telegram', token: '123:abc' });
    const { transferRequests } = await t.call('appUsers.transferRequest', (await t.user())._id, { type: 'telegram' });
    assert.equal(transferRequests[0].type, 'telegram');
    assert.ok(transferRequests[0].code);
  }],
  'appUsers.viber.getQRCode': [USER, 'the address of an image', async (t) => {
    await t.integration({ type: 'viber', token: 's3cret' });
    assert.match((await t.call('appUsers.viber.getQRCode', (await t.user())._id)).url, /^(https?|data):/);
  }],
  'appUsers.wechat.getQRCode': [USER, 'the address of an image', async (t) => {
    await t.integration({ type: 'wechat', appId: 'wx1', appSecret: 's3cret' });
    assert.match((await t.call('appUsers.wechat.getQRCode', (await t.user())._id)).url, /^(https?|data):/);
  }],
};

const talkScenarios = {
  'appUsers.sendMessage': [USER, 'texts of the user; of the business a message of each type with every field and action', async (t) => {
    const user = await t.user();
    if (!APP.includes(t.scope)) {
      const said = { role: 'appUser', text: 'Ahoy', metadata: { page: 'berths' } };
      return void has((await t.call('appUsers.sendMessage', user._id, said)).message, { ...said, type: 'text' });
    }
    for (const sent of messages.all) {
      const { message, conversation } = await t.call('appUsers.sendMessage', user._id, sent);
      has(message, sent);
      id(conversation._id);
    }
  }],
  'appUsers.getMessages': [USER, 'oldest first, also before and after a time', async (t) => {
    const user = await t.user();
    for (const text of ['one', 'two', 'three']) await t.say(user, text);
    const { messages: sent, conversation } = await t.call('appUsers.getMessages', user._id);
    assert.deepEqual(sent.map((each) => each.text), ['one', 'two', 'three']);
    assert.equal(conversation.unreadCount, 3);
    const before = await t.call('appUsers.getMessages', user._id, { before: sent[1].received });
    assert.deepEqual(before.messages, sent.slice(0, 1));
    const after = await t.call('appUsers.getMessages', user._id, { after: sent[1].received });
    assert.deepEqual(after.messages, sent.slice(2));
    assert.match(after.previous, /\/v1\/.*before=/);
  }],
  'appUsers.uploadImage': [USER, 'an image message with the address of the upload', async (t) => {
    const user = await t.user();
    const role = APP.includes(t.scope) ? 'appMaker' : 'appUser';
    const { message } = await t.call('appUsers.uploadImage', user._id, t.upload('map.png'), { role, text: 'The plan' });
    has(message, { type: 'image', role, mediaType: 'image/png', text: 'The plan' });
    assert.ok(await t.serves(message.mediaUrl));
  }],
  'appUsers.deleteMessages': [APP, 'all messages are gone, the user stays', async (t) => {
    const user = await t.user();
    await t.say(user, 'Ahoy');
    assert.deepEqual(await t.call('appUsers.deleteMessages', user._id), {});
    assert.deepEqual(await texts(t, user), []);
  }],
  'appUsers.typingActivity': [APP, 'typing by the business', async (t) => {
    const user = await t.user();
    await t.say(user, 'Ahoy');
    for (const type of ['typing:start', 'typing:stop'])
      has((await t.call('appUsers.typingActivity', user._id, { role: 'appMaker', type })).conversation, { unreadCount: 1 });
  }],
  'conversations.get': [USER, 'the conversation with its unread count; refused with 404 before it started', async (t) => {
    const user = await t.user();
    await t.refused(404, 'conversation_not_found', 'conversations.get', user._id);
    await t.say(user, 'Ahoy');
    has((await t.call('conversations.get', user._id)).conversation, { unreadCount: 1 });
  }],
  'conversations.resetUnreadCount': [USER, 'the unread count is 0', async (t) => {
    const user = await t.user();
    await t.say(user, 'Ahoy');
    assert.deepEqual(await t.call('conversations.resetUnreadCount', user._id), {});
    has((await t.call('conversations.get', user._id)).conversation, { unreadCount: 0 });
  }],
  'conversations.postPostback': [USER, 'a button of the conversation is pressed', async (t) => {
    const user = await t.user();
    assert.deepEqual(await t.call('conversations.postPostback', user._id, await pressed(t, user)), {});
  }],
  'conversations.sendMessage': [APP, 'the client itself refuses: appUsers.sendMessage took its place', async (t) => {
    await assert.rejects(t.call('conversations.sendMessage', 'nobody', {}), /deprecated/);
    return 'no call';
  }],
  'conversations.uploadImage': [APP, 'the client itself refuses: appUsers.uploadImage took its place', async (t) => {
    await assert.rejects(t.call('conversations.uploadImage', 'nobody', {}), /deprecated/);
    return 'no call';
  }],
  'stripe.getAccount': [USER, 'refused: Stripe is not part of this server', async (t) => {
    await t.user();
    return t.refused(404, 'not_found', 'stripe.getAccount');
  }],
  'appUsers.stripe.updateCustomer': [SECURED, 'refused: Stripe is not part of this server', async (t) =>
    t.refused(404, 'not_found', 'appUsers.stripe.updateCustomer', (await t.user())._id, 'tok_1')],
  'appUsers.stripe.createTransaction': [USER, 'refused: Stripe is not part of this server', async (t) => {
    const user = await t.user();
    const action = await bought(t, user);
    return t.refused(404, 'not_found', 'appUsers.stripe.createTransaction', user._id, action, 'tok_1');
  }],
};

export const scenarios = { ...userScenarios, ...talkScenarios };
