import type { LocalMessage } from '@smooch/client';
import { lazy } from '../lazy';
import { isQuick } from '../model';

const Replies = lazy(
  async () => (await import('../rich')).Replies,
  (_: { message: LocalMessage }) => <div class="replies" />,
);

/** Answers to choose from, while their message is the newest. */
export function QuickReplies({ message }: { message: LocalMessage | undefined }) {
  return message?.actions?.some(isQuick) ? <Replies message={message} /> : null;
}
