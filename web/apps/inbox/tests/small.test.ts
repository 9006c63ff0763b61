import { describe, expect, it, vi } from 'vitest';
import { ApiError, repeats, retryAfter, sentence, Unreachable } from '../src/model/failure';
import { browser, hue, initials } from '../src/model/people';
import { pause, verdict } from '../src/model/reconnect';
import * as route from '../src/model/route';
import { pieces, shortAddress } from '../src/model/text';
import { ROW_HEIGHT, reveal, shift, visible } from '../src/model/window';
import { TypingOut } from '../src/state/typing';
import { keyAction, sends } from '../src/views/keys';

describe('people', () => {
  it.each([
    ['Ines Varga', 'IV'],
    ['ana maria de souza', 'AS'],
    ['zoe.brandt@example.org', 'ZB'],
    ['Ö', 'Ö'],
    ['👋 hi', '👋H'],
    ['', '?'],
  ])('initials of %j', (name, text) => {
    expect(initials(name)).toBe(text);
  });

  it('have one of twelve colours, always the same', () => {
    expect(hue('5cb5d2a19a3e2b0c7d4f1a11')).toBe(hue('5cb5d2a19a3e2b0c7d4f1a11'));
    const hues = new Set(Array.from({ length: 400 }, (_, index) => hue(`user-${index}`)));
    expect([...hues].sort((a, b) => a - b)).toEqual([0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11]);
  });

  it.each([
    ['Mozilla/5.0 (Windows NT 10.0) AppleWebKit/537.36 Chrome/120 Safari/537.36 Edg/120', 'Edge on Windows'],
    ['Mozilla/5.0 (iPhone; CPU iPhone OS 17 like Mac OS X) Version/17 Safari/604', 'Safari on iPhone'],
    ['Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0', 'Firefox on Linux'],
    ['curl/8', ''],
  ])('browser of %s', (userAgent, text) => {
    expect(browser(userAgent)).toBe(text);
  });
});

describe('text', () => {
  it.each([
    ['see https://a.test/x.', ['see ', 'https://a.test/x', '.']],
    ['(https://a.test/w_(b))', ['(', 'https://a.test/w_(b)', ')']],
    ['javascript:alert(1) http://', ['javascript:alert(1) http://']],
    ['plain', ['plain']],
  ])('%j', (text, parts) => {
    expect(pieces(text).map((piece) => piece.text)).toEqual(parts);
    expect(
      pieces(text)
        .map((piece) => piece.text)
        .join(''),
    ).toBe(text);
  });

  it('shortens an address', () => {
    expect(shortAddress('https://shop.test/')).toBe('shop.test');
    expect(shortAddress('https://shop.test/a?token=1#b')).toBe('shop.test/a#b');
  });
});

describe('failures', () => {
  it.each([
    ['no line', new Unreachable(), /cannot be reached/],
    ['too many', new ApiError(429, 'too_many_requests', '', 40), /Try again in 40 seconds/],
    ['own words', new ApiError(401, 'invalid_auth', ''), /do not match/],
    ['a bug of the server', new ApiError(500, 'internal_error', 'trace'), /server has a problem/],
    ['what the server says', new ApiError(400, 'bad_request', 'password: too short'), /password: too short/],
  ])('%s', (_, error, text) => {
    expect(sentence(error, { 401: 'They do not match.' })).toMatch(text);
  });

  it.each([
    [400, true],
    [413, true],
    [422, true],
    [408, false],
    [429, false],
    [500, false],
  ])('a refusal with %i comes again: %s', (status, again) => {
    expect(repeats(new ApiError(status, 'any', ''))).toBe(again);
  });

  it('reads Retry-After as seconds or a date', () => {
    expect(retryAfter('40', 0)).toBe(40);
    expect(retryAfter('Thu, 01 Jan 1970 00:01:00 GMT', 0)).toBe(60);
    expect(retryAfter('soon', 0)).toBeUndefined();
    expect(retryAfter(null, 0)).toBeUndefined();
  });
});

describe('a broken line', () => {
  it.each([
    [1006, 'again'],
    [1001, 'again'],
    [4401, 'credentials'],
    [4400, 'never'],
    [4429, 'never'],
    [4500, 'again'],
    [4504, 'again'],
  ])('%d', (code, what) => {
    expect(verdict(code)).toBe(what);
  });

  it('waits a random part of a growing, bounded time', () => {
    expect([0, 1, 3, 10].map((attempt) => pause(attempt, () => 1))).toEqual([1000, 2000, 8000, 30_000]);
    expect(pause(10, () => 0)).toBe(0);
  });
});

describe('addresses', () => {
  it('go there and back', () => {
    expect(route.parse(route.path('a/b', 'c', true))).toEqual({
      appId: 'a/b',
      conversationId: 'c',
      person: true,
    });
    expect(route.parse('/inbox')).toEqual({ appId: undefined, conversationId: undefined, person: false });
    expect(route.parse('/inbox/%zz').appId).toBe('%zz');
  });

  it('give the one-time token', () => {
    expect(route.linkToken('#token=a%2Bb')).toBe('a+b');
    expect(route.linkToken('')).toBeUndefined();
  });
});

describe('the long list', () => {
  it('draws what is near the screen only', () => {
    expect(visible(10_000, 0, 560)).toEqual({ first: 0, end: 18 });
    expect(visible(10_000, 1000 * ROW_HEIGHT, 560)).toEqual({ first: 992, end: 1018 });
    expect(visible(3, 9999, 560)).toEqual({ first: 3, end: 3 });
  });

  it('scrolls by what came in above the row that has to stay', () => {
    expect(shift(['a', 'b'], ['new', 'a', 'b'], 'b')).toBe(ROW_HEIGHT);
    expect(shift(['a', 'b'], ['b', 'a'], 'b')).toBe(-ROW_HEIGHT);
    expect(shift(['a'], ['b'], 'a')).toBe(0);
    expect(shift(['a'], ['b', 'a'], undefined)).toBe(0);
  });

  it('reveals a row with the least scrolling', () => {
    expect(reveal(0, 100, 300)).toBe(0);
    expect(reveal(9, 0, 300)).toBe(10 * ROW_HEIGHT - 300);
    expect(reveal(2, 50, 300)).toBe(50);
  });
});

describe('keys', () => {
  const key = (name: string, over = {}) => ({
    key: name,
    ctrlKey: false,
    metaKey: false,
    altKey: false,
    isComposing: false,
    defaultPrevented: false,
    ...over,
  });

  it.each([
    ['j on the page', key('j'), 'page', true, 'next'],
    ['? on the page', key('?'), 'page', true, 'help'],
    ['j in a field', key('j'), 'field', true, undefined],
    ['Ctrl+R', key('r', { ctrlKey: true }), 'page', true, undefined],
    ['j when single keys are off', key('j'), 'page', false, undefined],
    ['Escape in a field, always', key('Escape'), 'field', false, 'leave'],
    ['Escape in a dialog, which closes itself', key('Escape'), 'dialog', true, undefined],
    ['a key of an input method', key('Escape', { isComposing: true }), 'field', true, undefined],
  ] as const)('%s', (_, pressed, target, on, action) => {
    expect(keyAction(pressed, target, on)).toBe(action);
  });

  it('sends on Enter, but not with Shift nor while an input method composes', () => {
    const enter = { key: 'Enter', shiftKey: false, isComposing: false, keyCode: 13 };
    expect(sends(enter)).toBe(true);
    expect(sends({ ...enter, shiftKey: true })).toBe(false);
    expect(sends({ ...enter, isComposing: true })).toBe(false);
    expect(sends({ ...enter, keyCode: 229 })).toBe(false);
  });
});

it('tells of typing at most every three seconds, and once when it stops', () => {
  vi.useFakeTimers();
  const told: string[] = [];
  const typing = new TypingOut((type) => told.push(type));
  for (let second = 0; second < 5; second += 1) {
    typing.start();
    vi.advanceTimersByTime(1000);
  }
  expect(told).toEqual(['typing:start', 'typing:start']);
  vi.advanceTimersByTime(5000);
  typing.stop();
  expect(told).toEqual(['typing:start', 'typing:start', 'typing:stop']);
  vi.useRealTimers();
});
