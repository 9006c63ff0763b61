/** The list of conversations as a value: order, merging, and what an event does to a row. */

import type { ConversationRow, StoredEvent } from '../wire';

export type Rows = readonly ConversationRow[];

/** What an event did. `gap`: the row is unknown or news of it were missed, so it has to be loaded again. */
export type Outcome = { kind: 'applied'; rows: Rows } | { kind: 'stale' } | { kind: 'gap' };

const LATER = ['conversation:read', 'message:change']; // events that lift no row
const PREVIEW_CHARS = 200; // what the server sends of a last message

/** Newest first; the id decides between equals, so that the order never flickers. */
export function order(a: ConversationRow, b: ConversationRow): number {
  return b.received - a.received || (a._id < b._id ? -1 : 1);
}

/** Add rows; of two versions of one row the one with the higher `seq` stays, the incoming one among equals. */
export function merge(rows: Rows, incoming: Rows): Rows {
  const byId = new Map(rows.map((row) => [row._id, row]));
  for (const row of incoming) {
    const known = byId.get(row._id);
    if (!known || row.seq >= known.seq) byId.set(row._id, row);
  }
  return [...byId.values()].sort(order);
}

/** Replace the list by a fresh one, keeping what an event has made newer meanwhile. */
export function refresh(rows: Rows, fresh: Rows): Rows {
  const known = new Map(rows.map((row) => [row._id, row]));
  const newest = (row: ConversationRow) => {
    const old = known.get(row._id);
    return old && old.seq > row.seq ? old : row;
  };
  return fresh.map(newest).sort(order);
}

export function apply(rows: Rows, event: StoredEvent): Outcome {
  const row = rows.find((item) => item._id === event.conversation._id);
  if (!row) return { kind: LATER.includes(event.type) ? 'stale' : 'gap' }; // a row further down, not loaded
  if (event.seq <= row.seq) return { kind: 'stale' };
  if (event.seq !== row.seq + 1) return { kind: 'gap' };
  const next = advance(row, event);
  return next ? { kind: 'applied', rows: merge(rows, [next]) } : { kind: 'gap' };
}

/** The row after the event; nothing when the event does not say enough. */
function advance(row: ConversationRow, event: StoredEvent): ConversationRow | undefined {
  const next = { ...row, seq: event.seq };
  if (event.type === 'message') {
    const { role, type, text, textFallback = '', received } = event.message;
    const lastMessage = { role, type, text: (text || textFallback).slice(0, PREVIEW_CHARS), received };
    const unreadCount = row.unreadCount + (role === 'appUser' ? 1 : 0);
    return { ...next, received, lastMessage, unreadCount };
  }
  if (event.type === 'conversation:read' && event.role === 'appMaker') {
    if (event.received < row.received && row.unreadCount > 0) return undefined; // how many are left?
    return { ...next, unreadCount: 0 };
  }
  return next;
}

/** Show a conversation as read before the server says so. */
export function markRead(rows: Rows, id: string): Rows {
  return rows.map((row) => (row._id === id && row.unreadCount > 0 ? { ...row, unreadCount: 0 } : row));
}

/** Rows whose name, address or last line has every word of the query. */
export function search(rows: Rows, query: string): Rows {
  const words = fold(query).split(/\s+/u).filter(Boolean);
  if (words.length === 0) return rows;
  return rows.filter((row) => {
    const { name, email = '', userId = '' } = row.person;
    const text = fold(`${name} ${email} ${userId} ${row.lastMessage?.text ?? ''}`);
    return words.every((word) => text.includes(word));
  });
}

/** Without case and accents: `Zoe` finds `Zoë`. */
function fold(text: string): string {
  return text.normalize('NFD').replace(/\p{M}/gu, '').toLocaleLowerCase();
}

export function unreadConversations(rows: Rows): number {
  return rows.reduce((count, row) => count + (row.unreadCount > 0 ? 1 : 0), 0);
}

/** The neighbour of a row, for j and k; the first row when none is known. */
export function neighbour(rows: Rows, id: string | undefined, step: 1 | -1): ConversationRow | undefined {
  const index = rows.findIndex((row) => row._id === id);
  if (index < 0) return rows[0];
  return rows[Math.min(Math.max(index + step, 0), rows.length - 1)];
}
