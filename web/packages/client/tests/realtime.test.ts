import { describe, expect, it } from 'vitest';
import { comesBack, place, Realtime, type StoredEvent } from '../src/realtime';
import { createFakes, type FakeRequest, type FakeSocket, settle } from './fakes';

const START = { epoch: 'e', seq: 3 };
const event = (seq: number): StoredEvent => ({
  type: 'conversation:start',
  seq,
  conversation: { _id: 'c', unreadCount: 0 },
});
const subscribed = (seq: number) => ({
  type: 'subscribed',
  conversationId: 'c',
  cursor: { epoch: 'e', seq },
});

function open(answer: (request: FakeRequest) => object | Promise<object> = () => ({ status: 500 })) {
  const fakes = createFakes(answer);
  const seen: number[] = [];
  const states: string[] = [];
  const calls = { resets: 0, resetFails: false, again: true };
  const realtime = new Realtime({
    env: fakes.env,
    url: 'ws://server/realtime',
    pollUrl: 'http://server/poll',
    connect: () => ({ type: 'connect', appId: 'a', appUserId: 'u', sessionToken: 't' }),
    onEvent: ({ seq }) => seen.push(seq),
    onActivity: () => {},
    onReset: async () => {
      calls.resets++;
      if (calls.resetFails) throw new Error('no network');
    },
    onUnauthorised: async () => calls.again,
    onState: (state) => states.push(state),
  });
  realtime.start(START);
  const socket = (): FakeSocket => fakes.sockets[fakes.sockets.length - 1] as FakeSocket;
  const live = (seq = 3) => {
    socket().accept();
    socket().say({ type: 'welcome', heartbeat: 25 });
    socket().say(subscribed(seq));
  };
  return { ...fakes, realtime, seen, states, calls, socket, live };
}

it('tells where an event belongs', () => {
  expect([place(3, 3), place(4, 3), place(5, 3), place(1, 3)]).toEqual(['ignore', 'apply', 'gap', 'ignore']);
});

it.each([
  [1006, true],
  [1000, true],
  [4500, true],
  [4999, true],
  [4401, false],
  [4403, false],
  [4429, false],
])('a session closed with %i comes back: %s', (code, back) => {
  expect(comesBack(code)).toBe(back);
});

describe('the realtime session', () => {
  it('connects from its cursor and applies each event once, in order', () => {
    const { socket, seen, states, realtime } = open();
    socket().accept();
    expect(socket().sent).toEqual([
      { type: 'connect', appId: 'a', appUserId: 'u', sessionToken: 't', cursor: START },
    ]);
    socket().say({ type: 'welcome', heartbeat: 25 });
    for (const seq of [4, 4, 3, 5]) socket().say(event(seq));
    socket().say(subscribed(5));
    socket().say(event(6));
    expect(seen).toEqual([4, 5, 6]);
    expect(states[states.length - 1]).toBe('live');
    realtime.stop();
  });

  it('reads several frames from one message, until one of them ends the session', () => {
    const { socket, seen } = open();
    socket().accept();
    const frames = [event(4), event(5), event(9), event(6)];
    socket().onmessage?.({ data: frames.map((frame) => JSON.stringify(frame)).join('\n') });
    expect(seen).toEqual([4, 5]);
  });

  it('comes back from its cursor after a gap, and after the line breaks', async () => {
    const { socket, sockets, seen, live, pass } = open();
    live();
    socket().say(event(4));
    socket().say(event(6));
    expect(seen).toEqual([4]);
    await pass(1000);
    live(4);
    expect(socket().sent[0]).toMatchObject({ cursor: { epoch: 'e', seq: 4 } });
    socket().end(1006);
    await pass(1000);
    expect(sockets).toHaveLength(3);
  });

  it('notices at "subscribed" that events are missing', async () => {
    const { live, sockets, pass } = open();
    live(9);
    await pass(1000);
    expect(sockets).toHaveLength(2);
  });

  it('waits longer after each failure, never more than 30 s', async () => {
    const { live, socket, sockets, pass } = open();
    live();
    const waits: number[] = [];
    for (let turn = 0; turn < 7; turn++) {
      const before = sockets.length;
      socket().end(1006);
      let waited = 0;
      while (sockets.length === before) {
        await pass(250);
        waited += 250;
      }
      waits.push(waited / 1000);
    }
    expect(waits).toEqual([0.5, 1, 2, 4, 8, 15, 15]);
  });

  it('fetches again after a reset and goes on from its cursor', async () => {
    const { socket, calls, seen } = open();
    socket().accept();
    socket().say({ type: 'reset', conversationId: 'c', cursor: { epoch: 'f', seq: 50 } });
    socket().say(event(51));
    await settle();
    expect(calls.resets).toBe(1);
    expect(seen).toEqual([51]);
  });

  it('asks again for a reset that could not be followed', async () => {
    const { socket, calls, pass } = open();
    calls.resetFails = true;
    socket().accept();
    socket().say({ type: 'reset', conversationId: 'c', cursor: { epoch: 'f', seq: 50 } });
    await pass(1000);
    socket().accept();
    expect(socket().sent[0]).toMatchObject({ cursor: START });
  });

  it('takes silence for a dead line', async () => {
    const { live, sockets, pass, socket } = open();
    live();
    await pass(49_000);
    socket().say({ type: 'heartbeat', seq: { c: 3 } });
    await pass(49_000);
    expect(sockets).toHaveLength(1);
    await pass(2000);
    expect(sockets).toHaveLength(2);
  });

  it('reconnects when the events of a heartbeat do not follow within 5 s', async () => {
    const { live, sockets, pass, socket } = open();
    live();
    socket().say({ type: 'heartbeat', seq: { c: 4 } });
    socket().say(event(4));
    await pass(6000);
    expect(sockets).toHaveLength(1);
    socket().say({ type: 'heartbeat', seq: { c: 5 } });
    await pass(6000);
    expect(sockets).toHaveLength(2);
  });

  it.each([4403, 4429, 4400])('stays away after %i', async (code) => {
    const { live, sockets, pass, socket, states } = open();
    live();
    socket().end(code);
    await pass(100_000);
    expect(sockets).toHaveLength(1);
    expect(states[states.length - 1]).toBe('idle');
  });

  it.each([
    [true, 2],
    [false, 1],
  ])('after 4401 comes back only when the credentials hold (%s)', async (again, lines) => {
    const { live, sockets, pass, socket, calls } = open();
    calls.again = again;
    live();
    socket().end(4401);
    await pass(5000);
    expect(sockets).toHaveLength(lines);
  });

  it('polls where no socket opens, and tries sockets again when the network returns', async () => {
    let held: ((frames: object) => void) | undefined;
    const { socket, sockets, pass, seen, requests, realtime, states } = open(({ body }) =>
      body.wait === 0
        ? { frames: [event(4)], cursor: { epoch: 'e', seq: 4 } }
        : new Promise((resolve) => {
            held = resolve;
          }),
    );
    socket().end(1006);
    await pass(1000);
    socket().end(1006);
    await pass(2000);
    expect(seen).toEqual([4]);
    expect(states[states.length - 1]).toBe('live');
    held?.({ frames: [event(5), event(6)], cursor: { epoch: 'e', seq: 6 } });
    await settle();
    expect(seen).toEqual([4, 5, 6]);
    expect(requests.map(({ body }) => [body.connect.cursor.seq, body.wait])).toEqual([
      [3, 0],
      [4, 25],
      [6, 25],
    ]);
    realtime.wake();
    expect(sockets).toHaveLength(3);
  });

  it('pings when the page wakes, and gives up a line that does not answer', async () => {
    const { live, realtime, socket, sockets, pass } = open();
    live();
    realtime.wake();
    expect(socket().sent[1]).toEqual({ type: 'ping' });
    await pass(6000);
    expect(sockets).toHaveLength(2);
  });

  it('leaves nothing behind when it stops', () => {
    const { live, realtime, timers, socket } = open();
    live();
    realtime.stop();
    expect(timers.size).toBe(0);
    expect(socket().readyState).toBe(3);
  });
});
