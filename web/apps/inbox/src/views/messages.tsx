/** The messages of a conversation. Nothing moves that is being read: history, new messages and typing keep the place. */

import { useComputed } from '@preact/signals';
import { useLayoutEffect, useMemo, useRef, useState } from 'preact/hooks';
import { type Bubble, items } from '../model/bubbles';
import { seenId } from '../model/thread';
import { clock, dayName } from '../model/time';
import type { ConversationStore } from '../state/conversation';
import { BubbleView } from './bubble';
import { now, useInbox } from './context';
import { DownIcon } from './icons';
import { Empty } from './parts';

const NEAR_TOP = 500; // pixels left above at which the page before is fetched
const AT_BOTTOM = 32; // pixels from the end that still count as being at the end

interface Props {
  store: ConversationStore;
  name: string;
  personId: string;
}

export function Messages({ store, name, personId }: Props) {
  const inbox = useInbox();
  const thread = store.thread.value;
  const agentName = inbox.agent.value?.name ?? '';
  const list = useMemo(() => (thread ? items(thread, agentName) : []), [thread, agentName]);
  const seen = useComputed(() => store.thread.value && seenId(store.thread.value)).value;
  const scroller = useRef<HTMLElement>(null);
  const content = useRef<HTMLOListElement>(null);
  const { below, toEnd, onScroll } = usePlace(scroller, content, store);
  return (
    <div class="thread-body">
      <section
        id="thread-scroller"
        class="thread-scroller"
        aria-label={`Messages with ${name}`}
        // biome-ignore lint/a11y/noNoninteractiveTabindex: a region that scrolls has to be reachable by keyboard
        tabIndex={0}
        ref={scroller}
        onScroll={onScroll}
      >
        <Older store={store} />
        {list.length === 0 && <Empty title={`${name} has not written yet`} />}
        <ol class="messages" ref={content}>
          {list.map((item) =>
            item.kind === 'day' ? (
              <li key={item.key} class="day">
                <span>{dayName(item.at, now.value)}</span>
              </li>
            ) : (
              <BubbleView
                key={item.key}
                bubble={item}
                name={name}
                personId={personId}
                seen={item.message !== undefined && item.message._id === seen}
                store={store}
              />
            ),
          )}
        </ol>
        {store.userTyping.value && <Typing name={name} />}
      </section>
      {below > 0 || below === -1 ? (
        <button type="button" class="pill to-end" onClick={toEnd}>
          <DownIcon /> {below > 0 ? (below === 1 ? '1 new message' : `${below} new messages`) : 'Newest'}
        </button>
      ) : null}
      <Announcer list={list.filter((item): item is Bubble => item.kind === 'bubble')} name={name} />
    </div>
  );
}

function Older({ store }: { store: ConversationStore }) {
  if (store.olderFailed.value) {
    return (
      <p class="older">
        Older messages did not load.{' '}
        <button type="button" class="link" onClick={() => void store.loadOlder()}>
          Try again
        </button>
      </p>
    );
  }
  if (!store.thread.value?.hasPrevious) return null;
  return <p class="older">{store.loadingOlder.value ? 'Loading older messages…' : ''}</p>;
}

function Typing({ name }: { name: string }) {
  return (
    <div class="typing" role="img" aria-label={`${name} is typing`}>
      <i />
      <i />
      <i />
    </div>
  );
}

/** Tells a screen reader what comes in, and only that. */
function Announcer({ list, name }: { list: Bubble[]; name: string }) {
  const last = list[list.length - 1];
  const first = useRef(last?.key);
  const says =
    last && last.key !== first.current && last.side === 'user'
      ? `${name}, ${clock(last.at)}: ${last.text}`
      : '';
  return (
    <p class="hidden" aria-live="polite">
      {says}
    </p>
  );
}

/** Where the reader is. `below`: messages that came in out of sight; -1 when only scrolled up; 0 at the end. */
function usePlace(
  scroller: { current: HTMLElement | null },
  content: { current: HTMLElement | null },
  store: ConversationStore,
) {
  const thread = store.thread.value;
  const messages = thread?.messages ?? [];
  const firstId = messages[0]?._id;
  const count = messages.length;
  const sending = thread?.outgoing.length ?? 0;
  const typing = store.userTyping.value;
  const before = useRef({ atEnd: true, height: 0, box: 0, firstId, count, sending });
  const [below, setBelow] = useState(0);

  // biome-ignore lint/correctness/useExhaustiveDependencies: typing and any change of the thread may change the height
  useLayoutEffect(() => {
    const element = scroller.current;
    if (!element) return;
    const old = before.current;
    const grown = element.scrollHeight - old.height;
    const prepended = old.firstId !== undefined && old.firstId !== firstId;
    if (old.atEnd || sending > old.sending) element.scrollTop = element.scrollHeight;
    else if (prepended) element.scrollTop += grown;
    else if (count > old.count) setBelow((number) => Math.max(number, 0) + count - old.count);
    before.current = { ...old, height: element.scrollHeight, firstId, count, sending };
  }, [scroller, firstId, count, sending, typing, thread]);

  /** Another size is the layout's doing, not the reader's: who was at the end stays there. */
  const settle = (element: HTMLElement) => {
    const { scrollHeight: height, clientHeight: box } = element;
    const old = before.current;
    if (height === old.height && box === old.box) return;
    before.current = { ...old, height, box };
    if (old.atEnd) element.scrollTop = height;
  };

  // biome-ignore lint/correctness/useExhaustiveDependencies: bound once
  useLayoutEffect(() => {
    const element = scroller.current;
    if (!element) return;
    const observer = new ResizeObserver(() => settle(element));
    observer.observe(element); // the composer grows, the window shrinks, a keyboard comes up
    if (content.current) observer.observe(content.current); // a picture has come
    return () => observer.disconnect();
  }, []);

  const onScroll = () => {
    const element = scroller.current;
    if (!element) return;
    settle(element);
    const rest = element.scrollHeight - element.scrollTop - element.clientHeight;
    const atEnd = rest <= AT_BOTTOM;
    before.current.atEnd = atEnd;
    setBelow((number) => (atEnd ? 0 : number === 0 && rest > element.clientHeight ? -1 : number));
    if (element.scrollTop < NEAR_TOP) void store.loadOlder();
  };
  const toEnd = () => {
    const element = scroller.current;
    if (element) element.scrollTop = element.scrollHeight;
    setBelow(0);
  };
  return { below, toEnd, onScroll };
}
