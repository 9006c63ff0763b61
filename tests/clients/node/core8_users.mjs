// npm smooch-core 8.11.4: users, what links them, their conversations, payments.

import assert from 'node:assert/strict';

import { has, id, unique } from './harness.mjs';
import * as messages from './messages.mjs';

const APP = ['app', 'account'];
const USER = ['appUser', 'app', 'account'];
const TWILIO = { type: 'twilio', accountSid: 'AC9b1f', authToken: 's3cret', phoneNumberSid: 'PN44c0' };
const VIBER = { type: 'viber', token: 's3cret' };
const WECHAT = { type: 'wechat', appId: 'wx1', appSecret: 's3cret' };

export const number = () => `+3630${Math.floor(1e6 + Math.random() * 9e6)}`;

/** What links the user's phone; a user's own client may not choose how it is confirmed. */
export async function linking(t) {
  const integration = await t.integration(TWILIO);
  const confirmation = { type: 'userActivity', message: { role: 'appMaker', type: 'text', text: 'Hello from us' } };
  const entity = { type: 'twilio', phoneNumber: number(), integrationId: integration._id };
  return ['app', 'account'].includes(t.scope) ? { ...entity, confirmation } : entity;
}

export async function bought(t, user) {
  const { message } = await t.say(user, {
    role: 'appMaker',
    type: 'text',
    text: 'The fee',
    actions: [{ type: 'buy', text: 'Pay fee', amount: 2500, currency: 'eur' }],
  });
  return message.actions[0]._id;
}

export async function pressed(t, user) {
  const { message } = await t.say(user, {
    role: 'appMaker',
    type: 'text',
    text: 'Berth A',
    actions: [{ type: 'postback', text: 'Book', payload: 'BOOK_A' }],
  });
  return message.actions[0]._id;
}


const texts = async (t, user) => (await t.call('appUsers.getMessages', user._id)).messages.map((each) => each.text);

const userScenarios = {
  'appUsers.create': [APP, 'every field comes back; the same userId again is refused with 409', async (t) => {
    const appUser = {
      userId: unique('ines'),
      givenName: 'Ines',
      surname: 'Varga',
      email: 'ines@post.example.com',
      signedUpAt: new Date('2019-04-16T10:11:12.345Z'),
      properties: { boat: 'Gull', berths: 3, vip: true },
    };
    const made = (await t.named('appUsers.create', { appUser })).appUser;
    has(made, { ...appUser, signedUpAt: '2019-04-16T10:11:12.345Z', conversationStarted: false, clients: [] });
    id(made._id);
    const again = await t.named('appUsers.create', { appUser }).catch((error) => error);
    assert.deepEqual([again.response?.status, again.code], [409, 'user_already_exists']);
  }],
  'appUsers.get': [USER, 'the user of the userId and of the _id', async (t) => {
    const made = await t.user();
    assert.deepEqual((await t.call('appUsers.get', made.userId)).appUser, made);
    assert.deepEqual((await t.call('appUsers.get', made._id)).appUser, made);
  }],
  'appUsers.update': [USER, 'what was sent changes, the rest stays', async (t) => {
    const made = await t.user({ properties: { boat: 'Gull', berths: 3 } });
    const { appUser } = await t.call('appUsers.update', made.userId, { givenName: 'Inez', properties: { berths: 4 } });
    has(appUser, { givenName: 'Inez', surname: 'Varga', properties: { boat: 'Gull', berths: 4 } });
  }],
  'appUsers.delete': [APP, 'the user is gone', async (t) => {
    const made = await t.user();
    await t.call('appUsers.delete', made._id);
    await t.refused(404, 'user_not_found', 'appUsers.get', made._id);
  }],
  'appUsers.deleteProfile': [APP, 'names and properties are cleared, the user stays', async (t) => {
    const made = await t.user({ properties: { boat: 'Gull' } });
    const { appUser } = await t.call('appUsers.deleteProfile', made._id);
    has(appUser, { _id: made._id, userId: made.userId, givenName: undefined, surname: undefined });
    assert.deepEqual(appUser.properties, {});
  }],
  'appUsers.mergeUsers': [APP, 'the survivor has both profiles and histories; the other is gone', async (t) => {
    const [surviving, discarded] = [await t.user(), await t.user({ email: 'ines@post.example.com' })];
    await t.say(surviving, 'first');
    await t.say(discarded, 'second');
    const props = { surviving: { _id: surviving._id }, discarded: { _id: discarded._id } };
    assert.deepEqual(await t.call('appUsers.mergeUsers', props), {});
    has((await t.call('appUsers.get', surviving._id)).appUser, { userId: surviving.userId, email: 'ines@post.example.com' });
    assert.deepEqual(await texts(t, surviving), ['first', 'second']);
    await t.refused(404, 'user_not_found', 'appUsers.get', discarded._id);
  }],
  'appUsers.getAuthCode': [APP, 'a code', async (t) => {
    assert.ok((await t.call('appUsers.getAuthCode', (await t.user())._id)).authCode.length >= 8);
  }],
  'appUsers.getChannels': [APP, 'an empty list for a user on the web alone', async (t) => {
    assert.deepEqual((await t.call('appUsers.getChannels', (await t.user())._id)).channels, []);
  }],
  'appUsers.getBusinessSystems': [APP, 'an empty list: no business system can be connected', async (t) => {
    assert.deepEqual((await t.call('appUsers.getBusinessSystems', (await t.user())._id)).businessSystems, []);
  }],
  'appUsers.getLinkRequests': [USER, 'a code and an address for each integration', async (t) => {
    const made = await t.integration({ type: 'telegram', token: '123:abc' });
    const user = await t.user();
    const { linkRequests } = await t.call('appUsers.getLinkRequests', user._id, [made._id]);
    assert.equal(linkRequests.length, 1);
    has(linkRequests[0], { integrationId: made._id, type: 'telegram' });
    assert.ok(linkRequests[0].code && linkRequests[0].url.includes(linkRequests[0].code));
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
    assert.deepEqual((await t.call('appUsers.get', user._id)).appUser.pendingClients, []);
    await t.refused(400, 'bad_request', 'appUsers.unlinkChannel', user._id, 'twilio');
  }],
  'appUsers.pingChannel': [USER, 'refused: no phone can be linked before there is a provider', async (t) =>
    t.refused(400, 'bad_request', 'appUsers.pingChannel', (await t.user())._id, 'twilio')],
  'appUsers.viber.getQRCode': [USER, 'the address of an image', async (t) => {
    await t.integration(VIBER);
    assert.match((await t.call('appUsers.viber.getQRCode', (await t.user())._id)).url, /^(https?|data):/);
  }],
  'appUsers.wechat.getQRCode': [USER, 'the address of an image', async (t) => {
    await t.integration(WECHAT);
    assert.match((await t.call('appUsers.wechat.getQRCode', (await t.user())._id)).url, /^(https?|data):/);
  }],
};

const talkScenarios = {
  'appUsers.sendMessage': [USER, 'a message of each type with every field and action; a form answered', async (t) => {
    const user = await t.user();
    if (t.scope === 'appUser') {
      const said = { role: 'appUser', type: 'text', text: 'Ahoy', metadata: { page: 'berths' } };
      has((await t.call('appUsers.sendMessage', user._id, said)).message, said);
      const { message } = await t.say(user, messages.form);
      return void has((await t.call('appUsers.sendMessage', user._id, messages.response(message))).message, {
        type: 'formResponse',
        textFallback: 'Mast height: 14\nYour address: ines@post.example.com\nSide: Port',
      });
    }
    for (const sent of messages.all) {
      const { message, conversation } = await t.call('appUsers.sendMessage', user._id, sent);
      has(message, sent);
      assert.equal(message.source.type, 'api');
      id(conversation._id);
    }
    const card = { role: 'appMaker', type: 'text', text: 'Pick %[Dawn](reply:DAWN)' };
    has((await t.call('appUsers.sendMessage', user._id, card)).message, { text: 'Pick', actions: [{ payload: 'DAWN' }] });
  }],
  'appUsers.getMessages': [USER, 'oldest first, also before and after a time', async (t) => {
    const user = await t.user();
    const sent = [];
    for (const text of ['one', 'two', 'three']) sent.push((await t.say(user, text)).message);
    const page = await t.call('appUsers.getMessages', user._id);
    assert.deepEqual(page.messages, sent);
    assert.equal(page.conversation.unreadCount, 3);
    const before = await t.call('appUsers.getMessages', user._id, { before: sent[1].received });
    assert.deepEqual(before.messages, sent.slice(0, 1));
    assert.match(before.next, /after=/);
    const after = await t.call('appUsers.getMessages', user._id, { after: sent[1].received });
    assert.deepEqual(after.messages, sent.slice(2));
    assert.match(after.previous, /before=/);
  }],
  'appUsers.uploadImage': [USER, 'an image message with the address of the upload', async (t) => {
    const user = await t.user();
    const role = t.scope === 'appUser' ? 'appUser' : 'appMaker';
    const { message } = await t.call('appUsers.uploadImage', user._id, t.upload('map.png'), { role, text: 'The plan' });
    has(message, { type: 'image', role, mediaType: 'image/png', text: 'The plan' });
    assert.ok(await t.serves(message.mediaUrl));
  }],
  'appUsers.deleteMessage': [APP, 'that message is gone, the others stay', async (t) => {
    const user = await t.user();
    const { message } = await t.say(user, 'Ahoy');
    await t.say(user, 'Anybody?');
    assert.deepEqual(await t.call('appUsers.deleteMessage', user._id, message._id), {});
    assert.deepEqual(await texts(t, user), ['Anybody?']);
  }],
  'appUsers.deleteMessages': [APP, 'all messages are gone, the user stays', async (t) => {
    const user = await t.user();
    await t.say(user, 'Ahoy');
    assert.deepEqual(await t.call('appUsers.deleteMessages', user._id), {});
    assert.deepEqual(await texts(t, user), []);
    has((await t.call('appUsers.get', user._id)).appUser, { givenName: 'Ines' });
  }],
  'appUsers.conversationActivity': [APP, 'typing and reading by the business', async (t) => {
    const user = await t.user();
    await t.say(user, 'Ahoy');
    for (const type of ['typing:start', 'typing:stop', 'conversation:read']) {
      const props = { role: 'appMaker', type, name: 'Pilot', avatarUrl: 'https://harbour.example.com/pilot.png' };
      has((await t.call('appUsers.conversationActivity', user._id, props)).conversation, { unreadCount: 1 });
    }
  }],
  'conversations.get': [USER, 'the conversation with its unread count; refused with 404 before it started', async (t) => {
    const user = await t.user();
    await t.refused(404, 'conversation_not_found', 'conversations.get', user._id);
    const { conversation } = await t.say(user, 'Ahoy');
    assert.deepEqual((await t.call('conversations.get', user._id)).conversation, conversation);
    assert.equal(conversation.unreadCount, 1);
  }],
  'conversations.resetUnreadCount': [USER, 'the unread count is 0', async (t) => {
    const user = await t.user();
    await t.say(user, 'Ahoy');
    assert.deepEqual(await t.call('conversations.resetUnreadCount', user._id), {});
    has((await t.call('conversations.get', user._id)).conversation, { unreadCount: 0 });
  }],
  'conversations.postPostback': [USER, 'a button of the conversation is pressed; an unknown one is refused', async (t) => {
    const user = await t.user();
    assert.deepEqual(await t.call('conversations.postPostback', user._id, await pressed(t, user)), {});
    const error = await t.call('conversations.postPostback', user._id, user._id).catch((error) => error);
    assert.equal(error.response?.status, 404);
  }],
  'stripe.getAccount': [USER, 'refused: Stripe is not part of this server', async (t) => {
    await t.user();
    return t.refused(404, 'not_found', 'stripe.getAccount');
  }],
  'appUsers.stripe.updateCustomer': [USER, 'refused: Stripe is not part of this server', async (t) =>
    t.refused(404, 'not_found', 'appUsers.stripe.updateCustomer', (await t.user())._id, 'tok_1')],
  'appUsers.stripe.createTransaction': [USER, 'refused: Stripe is not part of this server', async (t) => {
    const user = await t.user();
    const action = await bought(t, user);
    return t.refused(404, 'not_found', 'appUsers.stripe.createTransaction', user._id, action, 'tok_1');
  }],
};

export const scenarios = { ...userScenarios, ...talkScenarios };
