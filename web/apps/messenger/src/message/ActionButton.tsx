import type { Action } from '@smooch/protocol/shapes';
import { safeHref } from '@smooch/ui/linkify';
import { useModel } from '../model';

/** One thing the business offers to do, inside a bubble. */
export function ActionButton({ action }: { action: Action }) {
  const { texts } = useModel();
  const href = safeHref(action.uri);
  if (['link', 'buy', 'webview'].includes(action.type) && href) {
    return (
      <a class="action" href={href} target="_blank" rel="noopener noreferrer">
        {action.text}
      </a>
    );
  }
  return <p class="unsupported">{texts.unsupportedActionType}</p>;
}
