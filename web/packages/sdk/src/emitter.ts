import type { EventMap } from './bridge';

export type Handler = (payload?: unknown) => void;

/**
 * Copies a value, so that a page cannot change ours, and one of the frame becomes one of the page or the other way
 * round. By hand, since pages exist whose `JSON.stringify` or `toJSON` is not the standard's. Functions stay.
 */
export function copy<T>(value: T): T {
  if (typeof value !== 'object' || !value) return value;
  const made = (Array.isArray(value) ? [] : {}) as T;
  const own = Object.prototype.hasOwnProperty; // a page may have put more into every object
  for (const key in value) if (own.call(value, key)) made[key] = copy(value[key]);
  return made;
}

/** Handlers by event. Each runs in a macrotask of its own, unless it was removed by then. */
export function createEmitter() {
  const none = (): Record<string, Handler[]> => Object.create(null);
  let handlers = none();
  return {
    on(name: string, handler: Handler): void {
      const list = handlers[name] ?? [];
      handlers[name] = list;
      if (list.indexOf(handler) < 0) list.push(handler);
    },

    /** Without a handler: all of the event; without a name: all. */
    off(name?: string, handler?: Handler): void {
      if (name === undefined) handlers = none();
      else if (!handler) delete handlers[name];
      else handlers[name] = (handlers[name] ?? []).filter((other) => other !== handler);
    },

    emit<K extends keyof EventMap>(name: K, payload?: EventMap[K], last = false): void {
      for (const handler of handlers[name] ?? []) {
        setTimeout(() => {
          if (last || (handlers[name] ?? []).indexOf(handler) >= 0) handler(copy(payload));
        });
      }
    },
  };
}
