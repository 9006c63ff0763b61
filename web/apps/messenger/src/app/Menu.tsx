import { privacy as words } from '@smooch/locales/en/privacy';
import { useEffect, useRef, useState } from 'preact/hooks';
import { useModel } from '../model';
import { addSheet } from '../sheet';
import { useTexts } from '../texts';
import { EraseDialog } from './EraseDialog';
import css from './menu.part.css';

addSheet(css);

/** Hands what is kept of the visitor to them, as a file. */
function download(kept: unknown): void {
  const link = document.createElement('a');
  link.href = URL.createObjectURL(new Blob([JSON.stringify(kept, null, 2)], { type: 'application/json' }));
  link.download = 'conversation.json';
  link.click();
  URL.revokeObjectURL(link.href);
}

/** Moves between the items by the arrow keys, round and round. */
function move(list: HTMLElement, step: number): void {
  const items = Array.from(list.querySelectorAll('button'));
  const now = items.indexOf(document.activeElement as HTMLButtonElement);
  items[(now + step + items.length) % items.length]?.focus();
}

/** Three dots, and behind them what visitors may do with what is stored of them. */
export function Menu() {
  const model = useModel();
  const texts = useTexts(words);
  const { exportConversation, deleteUser } = model.bridge.config.settings.privacy;
  const [open, setOpen] = useState(false);
  const [erasing, setErasing] = useState(false);
  const button = useRef<HTMLButtonElement>(null);
  const list = useRef<HTMLDivElement>(null);

  useEffect(() => {
    if (!open) return;
    list.current?.querySelector('button')?.focus();
    const close = (event: Event) => {
      if (!list.current?.parentElement?.contains(event.target as Node)) setOpen(false);
    };
    document.addEventListener('pointerdown', close);
    return () => document.removeEventListener('pointerdown', close);
  }, [open]);

  if (!model.conversation.conversationId.value && !erasing) return null; // there is nothing to have a say in
  const close = () => {
    setOpen(false);
    button.current?.focus();
  };
  const save = () => {
    close();
    model.conversation.account('export').then(download, () => model.banner(texts.exportError));
  };
  const onKeyDown = (event: KeyboardEvent) => {
    const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
    if (event.key === 'Tab') setOpen(false);
    if (event.key !== 'Escape' && !step) return;
    event.preventDefault();
    if (!step) close();
    else if (list.current) move(list.current, step);
  };
  const item = (label: string, run: () => void) => (
    <button type="button" role="menuitem" tabIndex={-1} onClick={run}>
      {label}
    </button>
  );
  return (
    // biome-ignore lint/a11y/noStaticElementInteractions: it is no control
    // biome-ignore lint/a11y/useKeyWithClickEvents: it keeps clicks from the header, which closes the widget
    <div class="about" onClick={(event) => event.stopPropagation()}>
      <button
        ref={button}
        type="button"
        class="plain"
        aria-label={texts.menuLabel}
        title={texts.menuLabel}
        aria-haspopup="menu"
        aria-expanded={open}
        onClick={() => setOpen(!open)}
      >
        <svg viewBox="0 0 20 20" width="20" height="20" fill="currentColor" aria-hidden="true">
          <circle cx="4" cy="10" r="1.6" />
          <circle cx="10" cy="10" r="1.6" />
          <circle cx="16" cy="10" r="1.6" />
        </svg>
      </button>
      {open && (
        <div ref={list} role="menu" tabIndex={-1} onKeyDown={onKeyDown}>
          {exportConversation && item(texts.exportLabel, save)}
          {deleteUser &&
            item(texts.deleteLabel, () => {
              setOpen(false);
              setErasing(true);
            })}
        </div>
      )}
      {erasing && (
        <EraseDialog
          onClose={() => {
            setErasing(false);
            (model.conversation.conversationId.value
              ? button.current
              : document.querySelector('textarea')
            )?.focus();
          }}
        />
      )}
    </div>
  );
}
