/** The open conversation as a value: history, live events, and what this agent is sending. */

import type { Cursor, Message, Messages, StoredEvent } from '../wire';

/** An answer that the server has not confirmed. `at` is unix seconds by this machine's clock. */
export interface Outgoing {
  clientId: string;
  text: string;
  at: number;
  failure?: string;
  refused?: boolean; // sending it again would fail again
}

export interface Thread {
  id: string;
  messages: readonly Message[];
  outgoing: readonly Outgoing[];
  hasPrevious: boolean;
  cursor: Cursor;
  readAt: number;
}

export type Outcome = { kind: 'applied'; thread: Thread } | { kind: 'stale' } | { kind: 'gap' };

/** The thread as its newest page says; answers that are still on their way are kept. */
export function open(page: Messages, before?: Thread): Thread {
  const { conversation, messages, hasPrevious, cursor, readAt } = page;
  const outgoing = (before?.outgoing ?? []).filter(
    (item) => !messages.some((message) => answers(message, item)),
  );
  return { id: conversation._id, messages, outgoing, hasPrevious, cursor, readAt };
}

/** Put an older page in front. */
export function prepend(thread: Thread, page: Messages): Thread {
  return { ...thread, messages: join(page.messages, thread.messages), hasPrevious: page.hasPrevious };
}

/** Apply an event of this conversation if it is the next one. */
export function advance(thread: Thread, event: StoredEvent): Outcome {
  if (event.seq <= thread.cursor.seq) return { kind: 'stale' };
  if (event.seq !== thread.cursor.seq + 1) return { kind: 'gap' };
  const next = { ...thread, cursor: { ...thread.cursor, seq: event.seq } };
  if (event.type === 'message') return { kind: 'applied', thread: confirm(next, event.message) };
  if (event.type === 'message:change') {
    const { message } = event; // one that is not loaded stays so: what stands between would seem not to be there
    const messages = thread.messages.map((known) => (known._id === message._id ? message : known));
    return { kind: 'applied', thread: { ...next, messages } };
  }
  if (event.type === 'conversation:read' && event.role === 'appUser') {
    return { kind: 'applied', thread: { ...next, readAt: Math.max(thread.readAt, event.received) } };
  }
  return { kind: 'applied', thread: next };
}

/** A message is stored: by the answer of the POST or by its event, whichever comes first. */
export function confirm(thread: Thread, message: Message): Thread {
  const outgoing = thread.outgoing.filter((item) => !answers(message, item));
  return { ...thread, outgoing, messages: join(thread.messages, [message]) };
}

export function send(thread: Thread, item: Outgoing): Thread {
  return { ...thread, outgoing: [...thread.outgoing, item] };
}

export function fail(thread: Thread, clientId: string, failure: string, refused = false): Thread {
  return change(thread, clientId, (item) => ({ ...item, failure, refused }));
}

/** Forget an answer that was not sent. */
export function drop(thread: Thread, clientId: string): Thread {
  return { ...thread, outgoing: thread.outgoing.filter((item) => item.clientId !== clientId) };
}

export function retry(thread: Thread, clientId: string): Thread {
  return change(thread, clientId, (item) => ({ ...item, failure: undefined }));
}

function change(thread: Thread, clientId: string, to: (item: Outgoing) => Outgoing): Thread {
  const outgoing = thread.outgoing.map((item) => (item.clientId === clientId ? to(item) : item));
  return { ...thread, outgoing };
}

function answers(message: Message, item: Outgoing): boolean {
  return message._clientId === item.clientId;
}

/** Both in order of `received`, each message once, the later version of it. */
function join(a: readonly Message[], b: readonly Message[]): Message[] {
  const byId = new Map([...a, ...b].map((message) => [message._id, message]));
  return [...byId.values()].sort((x, y) => x.received - y.received);
}

/** The newest message of the business that the user has read; nothing once the user has answered after it. */
export function seenId(thread: Thread): string | undefined {
  for (let index = thread.messages.length - 1; index >= 0; index -= 1) {
    const message = thread.messages[index];
    if (!message || message.role === 'appUser') return undefined;
    if (message.received <= thread.readAt) return message._id;
  }
  return undefined;
}

/** `received` of the newest message of the user, 0 when there is none. */
export function newestFromUser(thread: Thread): number {
  const theirs = thread.messages.filter((message) => message.role === 'appUser');
  return theirs[theirs.length - 1]?.received ?? 0;
}
