import { HEARTBEAT_SECONDS, INVALID_AUTH, RECONNECT_FROM } from '@smooch/protocol/codes';
import type * as events from '@smooch/protocol/events';
import type { Environment } from './environment';

const MAX_WAIT_SECONDS = 30;
const CONNECT_MS = 10_000; // the server's own limit for the first frame
const BEHIND_MS = 5000; // events that a heartbeat announced must be here by then
const POLL_SECONDS = 25;
const SOCKET_TRIES = 2; // before the first welcome; then WebSocket counts as blocked

export type ConnectionState = 'idle' | 'connecting' | 'live';
export type StoredEvent = events.MessageEvent | events.ReadEvent | events.StartEvent;

export interface RealtimeOptions {
  env: Environment;
  url: string;
  pollUrl: string;
  /** The first frame without its cursor. */
  connect(): Omit<events.Connect, 'cursor'>;
  onEvent(event: StoredEvent): void;
  onActivity(event: events.ActivityEvent): void;
  /** The log cannot be continued: fetch the messages again. */
  onReset(): Promise<void>;
  /** The credentials were refused. Resolves to whether to come back with the present ones. */
  onUnauthorised(): Promise<boolean>;
  onState(state: ConnectionState): void;
}

/** What to do with an event: only the one after the last is applied. */
export function place(seq: number, last: number): 'apply' | 'ignore' | 'gap' {
  if (seq <= last) return 'ignore';
  return seq === last + 1 ? 'apply' : 'gap';
}

/** Tells whether a session closed with this code may come back: broken lines and codes from 4500. */
export function comesBack(code: number): boolean {
  return code < 4000 || code >= RECONNECT_FROM;
}

/** A conversation's events in order, each once, over a WebSocket or by long polling; see docs/protocol.md. */
export class Realtime {
  private cursor: events.Cursor | undefined;
  private socket: WebSocket | undefined;
  private abort: AbortController | undefined;
  private running = false;
  private polling = false;
  private welcomed = false;
  private failures = 0;
  private attempt = 0;
  private heartbeat = HEARTBEAT_SECONDS;
  private retryTimer: number | undefined;
  private silenceTimer: number | undefined;
  private behindTimer: number | undefined;

  constructor(private readonly options: RealtimeOptions) {}

  /** Starts from a position in the log. */
  start(cursor: events.Cursor | undefined): void {
    this.stop();
    this.cursor = cursor;
    this.running = true;
    this.open();
  }

  stop(): void {
    this.running = false;
    this.drop();
    this.options.onState('idle');
  }

  /** The network or the page came back: do not wait, and do not trust a line that may have died meanwhile. */
  wake(): void {
    if (!this.running) return;
    if (this.socket?.readyState === 1) {
      this.socket.send('{"type":"ping"}');
      this.expect(BEHIND_MS);
      return;
    }
    this.polling = false;
    this.failures = 0;
    this.attempt = 0;
    this.drop();
    this.open();
  }

  private get env(): Environment {
    return this.options.env;
  }

  private firstFrame(): events.Connect {
    return { ...this.options.connect(), ...(this.cursor && { cursor: this.cursor }) };
  }

  private open(): void {
    this.options.onState('connecting');
    const { WebSocket } = this.env;
    if (this.polling || !WebSocket) {
      void this.poll(0);
      return;
    }
    try {
      this.listen(new WebSocket(this.options.url));
    } catch {
      this.closed(0); // forbidden by the page's policy
    }
  }

  private listen(socket: WebSocket): void {
    this.socket = socket;
    this.expect(CONNECT_MS);
    socket.onopen = () => socket.send(JSON.stringify(this.firstFrame()));
    socket.onmessage = ({ data }) => {
      if (socket !== this.socket) return;
      this.expect(this.heartbeat * 2000);
      this.receive(JSON.parse(data));
    };
    socket.onclose = ({ code }) => {
      if (socket === this.socket) this.closed(code);
    };
  }

  /** Counts the line as dead when nothing is heard in time. */
  private expect(ms: number): void {
    this.env.clearTimeout(this.silenceTimer);
    this.silenceTimer = this.env.setTimeout(() => this.closed(0), ms);
  }

  /** Lets go of the line and of every timer. */
  private drop(): void {
    const { socket, abort } = this;
    this.socket = undefined;
    this.abort = undefined;
    for (const timer of [this.retryTimer, this.silenceTimer, this.behindTimer]) this.env.clearTimeout(timer);
    this.behindTimer = undefined;
    if (socket) {
      socket.onopen = socket.onmessage = socket.onclose = null;
      socket.close();
    }
    abort?.abort();
  }

  private closed(code: number): void {
    if (!this.running) return;
    this.drop();
    if (!this.welcomed && ++this.failures >= SOCKET_TRIES) this.polling = true;
    this.options.onState('connecting');
    if (code === INVALID_AUTH) void this.options.onUnauthorised().then((again) => again && this.retry());
    else if (comesBack(code)) this.retry();
    else this.stop();
  }

  private retry(): void {
    if (!this.running) return;
    const seconds = this.env.random() * Math.min(MAX_WAIT_SECONDS, 2 ** this.attempt++);
    this.retryTimer = this.env.setTimeout(() => this.open(), seconds * 1000);
  }

  private receive(frame: events.ServerFrame): void {
    switch (frame.type) {
      case 'welcome':
        this.welcomed = true;
        this.heartbeat = frame.heartbeat;
        break;
      case 'subscribed':
        if (this.cursor && frame.cursor.seq > this.cursor.seq) this.closed(0);
        else this.live(frame.cursor);
        break;
      case 'reset':
        this.reset(frame.cursor);
        break;
      case 'heartbeat':
        this.compare(Math.max(0, ...Object.values(frame.seq)));
        break;
      case 'activity':
        this.options.onActivity(frame);
        break;
      case 'message':
      case 'conversation:read':
      case 'conversation:start':
        this.apply(frame);
        break;
    }
  }

  private live(cursor: events.Cursor): void {
    this.cursor = cursor;
    this.attempt = 0;
    this.options.onState('live');
  }

  /** Until the messages are fetched the old cursor counts: a reset that could not be followed is asked for again. */
  private reset(cursor: events.Cursor): void {
    const old = this.cursor;
    this.live(cursor);
    this.options.onReset().catch(() => {
      this.cursor = old;
      this.closed(0);
    });
  }

  private apply(event: StoredEvent): void {
    const last = this.cursor ? this.cursor.seq : event.seq - 1;
    const verdict = place(event.seq, last);
    if (verdict === 'gap') this.closed(0);
    if (verdict !== 'apply') return;
    if (this.cursor) this.cursor = { ...this.cursor, seq: event.seq };
    this.options.onEvent(event);
  }

  /** The server has events up to `top`: they must arrive soon. */
  private compare(top: number): void {
    const behind = () => (this.cursor?.seq ?? top) < top;
    if (!behind() || this.behindTimer !== undefined) return;
    this.behindTimer = this.env.setTimeout(() => {
      this.behindTimer = undefined;
      if (behind()) this.closed(0);
    }, BEHIND_MS);
  }

  private async poll(wait: number): Promise<void> {
    const abort = new AbortController();
    this.abort = abort;
    this.expect((wait + CONNECT_MS / 1000) * 1000);
    const code = await this.pollOnce(abort, wait);
    if (abort !== this.abort) return;
    if (code === undefined) return this.poll(POLL_SECONDS);
    this.closed(code);
  }

  /** One long poll. Returns the code the session ended with, or undefined when it goes on. */
  private async pollOnce(abort: AbortController, wait: number): Promise<number | undefined> {
    try {
      const response = await this.env.fetch(this.options.pollUrl, {
        method: 'POST',
        headers: { 'Content-Type': 'application/json' },
        body: JSON.stringify({ connect: this.firstFrame(), wait } satisfies events.PollRequest),
        signal: abort.signal,
      });
      if (!response.ok) return response.status === 401 ? INVALID_AUTH : 0;
      const reply: events.PollReply = await response.json();
      if (abort !== this.abort) return undefined;
      for (const frame of reply.frames as events.ServerFrame[]) {
        if (frame.type === 'error') return frame.code;
        this.receive(frame);
        if (abort !== this.abort) return undefined; // a gap: the poll was given up
      }
      this.live(reply.cursor ?? (this.cursor as events.Cursor));
      return undefined;
    } catch {
      return 0;
    }
  }
}
