import { keyOf, type LocalMessage } from '@smooch/client';
import type { RefObject } from 'preact';
import { useEffect, useLayoutEffect, useRef } from 'preact/hooks';
import { useModel } from '../model';

const NEAR_PX = 40; // "at the end" forgives a line
const TOP_MS = 200; // a moment at the top, so that passing by does not fetch

/**
 * Keeps the list where the reader is: at the end while the end is in view, on the same message when history comes
 * above it. Fetches history when the reader stays at the top.
 */
export function useScroll(
  scroller: RefObject<HTMLDivElement | null>,
  messages: readonly LocalMessage[],
  typing: unknown,
): { toEnd(): void } {
  const { conversation, atEnd, visible } = useModel();
  const first = messages[0];
  const last = messages[messages.length - 1];
  const before = useRef({ height: 0, first: '', last: '' });

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
    const now = {
      height: list.scrollHeight,
      first: first ? keyOf(first) : '',
      last: last ? keyOf(last) : '',
    };
    before.current = now;
    const own = now.last !== old.last && last?.role === 'appUser' && !!last.status;
    if (own || atEnd.value) toEnd();
    else if (old.first !== now.first && old.first) list.scrollTop += now.height - old.height;
  }, [messages, typing]);

  // biome-ignore lint/correctness/useExhaustiveDependencies: bound once
  useEffect(() => {
    const list = scroller.current;
    if (!list) return;
    let timer = 0;
    let box = 0;
    const onScroll = () => {
      clearTimeout(timer);
      // a scroll that comes with another size is the layout's, not the reader's
      if (!visible.value || list.clientHeight !== box || list.scrollHeight !== before.current.height) return;
      atEnd.value = list.scrollHeight - list.scrollTop - list.clientHeight < NEAR_PX;
      if (list.scrollTop <= 0 && conversation.thread.value.hasPrevious) {
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
