import { signal } from '@preact/signals';
import { createContext } from 'preact';
import { useContext } from 'preact/hooks';
import type { Desk } from '../state/desk';
import type { Inbox } from '../state/inbox';

export const InboxContext = createContext<Inbox | undefined>(undefined);

export function useInbox(): Inbox {
  const inbox = useContext(InboxContext);
  if (!inbox) throw new Error('a view stands outside of InboxContext');
  return inbox;
}

export const DeskContext = createContext<Desk | undefined>(undefined);

export function useDesk(): Desk {
  const desk = useContext(DeskContext);
  if (!desk) throw new Error('a view stands outside of DeskContext');
  return desk;
}

/** The time by which relative times are written. It moves on twice a minute. */
export const now = signal(Date.now());

const TICK_MS = 30_000;

export function startClock(): void {
  setInterval(() => {
    now.value = Date.now();
  }, TICK_MS);
}
