import { rich } from '@smooch/locales/en/rich';
import { RichText } from '@smooch/ui/components';
import { useState } from 'preact/hooks';
import { addSheet } from '../sheet';
import { useTexts } from '../texts';
import css from './long.part.css';

addSheet(css);

/** A text of more than twenty lines, folded until one wants to read it all. */
export function LongText({ text }: { text: string }) {
  const { messageFold, messageUnfold } = useTexts(rich);
  const [open, setOpen] = useState(false);
  return (
    <>
      <span class={`text${open ? '' : ' folded'}`}>
        <RichText text={text} />
      </span>
      <button type="button" class="unfold" onClick={() => setOpen(!open)}>
        {open ? messageFold : messageUnfold}
      </button>
    </>
  );
}
