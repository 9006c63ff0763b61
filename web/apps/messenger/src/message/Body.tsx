import type { LocalMessage } from '@smooch/client';
import { RichText } from '@smooch/ui/components';
import { useState } from 'preact/hooks';
import { useModel } from '../model';
import { ActionButton } from './ActionButton';

const FOLD_LINES = 20;
const FOLD_CHARS = 1200;

/** What stands inside a bubble, by the message's type. */
export function Body({ message }: { message: LocalMessage }) {
  const { texts } = useModel();
  const [open, setOpen] = useState(false);
  // an upload's text may be its address
  const known =
    [...new Set([message.text?.trim() || message.textFallback, message.mediaUrl])]
      .filter(Boolean)
      .join('\n') || (message.type === 'text' ? '' : texts.unsupportedMessageType);
  const long = known.length > FOLD_CHARS || known.split('\n').length > FOLD_LINES;
  const actions = message.actions?.filter((action) => action.type !== 'reply') ?? [];
  return (
    <>
      {known && (
        <span class={`text${long && !open ? ' folded' : ''}`}>
          <RichText text={known} />
        </span>
      )}
      {long && (
        <button
          type="button"
          class="unfold"
          onClick={(event) => {
            event.stopPropagation();
            setOpen(!open);
          }}
        >
          {open ? texts.messageFold : texts.messageUnfold}
        </button>
      )}
      {actions.map((action) => (
        <ActionButton key={action._id} action={action} />
      ))}
    </>
  );
}
