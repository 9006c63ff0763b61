import { describe, expect, it } from 'vitest';
import { settle } from './fakes';
import { visit } from './visitor';

/** Waits for a verb that waits for the line, which is accepted at once. */
async function become(tab: ReturnType<typeof visit>, work: Promise<unknown>): Promise<void> {
  let done = false;
  const ended = work.finally(() => {
    done = true;
  });
  ended.catch(() => {});
  for (let turn = 0; turn < 20 && !done; turn++) {
    await settle();
    const socket = tab.socket();
    if (socket && !socket.readyState) {
      socket.accept();
      socket.say({ type: 'welcome', heartbeat: 25 });
      socket.say({ type: 'subscribed', conversationId: 'c', cursor: { epoch: 'e', seq: 1 } });
    }
  }
  await ended;
}

const paths = (tab: ReturnType<typeof visit>) =>
  tab.requests.map(({ method, url }) => `${method} /${url.split('/').slice(6).join('/')}`);

function knownHere() {
  const tab = visit();
  Object.assign(tab.server.state.jwts, { 'jwt-a': 'a', 'jwt-b': 'b' });
  return tab;
}

describe('login', () => {
  it('brings the anonymous conversation along and keeps no session', async () => {
    const tab = knownHere();
    await tab.conversation.send({ text: 'hello' });
    await become(tab, tab.conversation.account('login', 'a', 'jwt-a'));
    const login = tab.requests.find(({ url }) => url.endsWith('/login'));
    expect(login?.body).toMatchObject({ userId: 'a', appUserId: 'u', sessionToken: 't1' });
    expect(tab.texts()).toEqual(['hello']);
    expect(tab.conversation.getUser()).toMatchObject({ userId: 'a' });
    expect(Object.keys(tab.storage)).toEqual(['app.clientId']);
    expect(tab.socket().sent[0]).toMatchObject({ jwt: 'jwt-a', appUserId: 'u' });
    expect(tab.conversation.person.value).toBe(1);
  });

  it('makes nobody until there is something to say', async () => {
    const tab = knownHere();
    await become(tab, tab.conversation.account('login', 'a', 'jwt-a'));
    expect(tab.conversation.getUser()).toEqual({ userId: 'a', properties: {} });
    expect(paths(tab)).toEqual(['POST /login']);
    await tab.conversation.send({ text: 'first' });
    expect(tab.requests[1]?.body).toMatchObject({ userId: 'a' });
    expect(tab.requests[1]?.headers).toMatchObject({ Authorization: 'Bearer jwt-a' });
    expect(tab.conversation.user.value).toMatchObject({ userId: 'a' });
  });

  it('restores what was there when it fails, and needs both values', async () => {
    const tab = knownHere();
    await tab.conversation.send({ text: 'mine' });
    await expect(tab.conversation.account('login', 'a', 'wrong')).rejects.toMatchObject({
      code: 'unauthorized',
      response: { status: 401 },
    });
    await expect(tab.conversation.account('login', 'a', undefined)).rejects.toThrow(/userId.*jwt/i);
    await tab.conversation.send({ text: 'still' });
    expect(tab.texts()).toEqual(['mine', 'still']);
    expect(tab.storage['app.sessionToken']).toBe('t1');
    expect(tab.server.state.users).toBe(1);
  });

  it('waits for its turn, as what is said does', async () => {
    const tab = knownHere();
    const before = tab.conversation.send({ text: 'anonymous' });
    const first = tab.conversation.account('login', 'a', 'jwt-a');
    const second = tab.conversation.account('login', 'b', 'jwt-b');
    const after = tab.conversation.send({ text: 'as b' });
    await become(tab, Promise.all([before, first, second, after]));
    const said = tab.requests.filter(({ method, url }) => method === 'POST' && url.endsWith('/messages'));
    expect(said.map(({ headers }) => headers.Authorization?.split(' ')[0])).toEqual(['Basic', 'Bearer']);
    expect(said[1]?.headers.Authorization).toBe('Bearer jwt-b');
    const logins = tab.requests.filter(({ url }) => url.endsWith('/login'));
    expect(logins.map(({ body }) => [body.userId, body.sessionToken])).toEqual([
      ['a', 't1'],
      ['b', undefined],
    ]);
  });

  it('asks the page for another JWT once, and goes on with it', async () => {
    let asked = 0;
    const renewJwt = async () => {
      asked++;
      return 'jwt-new';
    };
    const tab = visit(undefined, undefined, { renewJwt });
    Object.assign(tab.server.state.jwts, { 'jwt-a': 'a' });
    await become(tab, tab.conversation.account('login', 'a', 'jwt-a'));
    tab.server.state.jwts = { 'jwt-new': 'a' };
    const sent = [tab.conversation.send({ text: 'one' }), tab.conversation.send({ text: 'two' })];
    await Promise.all(sent);
    expect(tab.texts()).toEqual(['one', 'two']);
    expect(asked).toBe(1);
    tab.server.state.jwts = {};
    await tab.conversation.send({ text: 'refused' });
    expect(tab.conversation.getUser()).toBeUndefined(); // a new visitor, without a reload
    expect(asked).toBe(2);
    expect(tab.texts()).toEqual(['refused (failed)']);
    await settle();
    expect(tab.server.state.users).toBe(0); // what a known user wrote is nobody else's
  });

  it('by a code keeps the session of the user it names, and only when it is good', async () => {
    const tab = visit();
    await tab.conversation.send({ text: 'mine' });
    await expect(tab.conversation.account('loginByCode', 'spent')).rejects.toMatchObject({
      code: 'unauthorized',
    });
    expect(tab.storage['app.sessionToken']).toBe('t1');
    await become(tab, tab.conversation.account('loginByCode', 'code'));
    expect(tab.storage['app.sessionToken']).toBe('by-code');
    const login = tab.requests.filter(({ url }) => url.endsWith('/login'))[1];
    expect(login?.headers).not.toHaveProperty('Authorization');
    expect(login?.body).not.toHaveProperty('sessionToken');
  });
});

describe('logout and erasing', () => {
  it('leaves an anonymous visitor alone', async () => {
    const tab = visit();
    await tab.conversation.send({ text: 'mine' });
    await tab.conversation.account('logout');
    expect(tab.texts()).toEqual(['mine']);
    expect(paths(tab).filter((path) => path.endsWith('logout'))).toEqual([]);
  });

  it('is a new visitor afterwards, also when the server does not answer', async () => {
    const tab = knownHere();
    await become(tab, tab.conversation.account('login', 'a', 'jwt-a'));
    await tab.conversation.send({ text: 'mine' });
    const id = tab.storage['app.clientId'];
    tab.server.state.fail = 599;
    await tab.conversation.account('logout');
    expect(tab.requests[tab.requests.length - 1]?.body).toMatchObject({ client: { id } });
    expect(tab.texts()).toEqual([]);
    expect(tab.conversation.getUser()).toBeUndefined();
    expect(Object.keys(tab.storage)).toEqual(['app.clientId']);
    tab.server.state.fail = 0;
    await tab.conversation.send({ text: 'hello' });
    expect(tab.server.state.users).toBe(1);
  });

  it('erases everything that was stored, here and there', async () => {
    const tab = visit();
    await tab.conversation.send({ text: 'mine' });
    expect(await tab.conversation.account('export')).toMatchObject({ messages: [{ text: 'mine' }] });
    await tab.conversation.account('erase');
    expect(paths(tab)).toContain('DELETE /appusers/u');
    expect(Object.keys(tab.storage)).toEqual([]);
    expect(tab.texts()).toEqual([]);
    expect(tab.conversation.conversationId.value).toBeUndefined();
    expect(await tab.conversation.account('export')).toEqual({ messages: [] });
  });
});

describe('updateUser', () => {
  const puts = (tab: ReturnType<typeof visit>) =>
    tab.requests.filter(({ method }) => method === 'PUT').map(({ body }) => body);

  it('only stores while there is no user, and tells with the first message', async () => {
    const { conversation, requests } = visit();
    expect(await conversation.updateUser({ givenName: 'Ada', nickname: 'x', signedUpAt: new Date(0) })).toBe(
      undefined,
    );
    await conversation.updateUser({ properties: { plan: 'pro', gone: null } });
    expect(requests).toEqual([]);
    expect(conversation.getUser()).toEqual({
      givenName: 'Ada',
      signedUpAt: '1970-01-01T00:00:00.000Z',
      properties: { plan: 'pro' },
    });
    await conversation.send({ text: 'hello' });
    expect(requests[0]?.body).toMatchObject({ givenName: 'Ada', properties: { plan: 'pro', gone: null } });
    expect(requests[0]?.body).not.toHaveProperty('nickname');
  });

  it('puts calls together, each property by itself, and settles them with one upload', async () => {
    const tab = visit();
    const { conversation, pass } = tab;
    await conversation.start();
    await conversation.updateUser({ email: 'a@example.org' });
    const later = [
      conversation.updateUser({ properties: { a: 1 } }),
      conversation.updateUser({ properties: { b: 2 }, surname: 'B' }),
    ];
    await settle();
    expect(puts(tab)).toHaveLength(1);
    expect(conversation.getUser()).toMatchObject({ surname: 'B', properties: { a: 1, b: 2 } });
    await pass(5000);
    expect(await Promise.all(later)).toMatchObject([{ surname: 'B' }, { surname: 'B' }]);
    expect(puts(tab)).toEqual([{ email: 'a@example.org' }, { surname: 'B', properties: { a: 1, b: 2 } }]);
    await conversation.updateUser({ surname: 'B', email: 'a@example.org' });
    await pass(5000);
    expect(puts(tab)).toHaveLength(2); // nothing that changes anything
  });

  it('removes with null', async () => {
    const tab = visit();
    const { conversation, pass } = tab;
    await conversation.start();
    await conversation.updateUser({ properties: { plan: 'pro' } });
    await pass(5000);
    const first = conversation.updateUser({ surname: 'L' });
    const second = conversation.updateUser({ properties: { plan: null } });
    await pass(10_000);
    await Promise.all([first, second]);
    expect(puts(tab).slice(1)).toEqual([{ surname: 'L', properties: { plan: null } }]);
  });

  it('goes before a message and when the page leaves, and stays pending when it fails', async () => {
    const tab = visit();
    const { conversation, server, requests, pass } = tab;
    await conversation.start();
    await conversation.updateUser({ surname: 'A' });
    const waiting = conversation.updateUser({ surname: 'B' });
    await settle();
    await conversation.send({ text: 'x' });
    expect(await waiting).toMatchObject({ surname: 'B' });
    expect(requests.slice(-2).map(({ method }) => method)).toEqual(['PUT', 'POST']);
    server.state.fail = 503;
    const failing = conversation.updateUser({ surname: 'C' });
    failing.catch(() => {});
    await pass(30_000);
    await expect(failing).rejects.toMatchObject({ response: { status: 503 } });
    expect(conversation.getUser()).toMatchObject({ surname: 'C' });
    server.state.fail = 0;
    conversation.leave();
    await settle();
    expect(puts(tab).pop()).toEqual({ surname: 'C' });
  });

  it('does not let what the server refuses silence the visitor', async () => {
    const { conversation, server, texts } = visit();
    await conversation.start();
    server.state.fail = 400;
    await expect(conversation.updateUser({ email: 'nonsense' })).rejects.toMatchObject({
      response: { status: 400 },
    });
    server.state.fail = 0;
    await conversation.send({ text: 'x' });
    expect(texts()).toEqual(['x']);
  });
});
