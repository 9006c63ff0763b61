import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { Line, type LineState } from '../src/net/line';
import type { ServerFrame } from '../src/wire';

class FakeSocket extends EventTarget {
  static made: FakeSocket[] = [];
  static readonly OPEN = 1;
  readyState = 0;
  sent: unknown[] = [];
  constructor(readonly url: string) {
    super();
    FakeSocket.made.push(this);
  }
  send(text: string): void {
    this.sent.push(JSON.parse(text));
  }
  close(): void {
    this.readyState = 3;
  }
  opened(): void {
    this.readyState = 1;
    this.dispatchEvent(new Event('open'));
  }
  says(...frames: object[]): void {
    const data = frames.map((frame) => JSON.stringify(frame)).join('\n');
    this.dispatchEvent(new MessageEvent('message', { data }));
  }
  closes(code: number): void {
    this.dispatchEvent(Object.assign(new Event('close'), { code }));
  }
}

let states: LineState[];
let frames: string[];
let doubts: number;
let line: Line;

beforeEach(() => {
  vi.useFakeTimers();
  vi.stubGlobal('WebSocket', FakeSocket);
  FakeSocket.made = [];
  states = [];
  frames = [];
  doubts = 0;
  const events = {
    state: (state: LineState) => states.push(state),
    frame: (frame: ServerFrame) => frames.push(frame.type),
    doubt: () => {
      doubts += 1;
    },
  };
  line = new Line('ws://inbox.test', 'app', events, () => 1);
  line.start();
});

afterEach(() => {
  line.stop();
  vi.unstubAllGlobals();
  vi.useRealTimers();
});

function newest(): FakeSocket {
  const socket = FakeSocket.made[FakeSocket.made.length - 1];
  if (!socket) throw new Error('no socket');
  return socket;
}

function welcome(): void {
  newest().opened();
  newest().says({ type: 'welcome', heartbeat: 25 });
}

it('says first which app it is for, and is live when welcomed', () => {
  welcome();
  expect(newest().sent).toEqual([{ type: 'connect:agent', appId: 'app' }]);
  expect(states).toEqual(['connecting', 'live']);
});

it('takes several frames from one message, and passes over what it cannot read', () => {
  newest().opened();
  newest().says({ type: 'welcome', heartbeat: 25 }, [], { type: 'resync' });
  expect(frames).toEqual(['welcome', 'resync']);
  expect(line.live).toBe(true);
});

it('comes back after a broken line, later each time', () => {
  newest().closes(1006);
  vi.advanceTimersByTime(999);
  expect(FakeSocket.made).toHaveLength(1);
  vi.advanceTimersByTime(1);
  expect(FakeSocket.made).toHaveLength(2);
  newest().closes(1006);
  vi.advanceTimersByTime(1999);
  expect(FakeSocket.made).toHaveLength(2);
  vi.advanceTimersByTime(1);
  expect(FakeSocket.made).toHaveLength(3);
});

it('takes silence of two heartbeats for a dead line, and any frame for life', () => {
  welcome();
  vi.advanceTimersByTime(40_000);
  newest().says({ type: 'heartbeat', seq: {} });
  vi.advanceTimersByTime(49_999);
  expect(line.live).toBe(true);
  vi.advanceTimersByTime(1);
  expect(states).toEqual(['connecting', 'live', 'waiting']);
});

it('stays away after a code that says so', () => {
  welcome();
  newest().closes(4403);
  vi.advanceTimersByTime(60_000);
  expect(states).toEqual(['connecting', 'live', 'stopped']);
  expect(FakeSocket.made).toHaveLength(1);
});

it('asks who we are when the credentials were refused or the handshake fails again and again', () => {
  newest().closes(4401);
  expect(doubts).toBe(1);
  vi.advanceTimersByTime(1000);
  newest().closes(1006);
  expect(doubts).toBe(1);
  vi.advanceTimersByTime(2000);
  newest().closes(1006);
  expect(doubts).toBe(2);
});

it('does not wait when the network is back', () => {
  newest().closes(1006);
  line.hurry();
  expect(FakeSocket.made).toHaveLength(2);
});

it('does not listen to a socket it has dropped', () => {
  welcome();
  const old = newest();
  line.reconnect();
  vi.advanceTimersByTime(1000);
  welcome();
  old.closes(4403);
  expect(line.live).toBe(true);
});
