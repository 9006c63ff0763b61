/** Messages cut into days and groups: what stands close together on the screen. */

import type { Message } from '../wire';
import type { Outgoing, Thread } from './thread';
import { dayNumber, type Place } from './time';

const GROUP_SECONDS = 300; // a longer silence starts a new group

export interface Bubble {
  kind: 'bubble';
  key: string;
  side: 'user' | 'business';
  author: string; // who wrote it, by id
  at: number; // unix seconds
  text: string;
  message?: Message;
  outgoing?: Outgoing;
  first: boolean; // of its group
  last: boolean;
}

export interface Day {
  kind: 'day';
  key: string;
  at: number;
}

export type Item = Bubble | Day;

/** All that is shown, top to bottom. Keys survive the change from sending to sent, so nothing is drawn anew. */
export function items(thread: Thread, agentId: string, place: Place = {}): Item[] {
  const bubbles = [...thread.messages.map(stored), ...thread.outgoing.map((item) => sending(item, agentId))];
  const result: Item[] = [];
  let before: Bubble | undefined;
  let day = Number.NaN;
  for (const bubble of bubbles) {
    const today = dayNumber(bubble.at * 1000, place);
    if (today !== day) result.push({ kind: 'day', key: `day-${today}`, at: bubble.at });
    if (before && today === day && together(before, bubble)) {
      before.last = false;
      bubble.first = false;
    }
    day = today;
    before = bubble;
    result.push(bubble);
  }
  return result;
}

function together(a: Bubble, b: Bubble): boolean {
  return a.side === b.side && a.author === b.author && b.at - a.at < GROUP_SECONDS;
}

function stored(message: Message): Bubble {
  return {
    kind: 'bubble',
    key: message._clientId ?? message._id,
    side: message.role === 'appUser' ? 'user' : 'business',
    author: message.authorId,
    at: message.received,
    text: message.text ?? '',
    message,
    first: true,
    last: true,
  };
}

function sending(outgoing: Outgoing, agentId: string): Bubble {
  const { clientId, text, at } = outgoing;
  return {
    kind: 'bubble',
    key: clientId,
    side: 'business',
    author: agentId,
    at,
    text,
    outgoing,
    first: true,
    last: true,
  };
}
