import type { LocalMessage } from '@smooch/client';
import type { Action } from '@smooch/protocol/shapes';
import { lazy } from '../lazy';
import { isQuick } from '../model';
import { bodyOf } from './bodies';

const Actions = lazy(
  async () => (await import('../rich')).Actions,
  ({ actions }: { actions: readonly Action[] }) => (
    <>
      {actions.map(({ _id, text }) => (
        <span key={_id} class="action">
          {text}
        </span>
      ))}
    </>
  ),
);

/** What stands inside a bubble: what the message's type says, then its buttons. */
export function Body({ message }: { message: LocalMessage }) {
  const Content = bodyOf(message.type);
  const actions = message.actions?.filter((action) => !isQuick(action)) ?? [];
  return (
    <>
      <Content message={message} />
      {actions.length > 0 && <Actions actions={actions} />}
    </>
  );
}
