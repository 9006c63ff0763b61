import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';

// biome-ignore lint/suspicious/noExplicitAny: the stub is used as a page uses it
type Page = Window & { [name: string]: any };
const GLOBAL = '{{global}}'; // as in the file before the server fills it
const page = window as unknown as Page;
let scripts: HTMLScriptElement[] = [];

beforeEach(async () => {
  vi.useFakeTimers();
  scripts = [];
  vi.spyOn(document.head, 'appendChild').mockImplementation((node) => {
    scripts.push(node as unknown as HTMLScriptElement);
    return node;
  });
  delete page[GLOBAL];
  vi.resetModules();
  await import('../src/snippet');
});
afterEach(() => {
  vi.useRealTimers();
  vi.restoreAllMocks();
});

/** What the host bundle hands over, with the calls it gets. */
function createReal(init = Promise.resolve()) {
  const calls: unknown[][] = [];
  const record =
    (name: string) =>
    (...args: unknown[]) =>
      void calls.push([name, ...args]);
  const real = {
    ...Object.fromEntries(['on', 'off', 'render', 'destroy', 'open'].map((name) => [name, record(name)])),
    init: (options: unknown) => {
      calls.push(['init', options]);
      return init;
    },
  };
  return { real, calls };
}

describe('the stub', () => {
  it('loads the host bundle without holding up the page', () => {
    expect(scripts.map(({ src }) => src.endsWith('/smooch.js'))).toEqual([true]);
  });

  it('replays handlers and containers in order, then init, and settles its promise', async () => {
    const stub = page[GLOBAL];
    const handler = () => {};
    stub.on('ready', handler);
    const started = stub.init({ appId: 'a' });
    stub.off('message');
    stub.render('old');
    stub.render('new');
    const order: string[] = [];
    void started.then(() => order.push('a'));
    void started.then(() => order.push('b'));
    const { real, calls } = createReal();
    stub._handOff(real);
    expect(calls).toEqual([
      ['on', 'ready', handler],
      ['off', 'message'],
      ['render', 'old'],
      ['render', 'new'],
      ['init', { appId: 'a' }],
    ]);
    await started;
    expect(order).toEqual(['a', 'b']);
    stub.open();
    expect(calls[5]).toEqual(['open']);
  });

  it('passes a failure on', async () => {
    const started = page[GLOBAL].init({ appId: 'a' });
    const failed = expect(started).rejects.toThrow('no');
    page[GLOBAL]._handOff(createReal(Promise.reject(new Error('no'))).real);
    await failed;
  });

  it('answers like the real one before init', async () => {
    const stub = page[GLOBAL];
    expect(stub.isOpened()).toBe(false);
    expect(stub.getUser()).toBeUndefined();
    expect(() => stub.open()).toThrow(/initialize.*init\(\)/i);
    await expect(stub.sendMessage('x')).rejects.toThrow(/initialize.*init\(\)/i);
    expect(stub.VERSION).toBe('0.0.0-test');
  });

  it('keeps the first of two calls to init', async () => {
    void page[GLOBAL].init({ appId: 'first' });
    await expect(page[GLOBAL].init({ appId: 'second' })).rejects.toThrow(/already initialized/);
    const { real, calls } = createReal();
    page[GLOBAL]._handOff(real);
    expect(calls).toEqual([['init', { appId: 'first' }]]);
  });

  it('cancels everything on destroy', async () => {
    page[GLOBAL].on('ready', () => {});
    const started = page[GLOBAL].init({ appId: 'a' });
    page[GLOBAL].destroy();
    await expect(started).rejects.toThrow(/destroyed/);
    const { real, calls } = createReal();
    page[GLOBAL]._handOff(real);
    expect(calls).toEqual([]);
  });

  it.each([
    ['fails', () => scripts[0]?.onerror?.('')],
    ['does not come within 30 s', () => vi.advanceTimersByTime(30_000)],
  ])('rejects when the bundle %s, and loads it again at the next init', async (_, lose) => {
    const started = page[GLOBAL].init({ appId: 'a' });
    lose();
    await expect(started).rejects.toMatchObject({ code: 'script_failed' });
    void page[GLOBAL].init({ appId: 'a' });
    expect(scripts).toHaveLength(2);
  });
});
