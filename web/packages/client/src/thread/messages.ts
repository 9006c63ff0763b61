import type { MessageEvent } from '@smooch/protocol/events';
import type { Message } from '@smooch/protocol/shapes';
import type { StoredEvent } from '../realtime';

/** A message on this device: stored, or on its way. `_clientSent` is unix seconds. */
export type LocalMessage = Omit<Message, '_id' | 'received' | 'authorId' | 'source'> &
  Partial<Pick<Message, '_id' | 'received' | 'authorId' | 'source'>> & {
    _clientSent?: number;
    /** On its way, waiting for the network, or refused for good. */
    status?: 'sending' | 'waiting' | 'failed';
    /** What is uploaded. */
    file?: Blob;
    /** An object URL of it, shown until the stored one has loaded. */
    preview?: string;
    /** How much of it the server has, 0 to 1. */
    progress?: number;
    /** The code of the error for which the server does not take it; sending it again would not help. */
    refused?: string;
  };

/** What this device knows of the conversation. Messages are in order, none twice. */
export interface Thread {
  readonly messages: readonly LocalMessage[];
  readonly unreadCount: number;
  /** Older messages can still be fetched. */
  readonly hasPrevious: boolean;
  /** How many messages only this device has. */
  readonly local: number;
}

export interface Page {
  messages: Message[];
  hasPrevious: boolean;
  conversation: { unreadCount: number };
}

export type Change =
  | { type: 'fresh'; page: Page }
  | { type: 'older'; page: Page }
  | { type: 'event'; event: StoredEvent }
  | { type: 'sending'; message: LocalMessage }
  | { type: 'sent'; message: Message }
  | { type: 'status'; clientId: string | undefined; status: 'sending' | 'waiting' | 'failed' }
  | { type: 'read' };

export const EMPTY: Thread = { messages: [], unreadCount: 0, hasPrevious: false, local: 0 };

/** The time a message is sorted by. */
export function timeOf(message: LocalMessage): number {
  return message.received ?? message._clientSent ?? 0;
}

/** A name for a message that stays when the server's answer replaces it. */
export function keyOf(message: LocalMessage): string {
  return message._clientId ?? message._id ?? '';
}

function same(first: LocalMessage, second: LocalMessage): boolean {
  if (first._id && first._id === second._id) return true;
  return first._clientId !== undefined && first._clientId === second._clientId;
}

/**
 * Puts a message in its place, by time, and in place of the one it was. Looks from the end, and no further back than the
 * message belongs and local ones stand. Returns by how many there are more that only this device has.
 */
function put(messages: LocalMessage[], message: LocalMessage, local: number): number {
  const time = timeOf(message);
  let place = messages.length;
  let twin = -1;
  for (let at = place, left = message._clientId ? local : 0; at--; ) {
    const old = messages[at] as LocalMessage;
    if (timeOf(old) < time && (left <= 0 || twin >= 0)) break;
    if (timeOf(old) > time) place = at;
    if (same(old, message)) twin = at;
    if (old.status) left--;
  }
  const old = messages[twin];
  if (old) {
    messages.splice(twin, 1);
    if (twin < place) place--;
  }
  // an upload goes on to show what it was made from until the stored one has loaded
  messages.splice(place, 0, old?.preview ? { ...message, preview: old.preview } : message);
  return (message.status ? 1 : 0) - (old?.status ? 1 : 0);
}

function merge(thread: Thread, added: readonly LocalMessage[]): Thread {
  const messages = thread.messages.slice();
  let { local } = thread;
  for (const message of added) local += put(messages, message, local);
  return { ...thread, messages, local };
}

/** A fresh page replaces what was stored; what only this device has, and what is newer than the page, stays. */
function refresh(thread: Thread, page: Page): Thread {
  const newest = page.messages[page.messages.length - 1]?.received ?? 0;
  const messages = thread.messages.filter((message) => message.status || timeOf(message) > newest);
  const { unreadCount } = page.conversation;
  return merge({ ...thread, messages, unreadCount, hasPrevious: page.hasPrevious }, page.messages);
}

function setStatus(thread: Thread, clientId: unknown, status: LocalMessage['status']): Thread {
  const messages = thread.messages.map((message) =>
    message._clientId === clientId && message.status ? { ...message, status } : message,
  );
  return { ...thread, messages };
}

/** A message that changed takes its own place; one that was not fetched yet must not come before those around it. */
function applyEvent(thread: Thread, event: StoredEvent): Thread {
  const { unreadCount } = event.conversation;
  const { message } = event as MessageEvent;
  const shown =
    event.type === 'message' || (message && thread.messages.some((old) => old._id === message._id));
  const next = shown ? merge(thread, [message]) : thread;
  return { ...next, unreadCount };
}

/** The next state. Applying events to an old state gives what fetching afresh would give. */
export function reduce(thread: Thread, change: Change): Thread {
  switch (change.type) {
    case 'fresh':
      return refresh(thread, change.page);
    case 'older':
      return merge({ ...thread, hasPrevious: change.page.hasPrevious }, change.page.messages);
    case 'event':
      return applyEvent(thread, change.event);
    case 'sending':
    case 'sent':
      return merge(thread, [change.message]);
    case 'status':
      return setStatus(thread, change.clientId, change.status);
    case 'read':
      return thread.unreadCount === 0 ? thread : { ...thread, unreadCount: 0 };
  }
}
