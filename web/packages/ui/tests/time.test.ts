import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
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
  it.each([
    ['fr', '3 mars 2018, 4:05 PM', 'samedi sam. 3'],
    ['de-DE', '3 März 2018, 4:05 PM', 'Samstag Sa 3.'],
    ['es', '3 marzo 2018, 4:05 P.\u202fM.', 'sábado sáb 3º'],
    ['pt-BR', '3 março 2018, 4:05 PM', 'sábado sáb. 3º'],
    ['it', '3 marzo 2018, 4:05 PM', 'sabato sab 3º'],
    ['nl', '3 maart 2018, 4:05 P.M.', 'zaterdag za 3e'],
    ['pl', '3 marca 2018, 4:05 PM', 'sobota sob. 3.'],
    ['tr', '3 Mart 2018, 4:05 ÖS', 'Cumartesi Cmt 3'],
    ['ru', '3 марта 2018, 4:05 PM', 'суббота сб 3'],
    ['ar', '3 مارس 2018, 4:05 م', 'السبت السبت 3'],
    ['ar-SA', '3 مارس 2018, 4:05 م', 'السبت السبت 3'],
    ['he', '3 מרץ 2018, 4:05 PM', 'יום שבת שבת 3'],
    ['ja', '3 3月 2018, 4:05 午後', '土曜日 土 3日'],
    ['zh-CN', '3 三月 2018, 4:05 下午', '星期六 周六 3日'],
    ['en-GB', '3 March 2018, 4:05 PM', 'Saturday Sat 3rd'],
  ])('says the names of %s', (locale, written, days) => {
    expect(formatTime(afternoon, 'D MMMM YYYY, h:mm A', locale)).toBe(written);
    expect(formatTime(afternoon, 'dddd ddd Do', locale)).toBe(days);
  });
  it('bends the name of a month only beside its day', () => {
    expect(formatTime(afternoon, 'MMMM YYYY [D]', 'ru')).toBe('март 2018 D');
    expect(formatTime(afternoon, 'D MMM', 'ru')).toBe('3 мар.');
    expect(formatTime(afternoon, 'MMM', 'cs')).toBe('bře');
  });
  it('knows every token', () => {
    const all = 'YYYY YY MMMM MMM MM M DD D Do dddd ddd HH H hh h mm m ss A a';
    const written = '2018 18 March Mar 03 3 03 3 3rd Saturday Sat 16 16 04 4 05 5 09 PM pm';
    expect(formatTime(afternoon, all, 'en-US')).toBe(written);
    expect(formatTime(afternoon, '[YYYY [h] [] D', 'en-US')).toBe('YYYY [h  3');
    expect(formatTime(afternoon, '', 'en-US')).toBe('');
  });
  it('knows the first of a French month', () => {
    expect(formatTime(at(2018, 0, 1, 1, 1), 'Do MMMM', 'fr-CA')).toBe('1er janvier');
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

describe('without Intl', () => {
  beforeEach(() => {
    vi.resetModules();
    vi.doMock('../src/dates/engine', () => vi.importActual('../src/dates/engine-old'));
    vi.stubGlobal('Intl', undefined);
  });
  afterEach(() => {
    vi.doUnmock('../src/dates/engine');
    vi.unstubAllGlobals();
  });
  it('the names are English', async () => {
    const old = await import('../src/time');
    expect(old.dateLocale('de')).toBe('en-US');
    const format = 'dddd ddd, MMMM Do MMM YYYY, hh:mm A a';
    expect(old.formatTime(at(2018, 2, 3, 16, 5), format, 'en-US')).toBe(
      'Saturday Sat, March 3rd Mar 2018, 04:05 PM pm',
    );
    expect(old.formatTime(at(2018, 2, 3, 6, 5), 'MMMM, h A', 'en-US')).toBe('March, 6 AM');
  });
});

describe('dateLocale', () => {
  it.each([
    ['de-CH', 'de-CH'],
    ['pt_br', 'pt-br'],
    ['fr-!', 'fr'],
    ['FR-ca', 'FR-ca'],
    ['de_XX', 'de-XX'],
    ['xx-YY', 'en-US'],
    ['', 'en-US'],
    [null, 'en-US'],
    ['not a locale', 'en-US'],
    [7, 'en-US'],
    [undefined, 'en-US'],
  ])('reads %j as %s', (wanted, locale) => {
    expect(dateLocale(wanted)).toBe(locale);
  });
});
