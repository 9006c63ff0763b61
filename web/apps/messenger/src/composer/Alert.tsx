import { location as words } from '@smooch/locales/en/location';
import { useEffect, useRef } from 'preact/hooks';
import type { Model } from '../model';
import { addSheet } from '../sheet';
import css from './alert.part.css';
import { addLayer, mountPoint } from './layer';

function Alert({ text, label, close }: { text: string; label: string; close(): void }) {
  const button = useRef<HTMLButtonElement>(null);
  useEffect(() => button.current?.focus(), []);
  return (
    <div
      class="alert"
      role="alert"
      onKeyDown={(event) => {
        if (event.key === 'Tab') event.preventDefault(); // there is one thing to do
        if (event.key !== 'Escape') return;
        event.stopPropagation(); // the widget stays open
        close();
      }}
    >
      <div class="card">
        <p>{text}</p>
        <button ref={button} type="button" class="primary" onClick={close}>
          {label}
        </button>
      </div>
    </div>
  );
}

/** Says something that the visitor has to have seen, over the conversation. */
export function showAlert(model: Model, text: string): void {
  addSheet(css);
  const before = document.activeElement as HTMLElement | null;
  addLayer(mountPoint(), (remove) => {
    const close = () => {
      remove();
      (before && before !== document.body ? before : document.querySelector('textarea'))?.focus();
    };
    return <Alert text={text} label={model.addTexts(words).alertClose} close={close} />;
  });
}
