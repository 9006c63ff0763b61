import { describe, expect, it } from 'vitest';
import { items } from '../src/model/bubbles';
import * as threads from '../src/model/thread';
import { changed, message, page, read, said } from './make';

const ids = (thread: threads.Thread) => thread.messages.map((item) => item._id);
const outgoing = { clientId: 'k1', text: 'Hello', at: 200 };

describe('events', () => {
  const thread = threads.open(page([message('m1', { received: 101 }), message('m2', { received: 102 })]));

  it('apply in order, once', () => {
    const outcome = threads.advance(thread, said('c', 3));
    if (outcome.kind !== 'applied') throw new Error(outcome.kind);
    expect(ids(outcome.thread)).toEqual(['m1', 'm2', 'm3']);
    expect(outcome.thread.cursor).toEqual({ epoch: 'e', seq: 3 });
    expect(threads.advance(outcome.thread, said('c', 3)).kind).toBe('stale');
  });

  it('of a message that changed put it in its place, when it is loaded', () => {
    const now = message('m1', { received: 101, submitted: true });
    const next = threads.advance(thread, changed('c', 3, now));
    if (next.kind !== 'applied') throw new Error(next.kind);
    expect(next.thread.messages[0]).toEqual(now);
    expect(ids(next.thread)).toEqual(['m1', 'm2']);
    const other = threads.advance(next.thread, changed('c', 4, message('m0', { received: 1 })));
    if (other.kind !== 'applied') throw new Error(other.kind);
    expect(ids(other.thread)).toEqual(['m1', 'm2']);
  });

  it('after a lost one are a gap', () => {
    expect(threads.advance(thread, said('c', 4)).kind).toBe('gap');
  });

  it('of reading move the mark forward only', () => {
    const once = threads.advance(thread, read('c', 3, 'appUser', 102));
    if (once.kind !== 'applied') throw new Error(once.kind);
    const twice = threads.advance(once.thread, read('c', 4, 'appUser', 101));
    if (twice.kind !== 'applied') throw new Error(twice.kind);
    expect(twice.thread.readAt).toBe(102);
  });
});

describe('an answer', () => {
  const sent = threads.send(threads.open(page([])), outgoing);
  const stored = message('m1', { role: 'appMaker', received: 101, _clientId: 'k1' });
  const event = said('c', 1, { ...stored });

  it('is there once, whichever of the reply and the event comes first', () => {
    const byReply = threads.confirm(sent, stored);
    const later = threads.advance(byReply, event);
    if (later.kind !== 'applied') throw new Error(later.kind);
    const byEvent = threads.advance(sent, event);
    if (byEvent.kind !== 'applied') throw new Error(byEvent.kind);
    for (const thread of [later.thread, threads.confirm(byEvent.thread, stored)]) {
      expect(ids(thread)).toEqual(['m1']);
      expect(thread.outgoing).toEqual([]);
      expect(thread.cursor.seq).toBe(1);
    }
  });

  it('fails and goes out again under the same id', () => {
    const failed = threads.fail(sent, 'k1', 'no line');
    expect(failed.outgoing[0]).toMatchObject({ clientId: 'k1', failure: 'no line' });
    expect(threads.retry(failed, 'k1').outgoing[0]).toMatchObject({ clientId: 'k1', failure: undefined });
  });

  it('is forgotten when it was refused and discarded', () => {
    const refused = threads.fail(sent, 'k1', 'text: too long', true);
    expect(refused.outgoing[0]).toMatchObject({ refused: true });
    expect(threads.drop(refused, 'k1').outgoing).toEqual([]);
    expect(threads.drop(refused, 'k2').outgoing).toHaveLength(1);
  });

  it('on its way survives a reload of the thread, unless the page has it', () => {
    expect(threads.open(page([]), sent).outgoing).toEqual([outgoing]);
    expect(threads.open(page([stored]), sent).outgoing).toEqual([]);
  });
});

it('puts an older page in front without doubles', () => {
  const thread = threads.open(page([message('m3', { received: 103 })], { hasPrevious: true }));
  const older = page([message('m2', { received: 102 }), message('m3', { received: 103 })]);
  const whole = threads.prepend(thread, older);
  expect(ids(whole)).toEqual(['m2', 'm3']);
  expect(whole.hasPrevious).toBe(false);
});

describe('seen', () => {
  const mine = (id: string, received: number) => message(id, { role: 'appMaker', received });
  const seen = (readAt: number, ...messages: ReturnType<typeof message>[]) =>
    threads.seenId(threads.open(page(messages, { readAt })));

  it('stands under the newest answer that was read', () => {
    expect(seen(102, mine('a', 101), mine('b', 102), mine('c', 103))).toBe('b');
  });

  it('stands nowhere before anything was read, nor once the user has answered', () => {
    expect(seen(0, mine('a', 101))).toBeUndefined();
    expect(seen(101, mine('a', 101), message('u', { received: 102 }))).toBeUndefined();
  });
});

it('says in words what each type of message says', () => {
  const url = 'https://a.example/plan.png';
  const field = { _id: 'f', type: 'text', name: 'mast', label: 'Mast height' };
  const list = [
    message('m1', { type: 'image', text: url, mediaUrl: url }),
    message('m2', { type: 'image', text: 'Our plan', mediaUrl: url }),
    message('m3', { type: 'form', text: '', fields: [field, { ...field, label: 'Side' }] }),
    message('m4', { type: 'formResponse', text: '', textFallback: 'Mast height: 14' }),
    message('m5', { type: 'list', text: '1. Berth A' }),
  ];
  const said = items(threads.open(page(list)), 'Ann').flatMap((item) =>
    item.kind === 'bubble' ? item.text : [],
  );
  expect(said).toEqual(['', 'Our plan', 'Mast height\nSide', 'Mast height: 14', '1. Berth A']);
});

it('groups what one side says in a row and heads each day', () => {
  const zone = { timeZone: 'Europe/Vienna', locale: 'en-GB' };
  const noon = Date.UTC(2026, 2, 9, 11) / 1000;
  const thread = threads.open(
    page([
      message('a', { received: noon }),
      message('b', { received: noon + 60 }),
      message('late', { received: noon + 600 }),
      message('next', { received: noon + 86_400 }),
    ]),
  );
  const shape = items(threads.send(thread, { ...outgoing, at: noon + 86_410 }), 'Mara', zone).map((item) =>
    item.kind === 'day' ? 'day' : `${item.key}${item.first ? ' first' : ''}${item.last ? ' last' : ''}`,
  );
  expect(shape).toEqual([
    'day',
    'a first',
    'b last',
    'late first last',
    'day',
    'next first last',
    'k1 first last',
  ]);
});

it('calls this agent You, and keeps an answer in its group when it is stored', () => {
  const mine = (id: string, name: string) =>
    message(id, { role: 'appMaker', source: { type: 'inbox' }, name, received: 190, authorId: 'opaque' });
  const bubbles = (thread: threads.Thread) =>
    items(thread, 'Mara').flatMap((item) => (item.kind === 'bubble' ? [`${item.author} ${item.first}`] : []));
  const thread = threads.send(threads.open(page([mine('a', 'Mara')])), outgoing);
  expect(bubbles(thread)).toEqual(['You true', 'You false']);
  const stored = { ...mine('b', 'Mara'), _clientId: 'k1', received: 200 };
  expect(bubbles(threads.confirm(thread, stored))).toEqual(['You true', 'You false']);
  expect(bubbles(threads.open(page([mine('a', 'Jon')])))).toEqual(['Jon true']);
});
