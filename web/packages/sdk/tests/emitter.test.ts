import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { createEmitter } from '../src/emitter';

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

describe('events', () => {
  it('call each handler once, in the order they were bound, after the current task', () => {
    const { on, emit } = createEmitter();
    const calls: unknown[] = [];
    const first = (count?: unknown) => calls.push(['first', count]);
    on('unreadCount', first);
    on('unreadCount', (count) => calls.push(['second', count]));
    on('unreadCount', first);
    emit('unreadCount', 3);
    expect(calls).toEqual([]);
    vi.runAllTimers();
    expect(calls).toEqual([
      ['first', 3],
      ['second', 3],
    ]);
  });

  it('do not stop at a handler that throws, and leave out one removed by then', () => {
    const { on, off, emit } = createEmitter();
    const last = vi.fn();
    const removed = vi.fn();
    on('ready', () => {
      throw new Error('the page is broken');
    });
    on('ready', removed);
    on('ready', last);
    emit('ready');
    off('ready', removed);
    expect(() => vi.runAllTimers()).toThrow('the page is broken');
    vi.runAllTimers();
    expect(last).toHaveBeenCalledOnce();
    expect(removed).not.toHaveBeenCalled();
  });

  it('hand out copies', () => {
    const { on, emit } = createEmitter();
    const message = { text: 'a' };
    on('message', (given) => {
      (given as typeof message).text = 'changed';
    });
    emit('message', message as never);
    vi.runAllTimers();
    expect(message.text).toBe('a');
  });

  it.each([
    [
      'one handler',
      (off: ReturnType<typeof createEmitter>['off'], one: () => void) => off('ready', one),
      ['two', 'other'],
    ],
    ['an event', (off: ReturnType<typeof createEmitter>['off']) => off('ready'), ['other']],
    ['everything', (off: ReturnType<typeof createEmitter>['off']) => off(), []],
    [
      'nothing, for an event never bound',
      (off: ReturnType<typeof createEmitter>['off']) => off('never'),
      ['one', 'two', 'other'],
    ],
  ])('can be unbound: %s', (_, unbind, left) => {
    const { on, off, emit } = createEmitter();
    const calls: string[] = [];
    const one = () => void calls.push('one');
    on('ready', one);
    on('ready', () => calls.push('two'));
    on('destroy', () => calls.push('other'));
    unbind(off, one);
    emit('ready');
    emit('destroy');
    vi.runAllTimers();
    expect(calls).toEqual(left);
  });

  it('reach the handlers of "destroy" although all are dropped at once', () => {
    const { on, off, emit } = createEmitter();
    const handler = vi.fn();
    on('destroy', handler);
    emit('destroy', undefined, true);
    off();
    vi.runAllTimers();
    expect(handler).toHaveBeenCalledOnce();
  });
});
