import { describe, expect, it } from 'vitest';
import { Identity } from '../src/session/identity';
import { createStorage, settle } from './fakes';
import { CURSOR, createServer, visit } from './visitor';

describe('a conversation', () => {
  it('makes nothing on the server and nothing in the storage before the first message', async () => {
    const { conversation, storage, requests, sockets } = visit();
    await conversation.restore();
    expect([Object.keys(storage).length, requests.length, sockets.length]).toEqual([0, 0, 0]);
  });

  it('makes one user for calls at the same time, and sends in the order of the calls', async () => {
    const { conversation, server, news, texts, storage } = visit();
    const sent = ['a', 'b', 'c'].map((text) => conversation.send({ text }));
    expect(texts()).toEqual(['a (sending)', 'b (sending)', 'c (sending)']);
    await Promise.all([conversation.start(), ...sent]);
    expect(server.state.users).toBe(1);
    expect(server.state.messages.map(({ text }) => text)).toEqual(['a', 'b', 'c']);
    expect(texts()).toEqual(['a', 'b', 'c']);
    expect(news).toEqual(['sent:a', 'sent:b', 'sent:c']);
    expect(Object.keys(storage).sort()).toEqual(['app.appUserId', 'app.clientId', 'app.sessionToken']);
    expect(storage['app.clientId']).toMatch(/^[0-9a-f]{32}$/);
    conversation.stop();
  });

  it('takes up a kept session and announces what is unread', async () => {
    const first = visit();
    await first.conversation.send({ text: 'hello' });
    const { server } = first;
    for (const text of ['old', 'new']) {
      server.state.messages.push({ _id: text, role: 'appMaker', type: 'text', text, received: 3000 });
    }
    server.state.unread = 1;
    const second = visit(first.storage, server);
    await second.conversation.restore();
    expect(second.texts()).toEqual(['hello', 'old', 'new']);
    expect(second.news).toEqual(['received:new']);
    expect(second.conversation.thread.value.unreadCount).toBe(1);
    expect(second.socket().url).toBe('ws://server');
  });

  it('uses the session another tab has made instead of making one', async () => {
    const server = createServer();
    const storage = createStorage();
    const [first, second] = [visit(storage, server), visit(storage, server)];
    await first.conversation.send({ text: 'one' });
    await second.conversation.send({ text: 'two' });
    expect(server.state.users).toBe(1);
    expect(second.texts()).toEqual(['one', 'two']);
  });

  it('takes a session up once, however many ask for it', async () => {
    const first = visit();
    await first.conversation.send({ text: 'one' });
    const second = visit(first.storage, first.server);
    await Promise.all([second.conversation.restore(), second.conversation.send({ text: 'two' })]);
    expect(second.texts()).toEqual(['one', 'two']);
    expect(second.requests.map(({ method, url }) => `${method} ${url.split('/').pop()}`)).toEqual([
      'GET u',
      'GET messages',
      'POST messages',
    ]);
    expect(second.sockets).toHaveLength(1);
  });

  it('makes the conversation of a known user, and shows what another device has put in', async () => {
    const { conversation, server, texts, storage, socket } = visit();
    Object.assign(storage, { 'app.appUserId': 'u', 'app.sessionToken': 't' });
    server.state.begun = false;
    await conversation.restore();
    expect(conversation.conversationId.value).toBeUndefined();
    server.state.messages.push({
      _id: 'x',
      role: 'appUser',
      type: 'text',
      text: 'elsewhere',
      received: 1000,
    });
    await conversation.send({ text: 'here' });
    expect(texts()).toEqual(['elsewhere', 'here']);
    socket().accept();
    expect(socket().sent[0]).toMatchObject({ cursor: CURSOR });
  });

  it('sends a failed message again under the same name', async () => {
    const { conversation, server, texts, news, requests } = visit();
    server.state.fail = 400;
    expect(await conversation.send({ text: 'x' })).toBeUndefined();
    expect(texts()).toEqual(['x (failed)']);
    expect(news).toEqual([]);
    server.state.fail = 0;
    const [failed] = conversation.thread.value.messages;
    if (failed) await conversation.retry(failed);
    expect(texts()).toEqual(['x']);
    const posts = requests.filter(({ method, url }) => method === 'POST' && url.endsWith('/messages'));
    expect(new Set(posts.map(({ body }) => body.message._clientId)).size).toBe(1);
  });

  it('repeats by itself what a weak network lost', async () => {
    const { conversation, server, texts, pass } = visit();
    server.state.fail = 503;
    const sent = conversation.send({ text: 'x' });
    await pass(500);
    server.state.fail = 0;
    await pass(5000);
    expect(await sent).toMatchObject({ message: { text: 'x' } });
    expect(texts()).toEqual(['x']);
  });

  it('counts as sent what came back as an event although the answer was lost', async () => {
    const { conversation, server, texts, news, socket, pass } = visit();
    await conversation.start();
    server.state.fail = 503;
    const sent = conversation.send({ text: 'x' });
    await settle();
    const [local] = conversation.thread.value.messages;
    socket().accept();
    const message = { ...local, status: undefined, _id: 'm', role: 'appUser', received: 9, text: 'x' };
    socket().say({ type: 'message', seq: 2, conversation: { _id: 'c', unreadCount: 0 }, message });
    await pass(20_000);
    expect(await sent).toMatchObject({ message: { _id: 'm' } });
    expect(texts()).toEqual(['x']);
    expect(news).toEqual(['sent:x']);
  });

  it('announces messages of the business and of other devices, its own only when acknowledged', async () => {
    const { conversation, news, socket } = visit();
    await conversation.send({ text: 'mine' });
    socket().accept();
    const say = (seq: number, message: object) =>
      socket().say({
        type: 'message',
        seq,
        conversation: { _id: 'c', unreadCount: 0 },
        message: { type: 'text', received: 3000 + seq, ...message },
      });
    const own = conversation.thread.value.messages[0];
    say(2, { ...own });
    say(3, { _id: 'b', role: 'appMaker', text: 'theirs' });
    say(4, { _id: 'd', role: 'appUser', text: 'elsewhere', _clientId: 'other' });
    expect(news).toEqual(['sent:mine', 'received:theirs', 'added:elsewhere']);
  });

  it('shows typing for ten seconds, or until the message comes', async () => {
    const { conversation, socket, pass } = visit();
    await conversation.start();
    socket().accept();
    const typing = {
      type: 'activity',
      conversationId: 'c',
      activity: 'typing:start',
      role: 'appMaker',
      name: 'Maya',
    };
    socket().say({ ...typing, role: 'appUser' });
    expect(conversation.typing.business.value).toBeUndefined();
    socket().say(typing);
    expect(conversation.typing.business.value?.name).toBe('Maya');
    await pass(10_001);
    expect(conversation.typing.business.value).toBeUndefined();
    socket().say(typing);
    socket().say({
      type: 'message',
      seq: 2,
      conversation: { _id: 'c', unreadCount: 1 },
      message: { _id: 'b', role: 'appMaker', type: 'text', text: 'hi', received: 1 },
    });
    expect(conversation.typing.business.value).toBeUndefined();
  });

  it('becomes a new visitor when the session is not valid any more, and keeps what was not sent', async () => {
    const { conversation, server, texts, storage } = visit();
    await conversation.send({ text: 'old' });
    server.state.valid = false;
    await conversation.send({ text: 'lost' });
    expect(texts()).toEqual(['lost (failed)']);
    expect(conversation.user.value).toBeUndefined();
    expect('app.sessionToken' in storage).toBe(false);
    server.state.valid = true;
    const [failed] = conversation.thread.value.messages;
    if (failed) await conversation.retry(failed);
    expect(server.state.users).toBe(2);
  });

  it('keeps the session in memory where storage is refused', async () => {
    const refused = () => {
      throw new Error('denied');
    };
    const identity = new Identity({ getItem: refused, setItem: refused, removeItem: refused }, 'app');
    const id = identity.needClientId();
    expect(identity.clientId).toBe(id);
    identity.keep({ appUserId: 'u', sessionToken: 't' });
    expect(identity.session).toEqual({ appUserId: 'u', sessionToken: 't' });
    identity.forget({ appUserId: 'u', sessionToken: 't' });
    expect(identity.session).toBeUndefined();
  });

  it('tells of typing now and then, and of its end', async () => {
    const { conversation, requests, pass } = visit();
    conversation.typed('a');
    await conversation.start();
    conversation.typed('a');
    conversation.typed('a');
    await pass(4000);
    conversation.typed('a');
    conversation.typed(' ');
    conversation.typed(' ');
    await settle();
    const told = requests.filter(({ url }) => url.endsWith('/activity')).map(({ body }) => body.type);
    expect(told).toEqual(['typing:start', 'typing:start', 'typing:stop']);
  });
});
