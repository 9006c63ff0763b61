import type { Action } from '@smooch/protocol/shapes';
import { ActionButton } from './ActionButton';

/** The buttons of a message. */
export function Actions({ actions }: { actions: readonly Action[] }) {
  return (
    <>
      {actions.map((action) => (
        <ActionButton key={action._id} action={action} />
      ))}
    </>
  );
}
