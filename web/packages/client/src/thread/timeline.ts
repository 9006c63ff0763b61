import type { Conversation } from '../conversation';
import type { StoredEvent } from '../realtime';
import { refused } from '../session/session';
import { type Change, type Page, reduce } from './messages';

const REFETCH_MS = 5000; // a line that comes and goes must not fetch each time

export function change({ thread }: Conversation, next: Change): void {
  thread.value = reduce(thread.value, next);
}

/** Takes a newest page and announces the last `news` messages of the business in it. */
export function take(conversation: Conversation, page: Page, news = page.conversation.unreadCount): void {
  change(conversation, { type: 'fresh', page });
  conversation.news_.page(page.messages, news);
}

export function receive(conversation: Conversation, event: StoredEvent): void {
  const { news_, typing, conversationId } = conversation;
  if (event.conversation._id !== conversationId.value) return;
  change(conversation, { type: 'event', event });
  if (event.type !== 'message') return;
  const { message } = event;
  if (message.role !== 'appUser') {
    typing.hide();
    news_.announce('received', message);
  } else if (!news_.isOwn(message)) {
    news_.announce('added', message);
    conversation.markRead(); // who writes elsewhere has read
  }
}

let refetchedAt = 0;

/** Fetches the newest page again and announces what came meanwhile. */
export async function refetch(conversation: Conversation): Promise<void> {
  const { env } = conversation.options_;
  const who = conversation.credentials_;
  const wait = refetchedAt + REFETCH_MS - env.now();
  if (wait > 0) await new Promise<void>((resolve) => env.setTimeout(resolve, wait));
  if (who !== conversation.credentials_) return;
  refetchedAt = env.now();
  const { messages } = conversation.thread.value;
  let newest = 0;
  for (let at = messages.length; at-- && !newest; ) newest = messages[at]?.received ?? 0;
  try {
    const page = await conversation.rest_.messages();
    take(conversation, page, page.messages.filter((m) => m.role !== 'appUser' && m.received > newest).length);
  } catch (error) {
    if (!refused(conversation, error, who)) throw error;
  }
}
