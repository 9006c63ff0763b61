// Values that tell who reads them when they change: what we need of `@preact/signals-core`, in a quarter of its size.

export interface Signal<T> {
  value: T;
}

interface Effect {
  run(): void;
  /** The readers of each signal that it has read. */
  read: Effect[][];
}

let current: Effect | undefined;
let depth = 0;
const waiting: Effect[] = [];

/** Runs what waits, in order, with what that adds; afterwards throws the first error of theirs. */
function settle(): void {
  const errors: unknown[] = [];
  for (let next = waiting.shift(); next; next = waiting.shift()) {
    try {
      next.run();
    } catch (error) {
      errors.push(error);
    }
  }
  if (errors.length) throw errors[0];
}

/** Lets effects wait until all changes in `work` are made. */
export function batch<T>(work: () => T): T {
  depth++;
  try {
    return work();
  } finally {
    try {
      if (depth === 1) settle();
    } finally {
      depth--;
    }
  }
}

export function signal<T>(first: T): Signal<T> {
  const readers: Effect[] = [];
  let value = first;
  return {
    get value() {
      if (current && readers.indexOf(current) < 0) {
        readers.push(current);
        current.read.push(readers);
      }
      return value;
    },
    set value(next) {
      if (next === value) return;
      value = next;
      batch(() => {
        for (const reader of readers) if (waiting.indexOf(reader) < 0) waiting.push(reader);
      });
    },
  };
}

/** Runs `work` now and whenever a signal changes that it read the last time. What it returns runs before that. */
export function effect(work: () => unknown): () => void {
  let undo: unknown;
  let stopped = false;
  const within = (reader: Effect | undefined, run: () => unknown) => {
    const outer = current;
    current = reader;
    try {
      batch(run);
    } finally {
      current = outer;
    }
  };
  const clear = () => {
    for (const readers of self.read) readers.splice(readers.indexOf(self), 1);
    self.read = [];
    const last = undo;
    undo = undefined;
    if (typeof last === 'function') within(undefined, last as () => void);
  };
  const self: Effect = {
    read: [],
    run() {
      clear();
      if (stopped) return;
      within(self, () => {
        undo = work();
      });
      if (stopped) clear();
    },
  };
  const stop = () => {
    stopped = true;
    clear();
  };
  try {
    self.run();
  } catch (error) {
    stop();
    throw error;
  }
  return stop;
}
