/** The agent's own menu: who is signed in, password, keys, sign out. */

import { useEffect, useRef, useState } from 'preact/hooks';
import { sentence } from '../model/failure';
import { useInbox } from './context';
import { Avatar } from './parts';

export function AgentMenu() {
  const inbox = useInbox();
  const agent = inbox.agent.value;
  const [open, setOpen] = useState(false);
  const [problem, setProblem] = useState('');
  const root = useRef<HTMLDivElement>(null);
  const button = useRef<HTMLButtonElement>(null);

  useEffect(() => {
    if (!open) return;
    root.current?.querySelector<HTMLElement>('[role=menuitem]')?.focus();
    const outside = (event: PointerEvent) => {
      if (event.target instanceof Node && !root.current?.contains(event.target)) setOpen(false);
    };
    document.addEventListener('pointerdown', outside);
    return () => document.removeEventListener('pointerdown', outside);
  }, [open]);

  if (!agent) return null;
  const close = () => {
    setOpen(false);
    button.current?.focus();
  };
  const choose = (action: () => void) => () => {
    close();
    action();
  };
  const signOut = () => {
    inbox.signOut().catch((error) => setProblem(sentence(error)));
  };
  return (
    <div class="menu-root" ref={root}>
      <button
        type="button"
        ref={button}
        class="avatar-button"
        aria-haspopup="menu"
        aria-expanded={open}
        aria-label={`Account: ${agent.name || agent.email}`}
        onClick={() => setOpen(!open)}
      >
        <Avatar id={agent._id} name={agent.name || agent.email} size="small" />
      </button>
      {open && (
        <div class="menu">
          <p class="menu-who">
            <strong>{agent.name || agent.email}</strong>
            {agent.name && <span>{agent.email}</span>}
          </p>
          <div role="menu" aria-label="Account" onKeyDown={(event) => walk(event, close)}>
            <button type="button" role="menuitem" onClick={choose(() => show(inbox.help))}>
              Keyboard shortcuts
            </button>
            <button type="button" role="menuitem" onClick={choose(() => show(inbox.passwordDialog))}>
              {agent.hasPassword ? 'Change password' : 'Set a password'}
            </button>
            <button type="button" role="menuitem" onClick={signOut}>
              Sign out
            </button>
          </div>
          {problem && (
            <p class="problem" role="alert">
              {problem}
            </p>
          )}
        </div>
      )}
    </div>
  );
}

function show(dialog: { value: boolean }): void {
  dialog.value = true;
}

const STEPS: Readonly<Record<string, number>> = { ArrowDown: 1, ArrowUp: -1 };

/** Arrows walk round the menu; Escape and Tab leave it. */
function walk(event: KeyboardEvent, close: () => void): void {
  if (event.key === 'Escape' || event.key === 'Tab') {
    event.preventDefault();
    close();
    return;
  }
  const step = STEPS[event.key];
  if (step === undefined || !(event.currentTarget instanceof HTMLElement)) return;
  event.preventDefault();
  const items = [...event.currentTarget.querySelectorAll<HTMLElement>('[role=menuitem]')];
  const index = items.indexOf(document.activeElement as HTMLElement);
  items[(index + step + items.length) % items.length]?.focus();
}
