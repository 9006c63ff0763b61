import { describe, expect, it } from 'vitest';
import { dateLocale, formatTime, relativeTime } from '../src/time';

const at = (...parts: [number, number, number, number, number, number?]) =>
  new Date(...parts).getTime() / 1000;
const texts = {
  messageRelativeTimeJustNow: 'Just now',
  messageRelativeTimeMinute: '{value}m ago',
  messageRelativeTimeHour: '{value}h ago',
  messageRelativeTimeDay: '{value}d ago',
  conversationTimestampHeaderFormat: 'MMMM D YYYY, h:mm A',
};

describe('formatTime', () => {
  const afternoon = at(2018, 2, 3, 16, 5, 9);
  const cases: [format: string, locale: string, written: string][] = [
    ['MMMM D YYYY, h:mm A', 'en-US', 'March 3 2018, 4:05 PM'],
    ['h:mm A', 'en-US', '4:05 PM'],
    ['HH:mm:ss', 'en-US', '16:05:09'],
    ['dddd Do MMM YY', 'en-GB', 'Saturday 3rd Mar 18'],
    ['DD/MM/YYYY', 'fr', '03/03/2018'],
    ['D. MMMM YYYY', 'de-DE', '3. März 2018'],
    ['[at] h a', 'en-US', 'at 4 pm'],
  ];
  it.each(cases)('writes %s in %s', (format, locale, written) => {
    expect(formatTime(afternoon, format, locale)).toBe(written);
  });
  it('knows midnight and noon', () => {
    expect(formatTime(at(2018, 0, 1, 0, 0), 'h A', 'en-US')).toBe('12 AM');
    expect(formatTime(at(2018, 0, 1, 12, 0), 'h A', 'en-US')).toBe('12 PM');
  });
  it.each([
    [1, '1st'],
    [2, '2nd'],
    [11, '11th'],
    [13, '13th'],
    [22, '22nd'],
    [31, '31st'],
  ])('writes day %i as %s', (day, written) => {
    expect(formatTime(at(2018, 0, day, 1, 1), 'Do', 'en-US')).toBe(written);
  });
});

describe('relativeTime', () => {
  const now = at(2018, 2, 20, 12, 0);
  const cases: [age: number, written: string][] = [
    [-500, 'Just now'],
    [0, 'Just now'],
    [59, 'Just now'],
    [60, '1m ago'],
    [3599, '59m ago'],
    [3600, '1h ago'],
    [86_399, '23h ago'],
    [86_400, '1d ago'],
    [7 * 86_400 - 1, '6d ago'],
    [7 * 86_400, 'March 13 2018, 12:00 PM'],
  ];
  it.each(cases)('says of an age of %i s: %s', (age, written) => {
    expect(relativeTime(now - age, now, texts, 'en-US')).toBe(written);
  });
});

describe('dateLocale', () => {
  it.each([
    ['de-CH', 'de-CH'],
    ['pt_br', 'pt-br'],
    ['fr-!', 'fr'],
    ['not a locale', 'en-US'],
    [7, 'en-US'],
    [undefined, 'en-US'],
  ])('reads %j as %s', (wanted, locale) => {
    expect(dateLocale(wanted)).toBe(locale);
  });
});
