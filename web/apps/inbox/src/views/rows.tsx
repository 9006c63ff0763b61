/** The rows: only those near the screen are in the document, and none moves under the pointer. */

import { useEffect, useLayoutEffect, useRef, useState } from 'preact/hooks';
import * as routes from '../model/route';
import { neighbour } from '../model/rows';
import { relative } from '../model/time';
import { ROW_HEIGHT, reveal, shift, visible } from '../model/window';
import type { ConversationRow } from '../wire';
import { now, useDesk, useInbox } from './context';
import { ReplyIcon, UpIcon } from './icons';
import { Avatar } from './parts';

const NEAR_END = 600; // pixels before the end of the list at which the next page is fetched
const AT_TOP = 8; // pixels of scrolling that still count as being at the top

export function Rows() {
  const { list } = useDesk();
  const shown = list.shown.value;
  const scroller = useRef<HTMLDivElement>(null);
  const [view, setView] = useState({ top: 0, height: 800 });
  const { newAbove, clear, fresh } = useAnchor(scroller);
  useMoves(scroller);

  useLayoutEffect(() => {
    const element = scroller.current;
    if (!element) return;
    const measure = () => setView({ top: element.scrollTop, height: element.clientHeight });
    measure();
    const observer = new ResizeObserver(measure);
    observer.observe(element);
    return () => observer.disconnect();
  }, []);

  const part = visible(shown.length, view.top, view.height);
  const left = shown.length * ROW_HEIGHT - view.top - view.height;
  const more = list.next.value;
  useEffect(() => {
    if (left < NEAR_END && more !== undefined && !list.query.value) void list.loadMore();
  }, [left, more, list]);

  const onScroll = () => {
    const element = scroller.current;
    if (!element) return;
    setView({ top: element.scrollTop, height: element.clientHeight });
    if (element.scrollTop < AT_TOP) clear();
  };
  const toTop = () => {
    scroller.current?.scrollTo({ top: 0 });
    clear();
  };

  return (
    <div class="list-body">
      {newAbove && (
        <button type="button" class="pill new-above" onClick={toTop}>
          <UpIcon /> New messages
        </button>
      )}
      <div class="list-scroller" ref={scroller} onScroll={onScroll}>
        <ul class="rows" style={{ height: `${shown.length * ROW_HEIGHT}px` }}>
          {shown.slice(part.first, part.end).map((row, index) => (
            <Row
              key={row._id}
              row={row}
              index={part.first + index}
              count={shown.length}
              fresh={fresh.has(row._id)}
            />
          ))}
        </ul>
        {list.loadingMore.value && <p class="list-more">Loading…</p>}
      </div>
    </div>
  );
}

/**
 * Keep the row that the agent points at, has focused, or reads further down in its place while others move around it.
 * At the top with the pointer elsewhere nothing is kept: the rows slide.
 */
function useAnchor(scroller: { current: HTMLDivElement | null }) {
  const { list } = useDesk();
  const shown = list.shown.value;
  const query = list.query.value;
  const before = useRef<{ ids: string[]; query: string }>({ ids: [], query: '' });
  const [newAbove, setNewAbove] = useState(false);
  const known = new Set(before.current.ids);
  const top = shown[0]?._id;
  const fresh = new Set(
    known.size > 0 && top && !known.has(top) && before.current.query === query ? [top] : [],
  );

  useLayoutEffect(() => {
    const ids = shown.map((row) => row._id);
    const { ids: old, query: oldQuery } = before.current;
    before.current = { ids, query };
    const element = scroller.current;
    if (!element) return;
    if (query !== oldQuery) {
      element.scrollTop = 0;
      return;
    }
    const distance = shift(old, ids, anchorId(element, old));
    if (distance === 0) return;
    element.classList.add('still'); // the rows jump with the scrolling instead of sliding against it
    element.scrollTop += distance;
    if (distance > 0) setNewAbove(true);
    requestAnimationFrame(() => requestAnimationFrame(() => element.classList.remove('still')));
  }, [shown, query, scroller]);

  return { newAbove, clear: () => setNewAbove(false), fresh };
}

function anchorId(element: HTMLElement, ids: readonly string[]): string | undefined {
  const held = element.querySelector('[data-row]:hover, [data-row]:focus-visible');
  if (held) return held.getAttribute('data-row') ?? undefined;
  if (element.scrollTop < AT_TOP) return undefined;
  return ids[Math.ceil(element.scrollTop / ROW_HEIGHT)];
}

/** j and k: the focus goes to the neighbour of the focused row, or of the open one. */
function useMoves(scroller: { current: HTMLDivElement | null }): void {
  const desk = useDesk();
  const move = desk.moveTo.value;
  useEffect(() => {
    const element = scroller.current;
    if (!move || !element) return;
    desk.moveTo.value = undefined;
    const shown = desk.list.shown.value;
    const target = neighbour(shown, move.from ?? desk.open.value?.id, move.step);
    if (!target) return;
    element.scrollTop = reveal(shown.indexOf(target), element.scrollTop, element.clientHeight);
    element.dispatchEvent(new Event('scroll')); // draws the row now, so that it can take the focus
    requestAnimationFrame(() => {
      element
        .querySelector<HTMLElement>(`[data-row="${CSS.escape(target._id)}"]`)
        ?.focus({ preventScroll: true });
    });
  }, [move, desk, scroller]);
}

interface RowProps {
  row: ConversationRow;
  index: number;
  count: number;
  fresh: boolean;
}

function Row({ row, index, count, fresh }: RowProps) {
  const inbox = useInbox();
  const desk = useDesk();
  const open = inbox.route.value.conversationId === row._id;
  const unread = row.unreadCount > 0;
  const onClick = (event: MouseEvent) => {
    if (event.ctrlKey || event.metaKey || event.shiftKey) return; // a new tab, as with any link
    event.preventDefault();
    inbox.go(row._id);
  };
  return (
    <li
      class={fresh ? 'fresh' : undefined}
      style={{ transform: `translateY(${index * ROW_HEIGHT}px)` }}
      aria-setsize={count}
      aria-posinset={index + 1}
    >
      <a
        href={routes.path(desk.appId, row._id)}
        class={`row ${unread ? 'unread' : ''}`}
        data-row={row._id}
        aria-current={open ? 'true' : undefined}
        onClick={onClick}
      >
        <Avatar id={row.person._id} name={row.person.name} />
        <span class="row-top">
          <strong dir="auto">{row.person.name}</strong>
          <time>{relative(row.received, now.value)}</time>
        </span>
        <span class="row-bottom">
          <Preview row={row} />
          {unread && (
            <span class="count">
              {row.unreadCount > 99 ? '99+' : row.unreadCount}
              <span class="hidden"> unread</span>
            </span>
          )}
        </span>
      </a>
    </li>
  );
}

function Preview({ row }: { row: ConversationRow }) {
  const desk = useDesk();
  if (desk.typing.value.has(row._id)) return <span class="preview typing-word">typing…</span>;
  const draft = desk.drafted.value.has(row._id) && desk.open.value?.id !== row._id;
  const last = row.lastMessage;
  return (
    <span class="preview" dir="auto">
      {draft && <em>Draft </em>}
      {last ? (
        <>
          {last.role !== 'appUser' && <Answered />}
          <bdi>{last.text || `(${last.type})`}</bdi>
        </>
      ) : (
        'No messages yet'
      )}
    </span>
  );
}

/** The last word was ours. */
function Answered() {
  return (
    <>
      <ReplyIcon />
      <span class="hidden">Answered: </span>
    </>
  );
}
