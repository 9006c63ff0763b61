import { describe, expect, it } from 'vitest';
import * as time from '../src/model/time';

const PLACE = { locale: 'en-GB', timeZone: 'Europe/Vienna' };
const NOW = Date.UTC(2026, 2, 9, 11, 0); // a Monday, 12:00 in Vienna
const ago = (minutes: number) => NOW / 1000 - minutes * 60;

describe('the time of a row', () => {
  it.each([
    ['a moment ago', ago(0.5), 'now'],
    ['from a clock that is ahead', ago(-5), 'now'],
    ['minutes', ago(59), '59m'],
    ['hours', ago(11 * 60), '11h'],
    ['yesterday, although few hours ago', ago(12.5 * 60), 'Sun'],
    ['six days', ago(6 * 24 * 60), 'Tue'],
    ['a week', ago(7 * 24 * 60), '2 Mar'],
    ['a year', ago(400 * 24 * 60), 'Feb 2025'],
  ])('%s', (_, seconds, text) => {
    expect(time.relative(seconds, NOW, PLACE)).toBe(text);
  });
});

describe('the heading of a day', () => {
  it.each([
    ['Today', ago(1)],
    ['Yesterday', ago(13 * 60)],
    ['Thursday', ago(4 * 24 * 60)],
    ['1 February', ago(36 * 24 * 60)],
    ['9 March 2025', ago(365 * 24 * 60)],
  ])('%s', (text, seconds) => {
    expect(time.dayName(seconds, NOW, PLACE)).toBe(text);
  });
});

it('counts calendar days by the zone, over the change to summer time too', () => {
  const before = Date.UTC(2026, 2, 28, 22, 59); // 23:59 in Vienna
  expect(time.dayNumber(before + 60_000, PLACE) - time.dayNumber(before, PLACE)).toBe(1);
  expect(time.dayNumber(before + 23 * 3_600_000, PLACE) - time.dayNumber(before, PLACE)).toBe(1);
});

it('writes the time of a message as the language has it', () => {
  expect(time.clock(ago(0), PLACE)).toBe('12:00');
  expect(time.clock(ago(0), { locale: 'en-US', timeZone: 'UTC' })).toMatch(/^11:00\sAM$/);
});

it('tells the time of another zone, and nothing of an unknown one', () => {
  expect(time.localTime('Asia/Tokyo', NOW, 'en-GB')).toContain('20:00');
  expect(time.localTime('Mars/Olympus', NOW)).toBe('');
});

it.each([
  [1, '1 second'],
  [40, '40 seconds'],
  [300, '5 minutes'],
])('writes a wait of %d s', (seconds, text) => {
  expect(time.wait(seconds)).toBe(text);
});
