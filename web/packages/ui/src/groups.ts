/** What grouping needs to know of a message. */
export interface Grouped {
  role: string;
  name?: string;
  /** Unix seconds. */
  at: number;
}

export interface Group<T> {
  key: string;
  /** Set when a date header stands before the group. */
  date?: number;
  own: boolean;
  items: T[];
}

const GAP_SECONDS = 15 * 60; // a pause long enough to begin anew

/** Puts messages that follow one another from the same author together; a date header breaks a group. */
export function group<T>(
  messages: readonly T[],
  view: (message: T) => Grouped & { key: string },
): Group<T>[] {
  const groups: Group<T>[] = [];
  let previous: (Grouped & { key: string }) | undefined;
  for (const message of messages) {
    const current = view(message);
    const own = current.role === 'appUser';
    const pause = !previous || current.at - previous.at >= GAP_SECONDS;
    const same =
      previous && previous.role === current.role && (own || previous.name === current.name) && !pause;
    const last = groups[groups.length - 1];
    if (same && last) last.items.push(message);
    else
      groups.push({ key: current.key, own, items: [message], ...(pause ? { date: current.at } : undefined) });
    previous = current;
  }
  return groups;
}
