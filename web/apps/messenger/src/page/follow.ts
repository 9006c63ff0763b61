import { effect } from '@smooch/ui/signals';
import { type Model, newestOfBusiness, nowSeconds } from '../model';
import { createBadge } from './badge';

const MINUTE_MS = 60_000;
const OFFLINE_MS = 2000; // a shorter break is not worth a word
const READ_MS = 1000; // what is in view for this long is read

/**
 * Loads what draws attention to unread messages when there are some for the first time. Returns how to stop that.
 */
function attendLater(model: Model): () => void {
  const { thread } = model.conversation;
  const known = newestOfBusiness(thread.value.messages);
  let loading = false;
  let stopped = false;
  let stop = () => {};
  const stopWaiting = effect(() => {
    if (loading || !thread.value.unreadCount) return;
    loading = true;
    import('./attention').then(
      ({ attend }) => {
        if (!stopped) stop = attend(model, known);
      },
      () => {
        loading = false; // the next message tries again
      },
    );
  });
  return () => {
    stopped = true;
    stopWaiting();
    stop();
  };
}

/** Follows the conversation for the launcher, the page's handlers, and what counts as read. Returns how to stop. */
export function follow(model: Model): () => void {
  const { bridge, conversation, visible, offline, atEnd, now } = model;
  const badge = createBadge(model);
  const { page } = bridge;
  const wake = () => conversation.wake();
  const awake = () => page.document.visibilityState === 'visible' && wake();
  const leave = () => conversation.leave();
  page.addEventListener('pagehide', leave);
  page.addEventListener('online', wake);
  page.document.addEventListener('visibilitychange', awake);
  const seen = () => visible.value && atEnd.value && conversation.markRead();
  for (const target of [page, window]) target.addEventListener('focus', seen);
  const minute = setInterval(() => {
    now.value = nowSeconds();
  }, MINUTE_MS);
  const stops = [
    attendLater(model),
    effect(() => {
      const { unreadCount } = conversation.thread.value;
      badge(unreadCount);
      if (unreadCount !== (bridge.kept.unread ?? 0)) bridge.emit('unreadCount', unreadCount);
      bridge.kept.unread = unreadCount;
    }),
    effect(() => {
      if (conversation.thread.value.messages.length) now.value = nowSeconds();
    }),
    effect(() => {
      const down = !!conversation.conversationId.value && conversation.connection.value === 'connecting';
      if (!down) {
        offline.value = false;
        return undefined;
      }
      const timer = setTimeout(() => {
        offline.value = true;
      }, OFFLINE_MS);
      return () => clearTimeout(timer);
    }),
    effect(() => {
      if (!conversation.thread.value.unreadCount || !visible.value || !atEnd.value) return undefined;
      const timer = setTimeout(() => page.document.hasFocus() && conversation.markRead(), READ_MS);
      return () => clearTimeout(timer);
    }),
  ];
  return () => {
    page.removeEventListener('focus', seen);
    page.removeEventListener('pagehide', leave);
    page.removeEventListener('online', wake);
    page.document.removeEventListener('visibilitychange', awake);
    clearInterval(minute);
    for (const stop of stops) stop();
  };
}
