import { type LocalMessage, timeOf } from '@smooch/client';
import { formatTime, relativeTime } from '@smooch/ui/time';
import { useState } from 'preact/hooks';
import { Body } from '../message/Body';
import { isMobile, useModel } from '../model';
import { retry } from '../send';

/** The quiet line under a bubble: how it fares, how long ago, or the time when asked. */
function useStatus(message: LocalMessage, newest: boolean, newestOwn: boolean, exact: boolean) {
  const { texts, locale, now } = useModel();
  const { status } = message;
  if (status === 'failed') {
    return isMobile() ? texts.tapToRetry : texts.clickToRetry;
  }
  if (status) return status === 'sending' ? texts.messageSending : texts.messageQueued;
  const at = timeOf(message);
  const parts = [
    newestOwn && texts.messageDelivered,
    exact
      ? formatTime(at, texts.messageTimestampFormat, locale)
      : newest && relativeTime(at, now.value, texts, locale),
  ];
  return parts.filter(Boolean).join(' · ');
}

export interface BubbleProps {
  message: LocalMessage;
  newest: boolean;
  newestOwn: boolean;
  /** Said before the text for those who hear the list. */
  author: string | undefined;
}

export function Bubble({ message, newest, newestOwn, author }: BubbleProps) {
  const model = useModel();
  const [exact, setExact] = useState(false);
  const status = useStatus(message, newest, newestOwn, exact);
  const failed = message.status === 'failed';
  const content = (
    <>
      {author && <span class="unseen">{author}: </span>}
      <Body message={message} />
    </>
  );
  return (
    <div class={`message ${message.status ?? ''}`}>
      {failed ? (
        <button type="button" class="bubble" onClick={() => void retry(model, message)}>
          {content}
          <span class="unseen">. {status}</span>
        </button>
      ) : (
        // biome-ignore lint/a11y/noStaticElementInteractions: the time is an extra, not a control
        <div
          class="bubble"
          tabIndex={-1}
          onClick={({ target }) => (target as Element).closest('a,button,form') || setExact(!exact)}
          onKeyDown={({ key, target, currentTarget }) =>
            key === 'Enter' && target === currentTarget && setExact(!exact)
          }
        >
          {content}
        </div>
      )}
      {status && (
        <p class="status" aria-hidden={failed} aria-live="off">
          {status}
        </p>
      )}
    </div>
  );
}
