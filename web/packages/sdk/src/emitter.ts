import type { EventMap } from './bridge';

export type Handler = (payload?: unknown) => void;

/** Copies a value, so that a page cannot change ours, and one of the frame becomes one of the page. */
export function copy<T>(value: T): T {
  return value === undefined ? value : JSON.parse(JSON.stringify(value));
}

/** Handlers by event. Each runs in a macrotask of its own, unless it was removed by then. */
export function createEmitter() {
  let handlers: Record<string, Handler[]> = {};
  return {
    on(name: string, handler: Handler): void {
      const list = handlers[name] ?? [];
      handlers[name] = list;
      if (list.indexOf(handler) < 0) list.push(handler);
    },

    /** Without a handler: all of the event; without a name: all. */
    off(name?: string, handler?: Handler): void {
      if (name === undefined) handlers = {};
      else if (!handler) delete handlers[name];
      else handlers[name] = (handlers[name] ?? []).filter((other) => other !== handler);
    },

    emit<K extends keyof EventMap>(name: K, payload?: EventMap[K], last = false): void {
      const now = handlers;
      for (const handler of now[name] ?? []) {
        setTimeout(() => {
          if (last || (handlers[name] ?? []).indexOf(handler) >= 0) handler(copy(payload));
        });
      }
    },
  };
}
