import { banner } from '@smooch/locales/en/banner';
import { privacy } from '@smooch/locales/en/privacy';
import { useEffect, useRef, useState } from 'preact/hooks';
import { useModel } from '../model';
import { useTexts } from '../texts';

/** Asks once more, erases, and says that it is done. */
export function EraseDialog({ onClose }: { onClose(): void }) {
  const { conversation, banner: complain } = useModel();
  const texts = { ...useTexts(privacy), ...useTexts(banner) };
  const [state, setState] = useState<'asking' | 'erasing' | 'done'>('asking');
  const box = useRef<HTMLDivElement>(null);

  // biome-ignore lint/correctness/useExhaustiveDependencies: the harmless button of each state has the focus
  useEffect(() => box.current?.querySelector('button')?.focus(), [state === 'done']);

  const erase = () => {
    setState('erasing');
    conversation.account('erase').then(
      () => setState('done'),
      () => {
        complain(texts.deleteError);
        onClose();
      },
    );
  };
  const onKeyDown = (event: KeyboardEvent) => {
    if (event.key === 'Escape') {
      event.preventDefault();
      onClose();
    }
    if (event.key !== 'Tab') return;
    event.preventDefault();
    const buttons = Array.from(box.current?.querySelectorAll<HTMLElement>('button') ?? []);
    buttons[(buttons.indexOf(document.activeElement as HTMLElement) + 1) % buttons.length]?.focus();
  };
  const done = state === 'done';
  return (
    // biome-ignore lint/a11y/noStaticElementInteractions: it is no control
    // biome-ignore lint/a11y/useKeyWithClickEvents: a click beside the question means no, as Escape does
    <div class="veil" onClick={({ target, currentTarget }) => target === currentTarget && onClose()}>
      <div
        ref={box}
        role="alertdialog"
        aria-modal="true"
        aria-label={texts.deleteLabel}
        aria-describedby="erasing"
        tabIndex={-1}
        onKeyDown={onKeyDown}
      >
        <p id="erasing">{done ? texts.deleteDone : texts.deleteConfirm}</p>
        <div>
          <button type="button" onClick={onClose}>
            {done ? texts.dismissLabel : texts.cancelLabel}
          </button>
          {!done && (
            <button type="button" class="final" disabled={state === 'erasing'} onClick={erase}>
              {texts.deleteConfirmButton}
            </button>
          )}
        </div>
      </div>
    </div>
  );
}
