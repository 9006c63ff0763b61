/** When to come back after a line broke. The numbers are those of docs/protocol.md. */

export type Verdict = 'again' | 'credentials' | 'never';

const RECONNECT_FROM = 4500;
const INVALID_AUTH = 4401;
const LONGEST_WAIT = 30; // seconds

/** What a close code asks for. Codes below 4000 are the transport's own: a broken line. */
export function verdict(code: number): Verdict {
  if (code < 4000 || code >= RECONNECT_FROM) return 'again';
  return code === INVALID_AUTH ? 'credentials' : 'never';
}

/** Milliseconds before attempt number `attempt` (0 is the first), drawn so that a crowd does not come at once. */
export function pause(attempt: number, random: () => number): number {
  return Math.round(random() * Math.min(LONGEST_WAIT, 2 ** attempt) * 1000);
}
