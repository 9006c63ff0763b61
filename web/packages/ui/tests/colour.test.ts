import { describe, expect, it } from 'vitest';
import { contrast, palette, parseColour, type Rgb, readable, textOn } from '../src/colour';

const HEX = [
  '000',
  'fff',
  '808080',
  '767676',
  '0099ff',
  '65758e',
  'ffd54f',
  'f00',
  '0f0',
  '00f',
  '7f7f00',
  'c0ffee',
];
const rgb = (hex: string) => parseColour(hex) as Rgb;

function fromCss(text: string | undefined): Rgb {
  return (text?.match(/\d+/g) ?? []).map(Number) as unknown as Rgb;
}

describe('parseColour', () => {
  it('reads 3 and 6 digits, with or without #', () => {
    expect(parseColour('0af')).toEqual([0, 170, 255]);
    expect(parseColour('#00AAFF')).toEqual([0, 170, 255]);
  });
  it.each(['', '12', '12345', 'blue', '#12345g', 5, null, undefined])('refuses %j', (value) => {
    expect(parseColour(value)).toBeUndefined();
  });
});

describe('contrast', () => {
  it('is 21 between black and white, 1 with itself', () => {
    expect(contrast([0, 0, 0], [255, 255, 255])).toBeCloseTo(21);
    expect(contrast([12, 34, 56], [12, 34, 56])).toBe(1);
  });
});

describe('text on any colour', () => {
  it('can be read on every grey and every tested hue', () => {
    const greys = Array.from({ length: 256 }, (_, value): Rgb => [value, value, value]);
    for (const surface of [...greys, ...HEX.map(rgb)]) {
      expect(contrast(textOn(surface), surface), String(surface)).toBeGreaterThanOrEqual(4.5);
    }
  });
  it('is white on the default brand', () => {
    expect(textOn(rgb('65758e'))).toEqual([255, 255, 255]);
  });
  it('readable moves a colour until it can be read', () => {
    for (const hex of HEX) {
      for (const surface of [rgb('fff'), rgb('17181b')]) {
        expect(contrast(readable(rgb(hex), surface), surface), hex).toBeGreaterThanOrEqual(4.5);
      }
    }
  });
});

describe('palette', () => {
  const pairs = [
    ['--on-brand', '--brand'],
    ['--on-own', '--own'],
    ['--on-own-dim', '--own-dim'],
    ['--own-ink', '--surface'],
    ['--own-ink', '--own-tint'],
    ['--link', '--bubble'],
    ['--on-action', '--action'],
    ['--text', '--surface'],
    ['--text', '--bubble'],
    ['--quiet', '--surface'],
    ['--quiet', '--bubble'],
    ['--error', '--surface'],
  ];
  const marks = [
    ['--focus', '--surface'],
    ['--control', '--surface'],
    ['--on-brand', '--brand-hover'],
    ['--on-own', '--own-press'],
  ];
  /** The same colours at every run, from all over the cube. */
  function* anyColours(count: number): Generator<Rgb> {
    let state = 20261122;
    const next = () => {
      state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
      return state >>> 24;
    };
    for (let index = 0; index < count; index++) yield [next(), next(), next()];
  }
  it.each([false, true])('keeps everything readable for any colours (dark: %s)', (dark) => {
    const any = [...HEX.map(rgb), ...anyColours(600)];
    for (const [index, brand] of any.entries()) {
      const conversation = any[(index * 7 + 1) % any.length] ?? brand;
      const action = any[(index * 13 + 5) % any.length] ?? brand;
      const values = palette({ brand, conversation, action }, dark);
      const check = (pair: string[], least: number) => {
        const [first = '', second = ''] = pair;
        const ratio = contrast(fromCss(values[first]), fromCss(values[second]));
        expect(ratio, `${pair} for ${[brand, conversation, action].join(' ')}`).toBeGreaterThanOrEqual(least);
      };
      for (const pair of pairs) check(pair, 4.5);
      for (const pair of marks) check(pair, 3);
    }
  });
});
