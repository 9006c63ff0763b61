import type { MessageEvent, ReadEvent } from '@smooch/protocol/events';
import type { Message } from '@smooch/protocol/shapes';
import { describe, expect, it } from 'vitest';
import { type Change, EMPTY, keyOf, type Page, reduce, type Thread } from '../src/thread/messages';

function message(id: string, received: number, more: Partial<Message> = {}): Message {
  const source = { type: 'api' };
  return { _id: id, role: 'appMaker', type: 'text', authorId: 'x', received, source, text: id, ...more };
}

function page(messages: Message[], unreadCount = 0, hasPrevious = false): Page {
  return { messages, hasPrevious, conversation: { unreadCount } };
}

function arrived(item: Message, unreadCount: number, seq = 1): Change {
  const event: MessageEvent = {
    type: 'message',
    seq,
    message: item,
    conversation: { _id: 'c', unreadCount },
  };
  return { type: 'event', event };
}

const apply = (...changes: Change[]): Thread => changes.reduce(reduce, EMPTY);
const ids = (thread: Thread) => thread.messages.map((item) => item._id ?? item._clientId);

describe('the message list', () => {
  it('is the same from old state and events as from a fresh fetch', () => {
    const first = message('a', 1);
    const second = message('b', 2);
    const own = message('c', 3, { role: 'appUser', _clientId: 'k' });
    const read: ReadEvent = {
      type: 'conversation:read',
      seq: 4,
      role: 'appUser',
      received: 2,
      conversation: { _id: 'c', unreadCount: 0 },
    };
    const live = apply(
      { type: 'fresh', page: page([first], 1) },
      arrived(second, 2),
      { type: 'event', event: read },
      {
        type: 'sending',
        message: { ...own, received: undefined, _id: undefined, status: 'sending' } as never,
      },
      arrived(own, 0),
      { type: 'sent', message: own },
    );
    expect(live).toEqual(apply({ type: 'fresh', page: page([first, second, own], 0) }));
  });

  it('puts a message that changed in its place, and none that was not fetched', () => {
    const form = message('a', 1, { type: 'form', submitted: false });
    const later = message('b', 2);
    const answered = { ...form, submitted: true };
    const changed = (item: Message): Change => ({
      type: 'event',
      event: { type: 'message:change', seq: 3, message: item, conversation: { _id: 'c', unreadCount: 0 } },
    });
    const known = apply({ type: 'fresh', page: page([form, later], 2, true) }, changed(answered));
    expect(known).toEqual(apply({ type: 'fresh', page: page([answered, later], 0, true) }));
    const unknown = apply({ type: 'fresh', page: page([later], 1, true) }, changed(answered));
    expect(unknown).toEqual(apply({ type: 'fresh', page: page([later], 0, true) }));
  });

  it('shows nothing twice, whichever comes first of event, answer and fetch', () => {
    const own = message('a', 5, { role: 'appUser', _clientId: 'k' });
    const local: Change = {
      type: 'sending',
      message: {
        role: 'appUser',
        type: 'text',
        text: 'a',
        _clientId: 'k',
        _clientSent: 4,
        status: 'sending',
      },
    };
    const rest: Change[] = [
      arrived(own, 0),
      { type: 'sent', message: own },
      { type: 'fresh', page: page([own]) },
    ];
    for (const order of [rest, [...rest].reverse()]) expect(ids(apply(local, ...order))).toEqual(['a']);
  });

  it('keeps order by time, and a message its name when it is acknowledged', () => {
    const local = {
      role: 'appUser',
      type: 'text',
      text: 'mine',
      _clientId: 'k',
      _clientSent: 2,
      status: 'sending',
    } as const;
    const sending = apply(
      { type: 'fresh', page: page([message('a', 1)]) },
      { type: 'sending', message: local },
      arrived(message('b', 3), 1),
    );
    expect(ids(sending)).toEqual(['a', 'k', 'b']);
    const sent = reduce(sending, {
      type: 'sent',
      message: message('m', 2.5, { role: 'appUser', _clientId: 'k' }),
    });
    expect(sent.messages.map(keyOf)).toEqual(['a', 'k', 'b']);
    expect(sent.messages[1]).not.toHaveProperty('status');
  });

  it('marks failures, and only of what was not stored', () => {
    const local = {
      role: 'appUser',
      type: 'text',
      text: 'x',
      _clientId: 'k',
      _clientSent: 2,
      status: 'sending',
    } as const;
    const failed = apply(
      { type: 'sending', message: local },
      { type: 'status', clientId: 'k', status: 'failed' },
    );
    expect(failed.messages[0]?.status).toBe('failed');
    expect(reduce(failed, { type: 'fresh', page: page([message('a', 9)]) }).messages).toHaveLength(2);
    const stored = reduce(failed, arrived(message('m', 3, { role: 'appUser', _clientId: 'k' }), 0));
    expect(
      reduce(stored, { type: 'status', clientId: 'k', status: 'failed' }).messages[0],
    ).not.toHaveProperty('status');
  });

  it('adds history above and keeps what arrived meanwhile when it is fetched afresh', () => {
    const thread = apply(
      { type: 'fresh', page: page([message('c', 3)], 0, true) },
      { type: 'older', page: page([message('a', 1), message('b', 2)], 7, false) },
      arrived(message('e', 5), 1),
      { type: 'fresh', page: page([message('c', 3), message('d', 4)], 1, true) },
    );
    expect(ids(thread)).toEqual(['c', 'd', 'e']);
    expect(thread).toMatchObject({ unreadCount: 1, hasPrevious: true });
  });

  it('takes the unread count from the server and sets it to nothing when read', () => {
    const thread = apply({ type: 'fresh', page: page([], 2) }, arrived(message('a', 1), 3));
    expect(thread.unreadCount).toBe(3);
    expect(reduce(thread, { type: 'read' }).unreadCount).toBe(0);
    expect(reduce(EMPTY, { type: 'read' })).toBe(EMPTY);
  });
});
