import type { Environment } from '../src/environment';
import type { Storage } from '../src/session/identity';

/** Lets promises that are ready run, and parts that are loaded later come, without waiting for a clock. */
export async function settle(): Promise<void> {
  await Promise.all([
    import('../src/session/account'),
    import('../src/profile'),
    import('../src/polling'),
    import('../src/outbox/waiting'),
    import('../src/outbox/upload'),
    import('../src/outbox/files'),
  ]);
  for (let turn = 0; turn < 100; turn++) await Promise.resolve();
}

/** A storage whose keys, like a browser's, are its own. */
export function createStorage(): Storage & Record<string, string> {
  const methods = {
    getItem(this: Record<string, string>, key: string) {
      return this[key] ?? null;
    },
    setItem(this: Record<string, string>, key: string, value: string) {
      this[key] = value;
    },
    removeItem(this: Record<string, string>, key: string) {
      delete this[key];
    },
  };
  return Object.create(methods);
}

/** A WebSocket that the test plays the server of. */
export class FakeSocket {
  readyState = 0;
  sent: Record<string, unknown>[] = [];
  onopen: (() => void) | null = null;
  onmessage: ((event: { data: string }) => void) | null = null;
  onclose: ((event: { code: number }) => void) | null = null;

  constructor(readonly url: string) {}

  send(data: string): void {
    this.sent.push(JSON.parse(data));
  }

  close(): void {
    this.readyState = 3;
  }

  accept(): void {
    this.readyState = 1;
    this.onopen?.();
  }

  say(frame: object): void {
    this.onmessage?.({ data: JSON.stringify(frame) });
  }

  end(code: number): void {
    this.readyState = 3;
    this.onclose?.({ code });
  }
}

export interface FakeRequest {
  method: string;
  url: string;
  headers: Record<string, string>;
  // biome-ignore lint/suspicious/noExplicitAny: whatever was sent
  body: any;
}

/** A clock, a network and chance in the test's hands. */
export function createFakes(answer: (request: FakeRequest) => object | Promise<object>) {
  let now = 1_000_000;
  let last = 0;
  const timers = new Map<number, { at: number; run: () => void }>();
  const sockets: FakeSocket[] = [];
  const requests: FakeRequest[] = [];
  const env: Environment = {
    now: () => now,
    random: () => 0.5,
    setTimeout: (run, ms) => {
      timers.set(++last, { at: now + ms, run });
      return last;
    },
    clearTimeout: (timer) => {
      if (timer !== undefined) timers.delete(timer);
    },
    WebSocket: class extends FakeSocket {
      constructor(url: string) {
        super(url);
        sockets.push(this);
      }
    } as never,
    fetch: (async (url: string, init: RequestInit) => {
      const request: FakeRequest = {
        url,
        method: init.method ?? 'GET',
        headers: init.headers as Record<string, string>,
        body: init.body ? JSON.parse(init.body as string) : undefined,
      };
      requests.push(request);
      const { status = 200, ...body } = (await answer(request)) as { status?: number };
      return { ok: status < 400, status, json: async () => body };
    }) as never,
  };

  /** Lets time pass, with everything that is due. */
  async function pass(ms: number): Promise<void> {
    const end = now + ms;
    for (;;) {
      await settle();
      const due = [...timers].filter(([, { at }]) => at <= end).sort(([, a], [, b]) => a.at - b.at)[0];
      if (!due) break;
      timers.delete(due[0]);
      now = due[1].at;
      due[1].run();
    }
    now = end;
    await settle();
  }

  return { env, pass, sockets, requests, timers };
}
