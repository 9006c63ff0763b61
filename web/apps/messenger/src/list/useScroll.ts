import { keyOf, type LocalMessage } from '@smooch/client';
import type { RefObject } from 'preact';
import { useEffect, useLayoutEffect, useRef } from 'preact/hooks';
import { isQuick, useModel } from '../model';

const UNDER_PX = 14; // what may be out of view below the last message and still leave all of it in view
const TOP_MS = 200; // a moment at the top, so that passing by does not fetch
const COMPACT_PX = 60; // from here on the header makes room; it grows again at the very top

const isAtEnd = (list: HTMLElement) => list.scrollHeight - list.scrollTop - list.clientHeight < UNDER_PX;

/** What of the conversation decides where the list stands. */
function standing(messages: readonly LocalMessage[]) {
  const last = messages[messages.length - 1];
  const asks = last?.actions?.some(isQuick);
  return {
    /** Changes when an own message is sent, accepted or fails. */
    own: messages.map((message) => message.status && keyOf(message) + message.status).join(''),
    /** The message that offers answers to choose from. */
    asks: asks ? keyOf(last as LocalMessage) : undefined,
  };
}

/**
 * Keeps the list where the reader is. It goes to its end for what the reader does, and for what comes while all of the
 * last message is in view; else it stays on what is being read. Fetches history when the reader stays at the top.
 */
export function useScroll(
  scroller: RefObject<HTMLDivElement | null>,
  messages: readonly LocalMessage[],
  typing: unknown,
): { toEnd(): void } {
  const { conversation, atEnd, visible, scrolled } = useModel();
  const loading = conversation.loadingOlder.value;
  const before = useRef({ height: 0, top: 0, last: null as HTMLElement | null, ...standing([]) });

  const toEnd = () => {
    const list = scroller.current;
    if (list) list.scrollTop = list.scrollHeight;
    atEnd.value = true;
  };

  // biome-ignore lint/correctness/useExhaustiveDependencies: runs when the list has changed
  useLayoutEffect(() => {
    const list = scroller.current;
    if (!list) return;
    const old = before.current;
    const now = standing(messages);
    const items = list.querySelectorAll<HTMLElement>('.message');
    before.current = { height: list.scrollHeight, top: 0, last: items[items.length - 1] ?? null, ...now };
    if (now.own !== old.own || (now.asks && now.asks !== old.asks)) toEnd();
    else if (atEnd.value && (old.last?.offsetHeight ?? 0) <= list.clientHeight) toEnd();
    else {
      if (list.clientHeight) atEnd.value = isAtEnd(list);
    }
    before.current.top = list.scrollTop;
  }, [messages, typing, loading]);

  // biome-ignore lint/correctness/useExhaustiveDependencies: bound once
  useEffect(() => {
    const list = scroller.current;
    if (!list) return;
    let timer = 0;
    let box = 0;
    const onScroll = () => {
      clearTimeout(timer);
      const byReader = list.scrollTop !== before.current.top;
      before.current.top = list.scrollTop;
      scrolled.value = list.scrollTop > (scrolled.value ? 0 : COMPACT_PX);
      // a scroll that comes with another size is the layout's, not the reader's
      if (!visible.value || list.clientHeight !== box || list.scrollHeight !== before.current.height) return;
      atEnd.value = isAtEnd(list);
      if (byReader && list.scrollTop <= 0 && conversation.thread.value.hasPrevious) {
        timer = setTimeout(() => void conversation.loadOlder(), TOP_MS);
      }
    };
    list.addEventListener('scroll', onScroll, { passive: true });
    if (typeof ResizeObserver === 'undefined') return;
    const observer = new ResizeObserver(() => {
      before.current.height = list.scrollHeight;
      box = list.clientHeight;
      if (atEnd.value) toEnd();
    });
    observer.observe(list);
    if (list.firstElementChild) observer.observe(list.firstElementChild);
    return () => observer.disconnect();
  }, []);

  return { toEnd };
}
