import { keyOf, type LocalMessage } from '@smooch/client';
import { hasBubble } from '../model';
import { groupMessages } from './grouping';

/** What of a long conversation stands in the document: messages by their places, the last one excluded. */
export interface Range {
  from: number;
  to: number;
}

/** A range to go to. */
export interface Move extends Range {
  /** Where it begins, from the start of what scrolls, in pixels; absent where it overlaps the one before. */
  top?: number;
}

/** Where the conversation is on the screen; lengths in pixels, `view` and `block` from the start of what scrolls. */
export interface Sight {
  /** How many messages there are. */
  count: number;
  /** How high a message is on the whole. */
  average: number;
  /** What is seen of the list. */
  view: { top: number; bottom: number };
  /** Where the messages of the range are. */
  block: { top: number; bottom: number };
  /** How long what scrolls is. */
  length: number;
}

export const AHEAD_PX = 1000; // kept ready above and below what is seen
export const MOST = 200; // messages that stand in the document at once

/** The same messages after some came, by where the ones that are still there stand now. */
export function follow(
  { from, to }: Range,
  old: readonly LocalMessage[],
  now: readonly LocalMessage[],
): Range {
  if (now.length <= MOST) return { from: 0, to: now.length };
  const [oldest] = old;
  const key = oldest && keyOf(oldest);
  const before = now.findIndex((message) => keyOf(message) === key);
  if (before < 0 || to === 0) return { from: Math.max(0, now.length - MOST / 2), to: now.length };
  return { from: from + before, to: to === old.length ? now.length : to + before };
}

/** The range that belongs to what is seen, or undefined when the present one will do. */
export function move({ from, to }: Range, sight: Sight, heights: readonly number[]): Move | undefined {
  const { count, average, view, block, length } = sight;
  const fit = (px: number) => Math.ceil(Math.max(0, px) / average);
  const seen = view.bottom - view.top;
  const crowded = to - from > MOST + fit(seen);
  const missesAbove = from > 0 && block.top > view.top - AHEAD_PX / 2;
  const missesBelow = to < count && block.bottom < view.bottom + AHEAD_PX / 2;
  if (!crowded && !missesAbove && !missesBelow) return;
  if (block.bottom < view.top || block.top > view.bottom) {
    const above = block.top > view.bottom;
    const share = above ? view.top / block.top : (view.top - block.bottom) / (length - block.bottom);
    const middle = above ? from * share : to + (count - to) * share;
    const start = Math.max(0, Math.min(Math.floor(middle) - fit(AHEAD_PX), count - fit(seen + AHEAD_PX)));
    const top = Math.max(0, view.top - (middle - start) * average);
    return { from: start, to: Math.min(count, start + fit(seen + 2 * AHEAD_PX)), top };
  }
  let first = from;
  let top = block.top;
  for (const height of heights) {
    if (top + height >= view.top - AHEAD_PX) break;
    top += height;
    first++;
  }
  let last = to;
  let bottom = block.bottom;
  while (last - 1 > first && bottom - (heights[last - 1 - from] ?? 0) > view.bottom + AHEAD_PX) {
    bottom -= heights[--last - from] ?? 0;
  }
  const next = {
    from: Math.max(0, first - fit(top - view.top + AHEAD_PX)),
    to: Math.min(count, last + fit(view.bottom + AHEAD_PX - bottom)),
  };
  return next.from === from && next.to === to ? undefined : next;
}

/** The place of the message with which the group at a place begins, and of the one shown before it. */
export function beginning(
  messages: readonly LocalMessage[],
  from: number,
): { start: number; context: number } {
  const shownBefore = (place: number) => {
    let at = place - 1;
    while (at >= 0 && !hasBubble(messages[at] as LocalMessage, at, messages)) at--;
    return at;
  };
  let start = from;
  for (;;) {
    const context = shownBefore(start);
    const pair = messages.slice(context, context + 1).concat(messages.slice(start, start + 1));
    if (context < 0 || groupMessages(pair).length > 1) return { start, context };
    start = context;
  }
}
