import type { LocalMessage } from '@smooch/client';
import { RichText } from '@smooch/ui/components';
import { useState } from 'preact/hooks';
import { useModel } from '../model';

const FOLD_LINES = 20;
const FOLD_CHARS = 1200;

/** A message as text; what is of no type we know says so where it has none. */
export function TextBody({ message }: { message: LocalMessage }) {
  const { texts } = useModel();
  const [open, setOpen] = useState(false);
  const { text, textFallback, mediaUrl, type } = message;
  const known =
    text?.trim() || textFallback || mediaUrl || (type === 'text' ? '' : texts.unsupportedMessageType);
  if (!known) return null;
  const long = known.length > FOLD_CHARS || known.split('\n').length > FOLD_LINES;
  return (
    <>
      <span class={`text${long && !open ? ' folded' : ''}`}>
        <RichText text={known} />
      </span>
      {long && (
        <button type="button" class="unfold" onClick={() => setOpen(!open)}>
          {open ? texts.messageFold : texts.messageUnfold}
        </button>
      )}
    </>
  );
}
