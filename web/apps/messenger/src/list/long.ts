import { keyOf, type LocalMessage } from '@smooch/client';
import type { Group } from '@smooch/ui/groups';
import { effect, signal } from '@smooch/ui/signals';
import { createRef, type RefObject } from 'preact';
import { useEffect } from 'preact/hooks';
import { hasBubble, type Model, useModel } from '../model';
import { groupMessages } from './grouping';
import { beginning, follow, type Move, move } from './range';

const KEPT = 50; // messages of a closed conversation: as many as a page of history
const CLOSED_MS = 500; // after the closing animation

/** What the list asks of the part that keeps a long conversation out of the document where it is not seen. */
export interface Windowing {
  /** The groups to be drawn. Called once for each drawing. */
  groups(messages: readonly LocalMessage[]): Group<LocalMessage>[];
  /** After each drawing, before it is seen. */
  settle(): void;
  /** What is drawn is not news, although it was not there before. */
  readonly away: boolean;
  /** They take the place of what is not drawn. */
  readonly above: RefObject<HTMLDivElement | null>;
  readonly below: RefObject<HTMLDivElement | null>;
}

/** Where an element is within what scrolls, whatever animation runs. */
const placeOf = (message: HTMLElement) => message.offsetTop + (message.parentElement?.offsetTop ?? 0);

const shownAt = (messages: readonly LocalMessage[], at: number) =>
  hasBubble(messages[at] as LocalMessage, at, messages);

/**
 * Draws the messages near what is seen. The first visible message is the anchor: whatever comes, goes or changes its
 * height above it, it stays where it is. Most of that the space above takes up; only where there is none the list is
 * scrolled.
 */
class Windowed implements Windowing {
  readonly above = createRef<HTMLDivElement>();
  readonly below = createRef<HTMLDivElement>();
  away = false;

  private messages_: readonly LocalMessage[] = [];
  private range_: Move = { from: 0, to: 0 };
  /** The places of the messages that are drawn. */
  private drawn_: number[] = [];
  private average_ = 50; // px, until it is measured
  private space_ = 0;
  /** By name: where groups grow together, their elements are made anew. */
  private anchor_: { key: string; at: number } | undefined;
  private focused_ = false;
  private moved_ = false;
  private apart_ = false;
  private readonly turn_ = signal(0);
  private askedTurn_ = 0;
  private drawnTurn_ = 0;

  constructor(
    private readonly model_: Model,
    private readonly list_: HTMLElement,
  ) {
    this.messages_ = model_.conversation.thread.value.messages;
    this.range_.to = this.messages_.length;
    const look = () => {
      this.hold_();
      this.look_();
    };
    list_.addEventListener('scroll', look, { passive: true });
    if (typeof ResizeObserver === 'undefined') return;
    const observer = new ResizeObserver(() => {
      this.moved_ = true;
      this.settle();
    });
    observer.observe(list_);
    observer.observe(list_.firstElementChild as Element);
  }

  groups(messages: readonly LocalMessage[]): Group<LocalMessage>[] {
    this.drawnTurn_ = this.turn_.value; // drawn again when it changes
    const news = messages[messages.length - 1] !== this.messages_[this.messages_.length - 1];
    if (messages !== this.messages_) this.range_ = follow(this.range_, this.messages_, messages);
    this.messages_ = messages;
    const { from, to } = this.range_;
    const apart = to < messages.length;
    this.away = apart || this.apart_;
    this.apart_ = apart;
    this.say_(apart && news ? messages[messages.length - 1] : undefined);
    this.focused_ = this.list_ !== document.activeElement && this.list_.contains(document.activeElement);
    return this.draw_(from, to);
  }

  /** The groups of a range; the first one, which may have begun before it, keeps its name and its date. */
  private draw_(from: number, to: number): Group<LocalMessage>[] {
    const messages = this.messages_;
    let first = from;
    while (first < to - 1 && !shownAt(messages, first)) first++;
    const { start, context } = beginning(messages, first);
    this.drawn_ = [];
    const grouped = context < 0 ? [] : [messages[context] as LocalMessage];
    let before = 0;
    for (let at = start; at < to; at++) {
      if (!shownAt(messages, at)) continue;
      grouped.push(messages[at] as LocalMessage);
      if (at < first) before++;
      else this.drawn_.push(at);
    }
    const groups = groupMessages(grouped);
    if (context >= 0) groups.shift();
    groups[0]?.items.splice(0, before);
    return groups;
  }

  /** Those who hear the list hear of a message that comes while it is not drawn. */
  private say_(message: LocalMessage | undefined): void {
    const below = this.below.current;
    if (!below) return;
    if (!this.apart_) below.textContent = '';
    else if (message && message.role !== 'appUser') {
      const said = document.createElement('span');
      said.className = 'unseen';
      said.textContent = `${message.name || this.model_.settings.businessName}: ${message.text ?? ''}`;
      below.textContent = '';
      below.appendChild(said);
    }
  }

  settle(): void {
    const { list_: list, anchor_: anchor, range_: range, messages_: messages } = this;
    const above = this.above.current;
    const below = this.below.current;
    if (!above || !below) return;
    if (this.focused_ && !list.contains(document.activeElement)) list.focus({ preventScroll: true });
    this.focused_ = false;
    const { from, to, top } = range;
    const place = anchor && this.places_()[this.keys_().indexOf(anchor.key)];
    const shift = anchor && place !== undefined ? place - anchor.at : 0;
    const rest = top === undefined ? this.space_ - shift : top - above.offsetTop;
    const estimate = from * this.average_;
    const space = Math.round(from && rest < estimate / 2 ? estimate : from && rest);
    above.style.height = `${space}px`;
    below.style.height = `${Math.round((messages.length - to) * this.average_)}px`;
    const scroll = top === undefined && anchor ? shift + space - this.space_ : 0;
    this.space_ = space;
    if (!list.clientHeight) return;
    if (this.moved_ && this.model_.atEnd.value) list.scrollTop = list.scrollHeight;
    else if (scroll) list.scrollTop += scroll;
    this.moved_ = false;
    range.top = undefined;
    this.hold_();
    this.look_();
  }

  private elements_(): HTMLElement[] {
    const all = this.list_.querySelectorAll<HTMLElement>('.group > .message');
    return Array.prototype.slice.call(all, 0, this.drawn_.length);
  }

  private places_(): number[] {
    return this.elements_().map(placeOf);
  }

  private keys_(): string[] {
    return this.drawn_.map((place) => keyOf(this.messages_[place] as LocalMessage));
  }

  /** Takes the first message that is seen as the anchor. */
  private hold_(): void {
    const { list_: list } = this;
    const edge = list.scrollTop + list.offsetTop;
    const at = this.elements_().findIndex((each) => placeOf(each) + each.offsetHeight > edge);
    const place = this.places_()[at];
    this.anchor_ = place === undefined ? undefined : { key: this.keys_()[at] ?? '', at: place };
  }

  /** Draws something else when what is seen comes near the edge of what is drawn. */
  private look_(): void {
    const { list_: list, range_: range, drawn_: drawn } = this;
    const above = this.above.current;
    const below = this.below.current;
    if (!above || !below || !list.clientHeight) return;
    const block = { top: above.offsetTop + above.offsetHeight, bottom: below.offsetTop };
    const tops = this.places_();
    const heights: number[] = [];
    for (let at = range.from; at < range.to; at++) heights.push(0);
    drawn.forEach((place, at) => {
      const begin = at ? (tops[at] ?? 0) : block.top;
      heights[place - range.from] = (tops[at + 1] ?? block.bottom) - begin;
    });
    if (heights.length) this.average_ = Math.max(20, (block.bottom - block.top) / heights.length);
    const top = list.scrollTop + list.offsetTop;
    const view = { top, bottom: top + list.clientHeight };
    const length = list.scrollHeight + list.offsetTop;
    const sight = { count: this.messages_.length, average: this.average_, view, block, length };
    const next = this.drawnTurn_ === this.askedTurn_ && move(range, sight, heights);
    if (!next) return; // or it is about to be drawn
    this.range_ = next;
    this.moved_ = true;
    this.turn_.value = ++this.askedTurn_;
  }
}

/** What was fetched of the history goes when the conversation is closed; it is at its end when it is opened again. */
function forget({ conversation, visible, atEnd }: Model): void {
  let timer = 0;
  effect(() => {
    clearTimeout(timer);
    if (visible.value || conversation.loadingOlder.value) return;
    timer = window.setTimeout(() => {
      const thread = conversation.thread.value;
      const newest = thread.messages.slice(-KEPT);
      if (newest.length === thread.messages.length || !newest[0]?.received) return;
      const waiting = thread.messages.slice(0, -KEPT).filter(({ status }) => status);
      atEnd.value = true;
      conversation.thread.value = { ...thread, messages: waiting.concat(newest), hasPrevious: true };
    }, CLOSED_MS);
  });
}

/** Takes over when the conversation has become long. */
export function Long({ list }: { list: RefObject<HTMLElement | null> }) {
  const model = useModel();
  useEffect(() => {
    if (model.long.value || !list.current) return;
    forget(model);
    model.long.value = new Windowed(model, list.current);
  }, [model, list]);
  return null;
}
