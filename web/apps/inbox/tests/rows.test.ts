import { describe, expect, it } from 'vitest';
import * as rows from '../src/model/rows';
import { changed, message, read, row, said } from './make';

const ids = (list: rows.Rows) => list.map((item) => item._id);

function applied(list: rows.Rows, event: Parameters<typeof rows.apply>[1]): rows.Rows {
  const outcome = rows.apply(list, event);
  if (outcome.kind !== 'applied') throw new Error(`the event was ${outcome.kind}`);
  return outcome.rows;
}

describe('order', () => {
  it('is newest first, and never depends on how rows came in', () => {
    const list = [row('a', { received: 1 }), row('b', { received: 3 }), row('c', { received: 3 })];
    expect(ids(rows.merge([], list))).toEqual(['b', 'c', 'a']);
    expect(ids(rows.merge([], [...list].reverse()))).toEqual(['b', 'c', 'a']);
  });

  it('keeps the version of a row with the higher seq', () => {
    const known = [row('a', { seq: 5, unreadCount: 2 })];
    expect(rows.merge(known, [row('a', { seq: 4 })])[0]?.unreadCount).toBe(2);
    expect(rows.merge(known, [row('a', { seq: 5 })])[0]?.unreadCount).toBe(0);
  });

  it('drops what a fresh list no longer has, but not what an event made newer meanwhile', () => {
    const known = [row('a', { seq: 9, received: 900 }), row('gone')];
    const list = rows.refresh(known, [row('b', { received: 500 }), row('a', { seq: 8, received: 400 })]);
    expect(ids(list)).toEqual(['a', 'b']);
    expect(list[0]?.seq).toBe(9);
  });
});

describe('an event', () => {
  const list = [row('top', { received: 200 }), row('a', { seq: 3, received: 100, unreadCount: 1 })];

  it('from the user lifts the row, counts it and becomes its last line', () => {
    const next = applied(list, said('a', 4, { received: 300, text: 'x'.repeat(500) }));
    expect(ids(next)).toEqual(['a', 'top']);
    expect(next[0]).toMatchObject({ seq: 4, unreadCount: 2, received: 300 });
    expect(next[0]?.lastMessage?.text).toHaveLength(200);
  });

  it('from the business lifts the row without counting', () => {
    const next = applied(list, said('a', 4, { role: 'appMaker', received: 300 }));
    expect(next[0]).toMatchObject({ _id: 'a', unreadCount: 1 });
  });

  it('of reading by the business clears the count in place', () => {
    const next = applied(list, read('a', 4, 'appMaker', 100));
    expect(ids(next)).toEqual(['top', 'a']);
    expect(next[1]?.unreadCount).toBe(0);
  });

  it('of reading by the user changes nothing but the number', () => {
    expect(applied(list, read('a', 4, 'appUser', 100))[1]).toMatchObject({ seq: 4, unreadCount: 1 });
  });

  it('of a form that was answered changes nothing but the number', () => {
    expect(applied(list, changed('a', 4, message('m1')))).toEqual([list[0], { ...list[1], seq: 4 }]);
  });

  it.each([
    ['heard before', said('a', 3), 'stale'],
    ['after a lost one', said('a', 5), 'gap'],
    ['of an unknown conversation', said('new', 2), 'gap'],
    ['of reading in a conversation further down', read('far', 9, 'appUser', 1), 'stale'],
    ['of a form in a conversation further down', changed('far', 9, message('m1')), 'stale'],
    ['of reading only a part', read('a', 4, 'appMaker', 50), 'gap'],
  ] as const)('%s is told from the rest', (_, event, kind) => {
    expect(rows.apply(list, event).kind).toBe(kind);
  });
});

describe('search', () => {
  const list = [
    row('a', { person: { _id: '1', name: 'Zoë Brandt', email: 'zoe@example.org' } }),
    row('b', { lastMessage: { role: 'appUser', type: 'text', text: 'The lamp is broken', received: 1 } }),
  ];

  it.each([
    ['zoe', ['a']],
    ['BRANDT zoë', ['a']],
    ['example.org', ['a']],
    ['lamp', ['b']],
    ['lamp zoe', []],
    ['  ', ['a', 'b']],
  ])('%j', (query, found) => {
    expect(ids(rows.search(list, query))).toEqual(found);
  });
});

it('walks to the neighbour and stops at the ends', () => {
  const list = [row('a'), row('b')];
  expect(rows.neighbour(list, undefined, 1)?._id).toBe('a');
  expect(rows.neighbour(list, 'a', 1)?._id).toBe('b');
  expect(rows.neighbour(list, 'b', 1)?._id).toBe('b');
  expect(rows.neighbour(list, 'a', -1)?._id).toBe('a');
});
