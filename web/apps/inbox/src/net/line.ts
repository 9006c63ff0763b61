/** The agent's realtime session over a WebSocket: connect, stay alive, come back. It does not know what events mean. */

import { pause, verdict } from '../model/reconnect';
import type { ClientFrame, ServerFrame } from '../wire';

/**
 * `connecting` before the first welcome, `live`, `waiting` for the next attempt, `stopped` for good.
 * Allowed: connecting -> live | waiting | stopped; live -> waiting | stopped; waiting -> connecting | stopped.
 */
export type LineState = 'connecting' | 'live' | 'waiting' | 'stopped';

export interface LineEvents {
  state(state: LineState): void;
  frame(frame: ServerFrame): void;
  /** The line breaks before it is welcomed, or the server refused the credentials: are we still signed in? */
  doubt(): void;
}

const WELCOME_MS = 15_000; // a handshake that hangs longer is a dead line
const DOUBT_ATTEMPTS = 2; // a refused handshake looks like a broken line: ask after the second in a row

export class Line {
  private socket: WebSocket | undefined;
  private state: LineState = 'waiting';
  private attempt = 0;
  private retryTimer: ReturnType<typeof setTimeout> | undefined;
  private silenceTimer: ReturnType<typeof setTimeout> | undefined;
  private silenceMs = WELCOME_MS;

  constructor(
    private readonly url: string,
    private readonly appId: string,
    private readonly events: LineEvents,
    private readonly random: () => number = Math.random,
  ) {}

  get live(): boolean {
    return this.state === 'live';
  }

  start(): void {
    if (this.state !== 'waiting') return;
    clearTimeout(this.retryTimer);
    this.enter('connecting');
    const socket = new WebSocket(this.url);
    this.socket = socket;
    this.silenceMs = WELCOME_MS;
    this.watch();
    socket.addEventListener('open', () => this.send({ type: 'connect:agent', appId: this.appId }));
    socket.addEventListener('message', (event) => {
      if (socket === this.socket) this.receive(String(event.data));
    });
    socket.addEventListener('close', (event) => {
      if (socket === this.socket) this.broke(event.code);
    });
  }

  /** Send a frame if the socket is open; on a broken line there is nobody to tell. */
  send(frame: ClientFrame): void {
    if (this.socket?.readyState === WebSocket.OPEN) this.socket.send(JSON.stringify(frame));
  }

  /** Drop the socket and come back with fresh cursors. */
  reconnect(): void {
    if (this.state === 'live' || this.state === 'connecting') this.broke(1006);
  }

  /** The network or the tab came back: do not wait any longer. */
  hurry(): void {
    if (this.state === 'waiting') this.start();
    else this.send({ type: 'ping' });
  }

  stop(): void {
    if (this.state === 'stopped') return;
    this.drop();
    this.enter('stopped');
  }

  /** A message holds one frame or several, a line each. */
  private receive(data: string): void {
    this.watch();
    for (const line of data.split('\n')) {
      const frame = parse(line);
      if (frame?.type === 'welcome') {
        this.attempt = 0;
        this.silenceMs = frame.heartbeat * 2000;
        this.watch();
        this.enter('live');
      }
      if (frame) this.events.frame(frame);
    }
  }

  private broke(code: number): void {
    const welcomed = this.state === 'live';
    this.drop();
    const next = verdict(code);
    if (next === 'never') {
      this.enter('stopped');
      return;
    }
    this.enter('waiting');
    if (next === 'credentials' || (!welcomed && this.attempt >= DOUBT_ATTEMPTS)) this.events.doubt();
    if (this.state !== 'waiting') return; // the doubt may have stopped the line
    this.retryTimer = setTimeout(() => this.start(), pause(this.attempt, this.random));
    this.attempt += 1;
  }

  private drop(): void {
    clearTimeout(this.retryTimer);
    clearTimeout(this.silenceTimer);
    const socket = this.socket;
    this.socket = undefined;
    socket?.close();
  }

  private watch(): void {
    clearTimeout(this.silenceTimer);
    this.silenceTimer = setTimeout(() => this.reconnect(), this.silenceMs);
  }

  private enter(state: LineState): void {
    if (this.state === state) return;
    this.state = state;
    this.events.state(state);
  }
}

/** A frame, or nothing for what a newer server may say. */
function parse(data: string): ServerFrame | undefined {
  try {
    const frame = JSON.parse(data) as ServerFrame;
    return typeof frame?.type === 'string' ? frame : undefined;
  } catch {
    return undefined;
  }
}

export function address(location: Location): string {
  return `${location.protocol === 'https:' ? 'wss:' : 'ws:'}//${location.host}/inbox/api/realtime`;
}
