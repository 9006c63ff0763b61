import type { MessageEvent } from '@smooch/protocol/events';
import type { Message } from '@smooch/protocol/shapes';
import type { StoredEvent } from './realtime';

/** A message on this device: stored, or on its way. `_clientSent` is unix seconds. */
export type LocalMessage = Omit<Message, '_id' | 'received' | 'authorId' | 'source'> &
  Partial<Pick<Message, '_id' | 'received' | 'authorId' | 'source'>> & {
    _clientSent?: number;
    status?: 'sending' | 'failed';
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
  | { type: 'failed'; clientId: string }
  | { type: 'read' };

export const EMPTY: Thread = { messages: [], unreadCount: 0, hasPrevious: false };

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

/** Adds messages to others: stored wins over local, but for the preview of an upload; order by time. */
function merge(known: readonly LocalMessage[], added: readonly LocalMessage[]): LocalMessage[] {
  const kept = known.filter((old) => !added.some((message) => same(old, message)));
  const seen = added.map((message) => ({
    preview: known.find((old) => same(old, message))?.preview,
    ...message,
  }));
  return [...kept, ...seen].sort((first, second) => timeOf(first) - timeOf(second));
}

/** A fresh page replaces what was stored; what only this device has, and what is newer than the page, stays. */
function refresh(thread: Thread, page: Page): Thread {
  const newest = page.messages[page.messages.length - 1]?.received ?? 0;
  const kept = thread.messages.filter((message) => message.status || timeOf(message) > newest);
  return {
    messages: merge(kept, page.messages),
    unreadCount: page.conversation.unreadCount,
    hasPrevious: page.hasPrevious,
  };
}

function setStatus(thread: Thread, clientId: string, status: 'sending' | 'failed'): Thread {
  const messages = thread.messages.map((message) =>
    message._clientId === clientId && message.status ? { ...message, status } : message,
  );
  return { ...thread, messages };
}

/** A message that changed takes its own place; one that was not fetched yet must not come before those around it. */
function applyEvent(thread: Thread, event: StoredEvent): Thread {
  const { unreadCount } = event.conversation;
  const { message } = event as MessageEvent;
  const shown = event.type === 'message' || (message && thread.messages.some((old) => same(old, message)));
  return { ...thread, unreadCount, messages: shown ? merge(thread.messages, [message]) : thread.messages };
}

/** The next state. Applying events to an old state gives what fetching afresh would give. */
export function reduce(thread: Thread, change: Change): Thread {
  switch (change.type) {
    case 'fresh':
      return refresh(thread, change.page);
    case 'older': {
      const { messages, hasPrevious } = change.page;
      return { ...thread, hasPrevious, messages: merge(thread.messages, messages) };
    }
    case 'event':
      return applyEvent(thread, change.event);
    case 'sending':
    case 'sent':
      return { ...thread, messages: merge(thread.messages, [change.message]) };
    case 'failed':
      return setStatus(thread, change.clientId, 'failed');
    case 'read':
      return thread.unreadCount === 0 ? thread : { ...thread, unreadCount: 0 };
  }
}
