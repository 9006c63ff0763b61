/** Why a call failed, and the sentence a person reads. */

import { wait } from './time';

export class ApiError extends Error {
  constructor(
    readonly status: number,
    readonly code: string,
    description: string,
    readonly retryAfter?: number, // seconds
  ) {
    super(description);
  }
}

/** The server was not reached: no line, or it did not answer in time. */
export class Unreachable extends Error {}

export function isStatus(error: unknown, status: number): boolean {
  return error instanceof ApiError && error.status === status;
}

/** Tells whether the same call would be refused again: the fault is in what was sent. */
export function repeats(error: unknown): boolean {
  return [400, 413, 422].some((status) => isStatus(error, status));
}

/** What to say about a failed call. `words` has sentences that fit the place better than the general ones. */
export function sentence(error: unknown, words: Partial<Record<number, string>> = {}): string {
  if (error instanceof Unreachable)
    return 'The server cannot be reached. Check your connection and try again.';
  if (!(error instanceof ApiError)) return 'Something went wrong on this page. Reload it and try again.';
  if (error.status === 429) {
    const pause = error.retryAfter ? `in ${wait(error.retryAfter)}` : 'in a moment';
    return `Too many attempts. Try again ${pause}.`;
  }
  const own = words[error.status];
  if (own) return own;
  if (error.status >= 500) return 'The server has a problem. Try again in a moment.';
  return error.message;
}

/** Retry-After as whole seconds; the header may also hold a date. */
export function retryAfter(header: string | null, now: number): number | undefined {
  if (!header) return undefined;
  const seconds = /^\d+$/.test(header.trim()) ? Number(header) : (Date.parse(header) - now) / 1000;
  return Number.isFinite(seconds) ? Math.max(1, Math.ceil(seconds)) : undefined;
}
