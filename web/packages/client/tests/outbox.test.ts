import { describe, expect, it } from 'vitest';
import { createStorage, settle } from './fakes';
import { type createServer, visit } from './visitor';

const kept = (storage: object) => Object.keys(storage).filter((name) => name.startsWith('app.outbox.'));
const texts = (server: ReturnType<typeof createServer>) => server.state.messages.map(({ text }) => text);
const GONE = { tabLives: async () => false };

/** A change of who speaks, with the time it waits for a line that nobody accepts. */
async function change({ pass }: ReturnType<typeof visit>, work: Promise<unknown>): Promise<void> {
  await pass(20_000);
  await work;
}

describe('what could not be sent', () => {
  it('is kept before anything is tried, and not any longer than that', async () => {
    const { conversation, storage } = visit();
    const sent = conversation.send({ text: 'a' });
    expect(kept(storage)).toHaveLength(1);
    await sent;
    expect(kept(storage)).toHaveLength(0);
  });

  it('waits, later messages behind it, and goes out once and in order when the line is back', async () => {
    const { conversation, server, texts: shown, storage, news, pass, requests } = visit();
    server.state.fail = 503;
    await conversation.start();
    const sent = ['a', 'b', 'c'].map((text) => conversation.send({ text }));
    await pass(6500);
    expect(await Promise.all(sent)).toEqual([undefined, undefined, undefined]);
    expect(shown().slice(1)).toEqual(['b (waiting)', 'c (waiting)']); // the first is being tried again
    expect(kept(storage)).toHaveLength(3);
    server.state.fail = 0;
    conversation.wake();
    await pass(6000);
    expect(shown()).toEqual(['a', 'b', 'c']);
    expect(texts(server)).toEqual(['a', 'b', 'c']);
    expect(news).toEqual(['sent:a', 'sent:b', 'sent:c']);
    expect(kept(storage)).toHaveLength(0);
    const posts = requests.filter(({ body }) => body?.message?.text === 'a');
    expect(new Set(posts.map(({ body }) => body.message._clientId)).size).toBe(1);
  });

  it('is tried again by itself, less and less often', async () => {
    const { conversation, server, pass, requests } = visit();
    await conversation.start();
    server.state.fail = 503;
    void conversation.send({ text: 'a' });
    await pass(60_000);
    const inMinute = requests.length;
    await pass(60_000);
    expect(requests.length - inMinute).toBeLessThan(inMinute);
    server.state.fail = 0;
    await pass(40_000);
    expect(texts(server)).toEqual(['a']);
  });

  it('survives the tab: another takes it over, with the same name, also before there is a user', async () => {
    const first = visit();
    first.server.state.fail = 599;
    void first.conversation.send({ text: 'a' });
    void first.conversation.send({ text: 'b' });
    await settle();
    first.conversation.stop();
    const names = kept(first.storage);
    expect(names).toHaveLength(2);
    first.server.state.fail = 0;
    const second = visit(first.storage, first.server, GONE);
    await second.conversation.restore();
    await settle();
    await settle();
    expect(second.texts()).toEqual(['a', 'b']);
    const ids = first.server.state.messages.map(({ _clientId }) => `app.outbox.${_clientId}`);
    expect(ids.sort()).toEqual(names.sort());
    expect(first.server.state.users).toBe(1);
    expect(kept(first.storage)).toHaveLength(0);
  });

  it('is left to a tab that lives, or that may', async () => {
    const first = visit();
    first.server.state.fail = 599;
    void first.conversation.send({ text: 'a' });
    await settle();
    const living = visit(first.storage, first.server, { tabLives: async () => true });
    await living.conversation.restore();
    await settle();
    expect(living.texts()).toEqual([]);
    first.conversation.stop();
    first.server.state.fail = 0;
    const unsure = visit(first.storage, first.server); // a browser without locks
    await unsure.conversation.restore();
    await settle();
    expect(unsure.texts()).toEqual([]);
    await unsure.pass(16_000);
    expect(unsure.texts()).toEqual(['a']);
    expect(first.server.state.messages).toHaveLength(1);
  });

  it('fails for good when the server refuses it, and lets the next one through', async () => {
    const { conversation, server, texts: shown, storage } = visit();
    await conversation.start();
    server.state.fail = 400;
    const refused = conversation.send({ text: 'a' });
    await refused;
    server.state.fail = 0;
    await conversation.send({ text: 'b' });
    expect(shown()).toEqual(['a (failed)', 'b']);
    expect(kept(storage)).toHaveLength(0);
  });

  it('lasts as long as the page where the browser has no room', async () => {
    const storage = createStorage();
    const full = Object.create(storage, {
      setItem: {
        value: () => {
          throw new DOMException('full', 'QuotaExceededError');
        },
      },
    });
    const { conversation, server, texts: shown, pass } = visit(full);
    server.state.fail = 599;
    void conversation.send({ text: 'a' });
    await settle();
    server.state.fail = 0;
    await pass(30_000);
    expect(shown()).toEqual(['a']);
  });

  it('goes along with an anonymous visitor who logs in, and stays behind with a known one', async () => {
    const tab = visit(undefined, undefined, GONE);
    const { conversation, server, texts: shown, pass } = tab;
    Object.assign(server.state.jwts, { 'jwt-a': 'a', 'jwt-b': 'b' });
    const { known } = server.state;
    await conversation.start();
    server.state.fail = 503;
    void conversation.send({ text: 'anonymous' });
    await pass(9000);
    await change(tab, conversation.account('login', 'a', 'jwt-a'));
    server.state.fail = 0;
    await pass(60_000);
    expect(texts(server)).toEqual(['anonymous']);
    expect(known.a).toBeDefined();

    server.state.fail = 503;
    void conversation.send({ text: 'as a' });
    await pass(9000);
    await change(tab, conversation.account('login', 'b', 'jwt-b'));
    server.state.fail = 0;
    await pass(60_000);
    expect(shown()).toEqual([]);
    expect(texts(server)).toEqual(['anonymous']);
    expect(kept(tab.storage)).toHaveLength(1);
    await change(tab, conversation.account('login', 'a', 'jwt-a'));
    await pass(60_000);
    expect(texts(server)).toEqual(['anonymous', 'as a']);
  });

  it('is forgotten when a known user logs out', async () => {
    const tab = visit();
    const { conversation, server, pass, storage } = tab;
    Object.assign(server.state.jwts, { 'jwt-a': 'a' });
    await change(tab, conversation.account('login', 'a', 'jwt-a'));
    await conversation.start();
    server.state.fail = 503;
    void conversation.send({ text: 'as a' });
    await pass(9000);
    await change(tab, conversation.account('logout'));
    server.state.fail = 0;
    await pass(60_000);
    expect(kept(storage)).toHaveLength(0);
    expect(texts(server)).toEqual([]);
  });
});
