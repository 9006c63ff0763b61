/** The two dialogs of the page. The browser's own `dialog` keeps the focus inside and gives it back. */

import { signal } from '@preact/signals';
import type { ComponentChildren } from 'preact';
import { useEffect, useRef } from 'preact/hooks';
import { useInbox } from './context';
import { CloseIcon } from './icons';
import { PasswordForm } from './signin';

const SHORTCUTS_OFF = 'smooch.inbox.shortcutsOff';

/** Single keys disturb people who dictate or hold keys down: they can be switched off, and stay off. */
export const shortcutsOn = signal(readOn());

const KEYS: readonly (readonly [string, readonly string[]])[] = [
  ['Next conversation', ['j']],
  ['Previous conversation', ['k']],
  ['Open it', ['Enter']],
  ['Answer', ['r']],
  ['Search', ['/']],
  ['Leave a field, go back', ['Esc']],
  ['Send', ['Enter']],
  ['New line', ['Shift', 'Enter']],
  ['This overview', ['?']],
];

export function HelpDialog() {
  const inbox = useInbox();
  const close = () => {
    inbox.help.value = false;
  };
  return (
    <Dialog title="Keyboard shortcuts" onClose={close}>
      <dl class="keys">
        {KEYS.map(([what, keys]) => (
          <div key={what}>
            <dt>{what}</dt>
            <dd>
              {keys.map((key) => (
                <kbd key={key}>{key}</kbd>
              ))}
            </dd>
          </div>
        ))}
      </dl>
      <label class="switch">
        <input
          type="checkbox"
          checked={shortcutsOn.value}
          onChange={(event) => setShortcuts(event.currentTarget.checked)}
        />
        <span>Single-key shortcuts</span>
      </label>
    </Dialog>
  );
}

export function PasswordDialog() {
  const inbox = useInbox();
  const close = () => {
    inbox.passwordDialog.value = false;
  };
  const title = inbox.agent.value?.hasPassword ? 'Change password' : 'Set a password';
  return (
    <Dialog title={title} onClose={close}>
      <PasswordForm onDone={close} onSkip={close} skip="Cancel" />
    </Dialog>
  );
}

interface DialogProps {
  title: string;
  onClose(): void;
  children: ComponentChildren;
}

function Dialog({ title, onClose, children }: DialogProps) {
  const element = useRef<HTMLDialogElement>(null);
  useEffect(() => {
    element.current?.showModal(); // focuses the close button; who came to type wants the field
    element.current?.querySelector<HTMLElement>('input[type=password]')?.focus();
  }, []);
  return (
    // biome-ignore lint/a11y/useKeyWithClickEvents: Escape closes a dialog; the click is for those who point beside it
    <dialog
      ref={element}
      aria-labelledby="dialog-title"
      onClose={onClose}
      onClick={(event) => {
        if (event.target === element.current) onClose(); // the backdrop
      }}
    >
      <div class="dialog-body">
        <header>
          <h2 id="dialog-title">{title}</h2>
          <button type="button" class="icon-button" aria-label="Close" onClick={onClose}>
            <CloseIcon />
          </button>
        </header>
        {children}
      </div>
    </dialog>
  );
}

function setShortcuts(on: boolean): void {
  shortcutsOn.value = on;
  try {
    if (on) localStorage.removeItem(SHORTCUTS_OFF);
    else localStorage.setItem(SHORTCUTS_OFF, '1');
  } catch {
    // storage may be forbidden: the choice then holds until the page is closed
  }
}

function readOn(): boolean {
  try {
    return localStorage.getItem(SHORTCUTS_OFF) === null;
  } catch {
    return true;
  }
}
