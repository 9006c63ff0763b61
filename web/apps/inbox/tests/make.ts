/** Values for tests, with the one thing that matters given by the test. */
import type { ConversationRow, Message, Messages, StoredEvent } from '../src/wire';

export function row(id: string, over: Partial<ConversationRow> = {}): ConversationRow {
  const person = { _id: `user-${id}`, name: `Person ${id}` };
  return { _id: id, seq: 1, person, unreadCount: 0, received: 100, ...over };
}

export function message(id: string, over: Partial<Message> = {}): Message {
  const source = { type: 'web' };
  return {
    _id: id,
    role: 'appUser',
    type: 'text',
    authorId: 'user',
    received: 100,
    source,
    text: id,
    ...over,
  };
}

export function said(conversation: string, seq: number, over: Partial<Message> = {}): StoredEvent {
  const content = message(`m${seq}`, { received: 100 + seq, ...over });
  return { type: 'message', conversation: { _id: conversation, unreadCount: 0 }, seq, message: content };
}

export function changed(conversation: string, seq: number, content: Message): StoredEvent {
  return {
    type: 'message:change',
    conversation: { _id: conversation, unreadCount: 0 },
    seq,
    message: content,
  };
}

export function read(
  conversation: string,
  seq: number,
  role: 'appUser' | 'appMaker',
  received: number,
): StoredEvent {
  return {
    type: 'conversation:read',
    conversation: { _id: conversation, unreadCount: 0 },
    seq,
    role,
    received,
  };
}

export function page(messages: Message[], over: Partial<Messages> = {}): Messages {
  const cursor = { epoch: 'e', seq: messages.length };
  return { conversation: row('c'), messages, hasPrevious: false, cursor, readAt: 0, ...over };
}
