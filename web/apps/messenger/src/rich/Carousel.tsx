import type { LocalMessage } from '@smooch/client';
import { rich } from '@smooch/locales/en/rich';
import type { Item } from '@smooch/protocol/shapes';
import { Glyph } from '@smooch/ui/components';
import type { TargetedEvent } from 'preact';
import { useEffect, useRef, useState } from 'preact/hooks';
import { addSheet } from '../sheet';
import { fill, useTexts } from '../texts';
import { ActionButton } from './ActionButton';
import css from './carousel.part.css';
import { BACK, FORTH } from './icons';
import { Picture } from './Picture';

addSheet(css);

const HORIZONTAL = 1.91; // what channels that show cards have agreed on
const EDGE_PX = 2; // a scroll position is not always whole

/** Where a row of cards stands, and how to go a card further. */
function useCards() {
  const row = useRef<HTMLUListElement>(null);
  const [edge, setEdge] = useState({ start: true, end: true });
  const rtl = () => getComputedStyle(row.current as Element).direction === 'rtl';
  const look = () => {
    const { scrollLeft = 0, scrollWidth = 0, clientWidth = 0 } = row.current ?? {};
    const at = Math.abs(scrollLeft); // it runs below zero from right to left
    setEdge({ start: at < EDGE_PX, end: at + clientWidth > scrollWidth - EDGE_PX });
  };

  // biome-ignore lint/correctness/useExhaustiveDependencies: bound once
  useEffect(() => {
    look();
    if (typeof ResizeObserver === 'undefined' || !row.current) return;
    const observer = new ResizeObserver(look);
    observer.observe(row.current);
    return () => observer.disconnect();
  }, []);

  /** Goes one card on (1) or back (-1). */
  const go = (step: number) => {
    const cards = row.current;
    const [first, second] = Array.from(cards?.children ?? []);
    if (!cards || !first || !second) return;
    const width = Math.abs(second.getBoundingClientRect().left - first.getBoundingClientRect().left);
    const still = matchMedia('(prefers-reduced-motion:reduce)').matches;
    cards.scrollBy({ left: step * (rtl() ? -width : width), behavior: still ? 'auto' : 'smooth' });
  };
  /** Brings the card into view in which the keyboard's focus is; a pointer is in one that is in view. */
  const reveal = ({ target, currentTarget: card }: TargetedEvent<HTMLElement, FocusEvent>) => {
    if (!row.current || !(target as Element).matches(':focus-visible')) return;
    const list = row.current.getBoundingClientRect();
    const { left, right } = card.getBoundingClientRect();
    if (left >= list.left && right <= list.right) return;
    const by = rtl() ? right - list.right : left - list.left;
    row.current.scrollBy({ left: by });
  };
  return { row, edge, look, go, reveal };
}

interface CardProps {
  item: Item;
  position: string;
  ratio: number;
  onFocusIn(event: TargetedEvent<HTMLElement, FocusEvent>): void;
}

function Card({ item, position, ratio, onFocusIn }: CardProps) {
  const { title, description, mediaUrl, altText, actions } = item;
  return (
    <li aria-label={`${position}: ${title}`} onFocusIn={onFocusIn}>
      {mediaUrl && <Picture url={mediaUrl} alt={altText ?? ''} ratio={ratio} />}
      <div class="words">
        <b dir="auto">{title}</b>
        {description && <p dir="auto">{description}</p>}
      </div>
      {actions.map((action) => (
        <ActionButton key={action._id} action={action} item={item} look="card-action" />
      ))}
    </li>
  );
}

/** Cards side by side, the edge of the next one in view. */
export function Carousel({ message }: { message: LocalMessage }) {
  const texts = useTexts(rich);
  const { row, edge, look, go, reveal } = useCards();
  const { items = [], displaySettings } = message;
  const shape = items.some(({ mediaUrl }) => mediaUrl)
    ? (displaySettings?.imageAspectRatio ?? 'horizontal')
    : '';
  const count = items.length;
  return (
    // biome-ignore lint/a11y/useSemanticElements: a fieldset is for fields
    <div class={`carousel ${shape}`} role="group" aria-label={texts.carouselLabel}>
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: it scrolls, also by keyboard */}
      <ul ref={row} tabIndex={0} aria-label={texts.carouselLabel} onScroll={look}>
        {items.map((item, index) => (
          <Card
            key={item._id}
            item={item}
            position={fill(texts.cardPosition, { position: index + 1, count })}
            onFocusIn={reveal}
            ratio={shape === 'square' ? 1 : HORIZONTAL}
          />
        ))}
      </ul>
      {!edge.start && (
        <button type="button" class="arrow" aria-label={texts.previousCard} onClick={() => go(-1)}>
          <Glyph path={BACK} />
        </button>
      )}
      {!edge.end && (
        <button type="button" class="arrow next" aria-label={texts.nextCard} onClick={() => go(1)}>
          <Glyph path={FORTH} />
        </button>
      )}
    </div>
  );
}
