/** The panes side by side, and the keys that work everywhere. */

import { useEffect } from 'preact/hooks';
import type { Desk } from '../state/desk';
import { DeskContext, useDesk, useInbox } from './context';
import { ThreadPane } from './conversation';
import { HelpDialog, PasswordDialog, shortcutsOn } from './dialogs';
import { type KeyTarget, keyAction } from './keys';
import { LineBar } from './linebar';
import { ListPane } from './list';
import { Empty, QuietArt } from './parts';
import { PersonPane } from './person';

export function DeskView() {
  const inbox = useInbox();
  const desk = inbox.desk.value;
  if (!desk) {
    return (
      <main class="splash">
        <Empty title="No app yet" art={<QuietArt />}>
          <p>
            Make one on the server with <code>smooch app create NAME</code>, then reload this page.
          </p>
        </Empty>
      </main>
    );
  }
  return (
    <DeskContext.Provider value={desk} key={desk.appId}>
      <Panes />
      {inbox.help.value && <HelpDialog />}
      {inbox.passwordDialog.value && <PasswordDialog />}
    </DeskContext.Provider>
  );
}

function Panes() {
  const inbox = useInbox();
  const desk = useDesk();
  const { conversationId, person } = inbox.route.value;
  const open = desk.open.value;
  useTitle();
  useKeys();
  const shows = conversationId ? (person ? 'person' : 'thread') : 'list';
  return (
    <main class="desk" data-shows={shows}>
      <h1 class="hidden">Inbox</h1>
      <ListPane />
      <section class="pane thread-pane" aria-label="Conversation">
        <LineBar />
        {open ? <ThreadPane key={open.id} store={open} /> : <NothingOpen />}
      </section>
      {open && <PersonPane key={open.id} store={open} />}
    </main>
  );
}

function NothingOpen() {
  const desk = useDesk();
  const none = desk.list.status.value === 'ready' && desk.list.rows.value.length === 0;
  return (
    <div class="nothing-open">
      <Empty title={none ? 'Nobody has written yet' : 'No conversation open'} art={<QuietArt />}>
        {none ? (
          <p>The first message from your website appears here by itself.</p>
        ) : (
          <p class="only-keys">
            <kbd>j</kbd> <kbd>k</kbd> to choose, <kbd>Enter</kbd> to open, <kbd>?</kbd> for all keys
          </p>
        )}
      </Empty>
    </div>
  );
}

/** Unread conversations and the open person, in the tab's title. */
function useTitle(): void {
  const desk = useDesk();
  const unread = desk.list.unread.value;
  const open = desk.open.value;
  const name = open ? desk.list.row(open.id)?.person.name : undefined;
  useEffect(() => {
    const count = unread > 0 ? `(${unread}${desk.list.next.value ? '+' : ''}) ` : '';
    document.title = `${count}${name ?? 'Inbox'}${name ? ' · Inbox' : ''}`;
    return () => {
      document.title = 'Inbox';
    };
  }, [unread, name, desk]);
}

function useKeys(): void {
  const inbox = useInbox();
  const desk = useDesk();
  useEffect(() => {
    const listen = (event: KeyboardEvent) => {
      const action = keyAction(event, describe(event.target), shortcutsOn.value);
      if (!action) return;
      if (action === 'help') inbox.help.value = true;
      else if (action === 'next' || action === 'previous') move(desk, action === 'next' ? 1 : -1);
      else if (action === 'answer') focus('composer-text');
      else if (action === 'search') focus('list-search');
      else if (!leave(inbox, event.target)) return;
      event.preventDefault();
    };
    document.addEventListener('keydown', listen);
    return () => document.removeEventListener('keydown', listen);
  }, [inbox, desk]);
}

function describe(target: EventTarget | null): KeyTarget {
  if (!(target instanceof HTMLElement)) return 'page';
  if (target.closest('dialog, [role=menu]')) return 'dialog';
  return target.matches('input, textarea, select') ? 'field' : 'page';
}

function move(desk: Desk, step: 1 | -1): void {
  desk.moveTo.value = { step, from: document.activeElement?.getAttribute('data-row') ?? undefined };
}

function focus(id: string): void {
  document.getElementById(id)?.focus();
}

/** Escape: out of a field first, then one pane back. Tells whether there was anything to leave. */
function leave(inbox: ReturnType<typeof useInbox>, target: EventTarget | null): boolean {
  const desk = inbox.desk.value;
  if (target instanceof HTMLElement && target.matches('input, textarea')) {
    if (target.id === 'list-search' && desk) desk.list.query.value = '';
    const home = target.id === 'composer-text' ? 'thread-scroller' : undefined;
    target.blur();
    if (home) focus(home);
    return true;
  }
  const { conversationId, person } = inbox.route.value;
  if (!conversationId) return false;
  inbox.go(person ? conversationId : undefined);
  return true;
}
