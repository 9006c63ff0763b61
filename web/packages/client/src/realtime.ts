import { HEARTBEAT_SECONDS, INVALID_AUTH, RECONNECT_FROM } from '@smooch/protocol/codes';
import type * as events from '@smooch/protocol/events';
import type { Environment } from './environment';

const MAX_WAIT_SECONDS = 30;
export const CONNECT_MS = 10_000; // the server's own limit for the first frame
const BEHIND_MS = 5000; // events that a heartbeat announced must be here by then
const SOCKET_TRIES = 2; // before the first welcome; then WebSocket counts as blocked

export type ConnectionState = 'idle' | 'connecting' | 'live';
export type StoredEvent = events.MessageEvent | events.ChangeEvent | events.ReadEvent | events.StartEvent;

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
  /** Members without `private` are for the long poll, which is loaded when it is needed. */
  cursor_: events.Cursor | undefined;
  private socket_: WebSocket | undefined;
  abort_: AbortController | undefined;
  private running_ = false;
  private polling_ = false;
  private welcomed_ = false;
  private failures_ = 0;
  private attempt_ = 0;
  private heartbeat_ = HEARTBEAT_SECONDS;
  private retryTimer_: number | undefined;
  private silenceTimer_: number | undefined;
  private behindTimer_: number | undefined;

  constructor(readonly options_: RealtimeOptions) {}

  /** Starts from a position in the log. */
  start(cursor: events.Cursor | undefined): void {
    this.stop();
    this.cursor_ = cursor;
    this.running_ = true;
    this.open_();
  }

  stop(): void {
    this.running_ = false;
    this.drop_();
    this.options_.onState('idle');
  }

  /** The network or the page came back: do not wait, and do not trust a line that may have died meanwhile. */
  wake(): void {
    if (!this.running_) return;
    if (this.socket_?.readyState === 1) {
      this.socket_.send('{"type":"ping"}');
      this.expect_(BEHIND_MS);
      return;
    }
    this.polling_ = false;
    this.failures_ = 0;
    this.attempt_ = 0;
    this.drop_();
    this.open_();
  }

  private get env_(): Environment {
    return this.options_.env;
  }

  firstFrame_(): events.Connect {
    return { ...this.options_.connect(), ...(this.cursor_ && { cursor: this.cursor_ }) };
  }

  private open_(): void {
    this.options_.onState('connecting');
    const { WebSocket } = this.env_;
    if (this.polling_ || !WebSocket) {
      void this.poll_();
      return;
    }
    try {
      this.listen_(new WebSocket(this.options_.url));
    } catch {
      this.closed_(0); // forbidden by the page's policy
    }
  }

  private listen_(socket: WebSocket): void {
    this.socket_ = socket;
    this.expect_(CONNECT_MS);
    socket.onopen = () => socket.send(JSON.stringify(this.firstFrame_()));
    socket.onmessage = ({ data }) => {
      if (socket !== this.socket_) return;
      this.expect_(this.heartbeat_ * 2000);
      for (const line of (data as string).split('\n')) {
        if (line && socket === this.socket_) this.receive_(JSON.parse(line)); // a frame may end the session
      }
    };
    socket.onclose = ({ code }) => {
      if (socket === this.socket_) this.closed_(code);
    };
  }

  /** Counts the line as dead when nothing is heard in time. */
  expect_(ms: number): void {
    this.env_.clearTimeout(this.silenceTimer_);
    this.silenceTimer_ = this.env_.setTimeout(() => this.closed_(0), ms);
  }

  /** Lets go of the line and of every timer. */
  private drop_(): void {
    const socket = this.socket_;
    const abort = this.abort_;
    this.socket_ = undefined;
    this.abort_ = undefined;
    for (const timer of [this.retryTimer_, this.silenceTimer_, this.behindTimer_])
      this.env_.clearTimeout(timer);
    this.behindTimer_ = undefined;
    if (socket) {
      socket.onopen = socket.onmessage = socket.onclose = null;
      socket.close();
    }
    abort?.abort();
  }

  private closed_(code: number): void {
    if (!this.running_) return;
    this.drop_();
    if (!this.welcomed_ && ++this.failures_ >= SOCKET_TRIES) this.polling_ = true;
    this.options_.onState('connecting');
    if (code === INVALID_AUTH) void this.options_.onUnauthorised().then((again) => again && this.retry_());
    else if (comesBack(code)) this.retry_();
    else this.stop();
  }

  private retry_(): void {
    if (!this.running_) return;
    const seconds = this.env_.random() * Math.min(MAX_WAIT_SECONDS, 2 ** this.attempt_++);
    this.retryTimer_ = this.env_.setTimeout(() => this.open_(), seconds * 1000);
  }

  receive_(frame: events.ServerFrame): void {
    switch (frame.type) {
      case 'welcome':
        this.welcomed_ = true;
        this.heartbeat_ = frame.heartbeat;
        break;
      case 'subscribed':
        if (this.cursor_ && frame.cursor.seq > this.cursor_.seq) this.closed_(0);
        else this.live_(frame.cursor);
        break;
      case 'reset':
        this.reset_(frame.cursor);
        break;
      case 'heartbeat':
        this.compare_(Math.max(0, ...Object.values(frame.seq)));
        break;
      case 'activity':
        this.options_.onActivity(frame);
        break;
      case 'message':
      case 'message:change':
      case 'conversation:read':
      case 'conversation:start':
        this.apply_(frame);
        break;
    }
  }

  live_(cursor: events.Cursor): void {
    this.cursor_ = cursor;
    this.attempt_ = 0;
    this.options_.onState('live');
  }

  /** Until the messages are fetched the old cursor counts: a reset that could not be followed is asked for again. */
  private reset_(cursor: events.Cursor): void {
    const old = this.cursor_;
    this.live_(cursor);
    this.options_.onReset().catch(() => {
      this.cursor_ = old;
      this.closed_(0);
    });
  }

  private apply_(event: StoredEvent): void {
    const last = this.cursor_ ? this.cursor_.seq : event.seq - 1;
    const verdict = place(event.seq, last);
    if (verdict === 'gap') this.closed_(0);
    if (verdict !== 'apply') return;
    if (this.cursor_) this.cursor_ = { ...this.cursor_, seq: event.seq };
    this.options_.onEvent(event);
  }

  /** The server has events up to `top`: they must arrive soon. */
  private compare_(top: number): void {
    const behind = () => (this.cursor_?.seq ?? top) < top;
    if (!behind() || this.behindTimer_ !== undefined) return;
    this.behindTimer_ = this.env_.setTimeout(() => {
      this.behindTimer_ = undefined;
      if (behind()) this.closed_(0);
    }, BEHIND_MS);
  }

  private async poll_(): Promise<void> {
    const abort = new AbortController();
    this.abort_ = abort;
    const { poll } = await import('./polling').catch(() => ({ poll: async () => 0 }));
    const code = await poll(this, abort);
    if (code !== undefined) this.closed_(code);
  }
}
