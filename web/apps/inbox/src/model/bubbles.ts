/** Messages cut into days and groups: what stands close together on the screen. */

import type { Message } from '../wire';
import type { Outgoing, Thread } from './thread';
import { dayNumber, type Place } from './time';

const YOU = 'You';
const GROUP_SECONDS = 300; // a longer silence starts a new group

export interface Bubble {
  kind: 'bubble';
  key: string;
  side: 'user' | 'business';
  author: string; // the name to show; messages carry an opaque author id that says nothing about agents
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
export function items(thread: Thread, agentName: string, place: Place = {}): Item[] {
  const bubbles = [
    ...thread.messages.map((message) => stored(message, agentName)),
    ...thread.outgoing.map(sending),
  ];
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

function stored(message: Message, agentName: string): Bubble {
  const user = message.role === 'appUser';
  return {
    kind: 'bubble',
    key: (!user && message._clientId) || message._id,
    side: user ? 'user' : 'business',
    author: user ? 'user' : maker(message, agentName),
    at: message.received,
    text: textOf(message),
    message,
    first: true,
    last: true,
  };
}

/** What it says in words; an upload whose text is only its own address says nothing. */
function textOf({ text, textFallback, mediaUrl, fields, type }: Message): string {
  if (text && text !== mediaUrl) return text;
  if (textFallback) return textFallback;
  return type === 'form' ? (fields ?? []).map((field) => field.label).join('\n') : '';
}

/** Who answered: this agent, a colleague, or a program by the name it gave itself. */
function maker(message: Message, agentName: string): string {
  const name = message.name ?? 'Team';
  return message.source.type === 'inbox' && name === agentName ? YOU : name;
}

function sending(outgoing: Outgoing): Bubble {
  const { clientId, text, at } = outgoing;
  return {
    kind: 'bubble',
    key: clientId,
    side: 'business',
    author: YOU,
    at,
    text,
    outgoing,
    first: true,
    last: true,
  };
}
