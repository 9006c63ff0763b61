/** The conversation pane: head, messages, composer. */

import { useEffect } from 'preact/hooks';
import type { ConversationStore } from '../state/conversation';
import { Composer } from './composer';
import { useDesk, useInbox } from './context';
import { BackIcon, PersonIcon } from './icons';
import { Messages } from './messages';
import { Avatar, Empty, Skeletons } from './parts';

interface Props {
  store: ConversationStore;
}

export function ThreadPane({ store }: Props) {
  return (
    <>
      <Head store={store} />
      <Body store={store} />
    </>
  );
}

/** Name and address: from the row where it is loaded, else from the person. */
function useWho(store: ConversationStore) {
  const desk = useDesk();
  const person = desk.list.row(store.id)?.person;
  const user = store.person.value;
  const fullName = [user?.givenName, user?.surname].filter(Boolean).join(' ');
  return {
    id: person?._id ?? user?._id ?? store.id,
    name: person?.name ?? (fullName || 'Visitor'),
    email: person?.email ?? user?.email,
  };
}

function Head({ store }: Props) {
  const inbox = useInbox();
  const who = useWho(store);
  return (
    <header class="thread-head">
      <button
        type="button"
        class="icon-button back"
        aria-label="Back to the list"
        onClick={() => inbox.go(undefined)}
      >
        <BackIcon />
      </button>
      <Avatar id={who.id} name={who.name} size="small" />
      <div class="thread-who">
        <h2 dir="auto">{who.name}</h2>
        {who.email && <p>{who.email}</p>}
      </div>
      <button
        type="button"
        class="icon-button to-person"
        aria-label="About this person"
        aria-expanded={inbox.route.value.person}
        onClick={() => inbox.go(store.id, !inbox.route.value.person)}
      >
        <PersonIcon />
      </button>
    </header>
  );
}

function Body({ store }: Props) {
  const inbox = useInbox();
  const who = useWho(store);
  useSeen(store);
  switch (store.status.value) {
    case 'loading':
      return (
        <div class="thread-scroller" role="status" aria-label="Loading messages">
          <Skeletons count={3} kind="bubble" />
        </div>
      );
    case 'missing':
      return (
        <Empty title="This conversation is not there">
          <p>It was deleted, or the address is not complete.</p>
          <button type="button" class="secondary" onClick={() => inbox.go(undefined)}>
            Back to the list
          </button>
        </Empty>
      );
    case 'failed':
      return (
        <Empty title="The messages did not load">
          <p>{store.failure}</p>
          <button type="button" class="secondary" onClick={() => void store.load()}>
            Try again
          </button>
        </Empty>
      );
    case 'ready':
      return (
        <>
          <Messages store={store} name={who.name} personId={who.id} />
          <Composer store={store} name={who.name} />
        </>
      );
  }
}

/** Report as read what stands before an agent who is really looking. */
function useSeen(store: ConversationStore): void {
  const newest = lastId(store);
  // biome-ignore lint/correctness/useExhaustiveDependencies: a new message is a reason to look again
  useEffect(() => {
    const look = () => {
      if (document.visibilityState === 'visible' && document.hasFocus()) store.seen();
    };
    look();
    window.addEventListener('focus', look);
    document.addEventListener('visibilitychange', look);
    return () => {
      window.removeEventListener('focus', look);
      document.removeEventListener('visibilitychange', look);
    };
  }, [store, newest]);
}

function lastId(store: ConversationStore): string | undefined {
  const messages = store.thread.value?.messages ?? [];
  return messages[messages.length - 1]?._id;
}
