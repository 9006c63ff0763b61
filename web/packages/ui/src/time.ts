import { supports, write } from './dates/engine';

const MINUTE = 60;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;
const TOKEN = /\[([^\]]*)]|YYYY|YY|MM?M?M?|Do|DD?|dddd?|HH?|hh?|mm?|ss|A|a/g;

/** The locale dates are written in: the one asked for, its language, or `en-US`. */
export function dateLocale(wanted: unknown): string {
  if (typeof wanted !== 'string') return 'en-US';
  const tag = wanted.replace(/_/g, '-');
  for (const candidate of [tag, tag.split('-')[0] ?? '']) {
    try {
      if (supports(candidate)) return candidate;
    } catch {
      // not a language tag at all, or no Intl: try the next
    }
  }
  return 'en-US';
}

/** What follows the number of a day of the month, by language. */
const ORDINALS: Record<string, string> = {
  de: '.',
  es: 'º',
  it: 'º',
  ja: '日',
  nl: 'e',
  pl: '.',
  pt: 'º',
  zh: '日',
};

function ordinal(day: number, locale: string): string {
  const language = locale.slice(0, 2).toLowerCase();
  const first = day === 1 && language === 'fr' ? 'er' : '';
  if (language !== 'en') return day + (ORDINALS[language] ?? first);
  const teens = day > 10 && day < 14;
  return `${day}${(!teens && ['', 'st', 'nd', 'rd'][day % 10]) || 'th'}`;
}

type Width = 'long' | 'short';

/** A month's name; some languages bend it beside a day: `5 ноября`, but `ноябрь`. */
function monthName(date: Date, locale: string, month: Width, beside: boolean): string {
  const bent = beside && write(date, locale, { month, day: 'numeric' }, 'month');
  return bent && !/\d/.test(bent) ? bent : write(date, locale, { month });
}

/** Writes a time (unix seconds) by the tokens `YYYY MMMM D h:mm A` and so on; `[text]` stands for itself. */
export function formatTime(seconds: number, format: string, locale: string): string {
  const date = new Date(seconds * 1000);
  const hours = date.getHours();
  const day = date.getDate();
  const numbers: Record<string, number> = {
    Y: date.getFullYear(),
    M: date.getMonth() + 1,
    D: day,
    H: hours,
    h: hours % 12 || 12,
    m: date.getMinutes(),
    s: date.getSeconds(),
  };
  const beside = /D/.test(format.replace(/\[[^\]]*]/g, ''));
  return format.replace(TOKEN, (token: string, literal?: string) => {
    if (literal !== undefined) return literal;
    if (token === 'Do') return ordinal(day, locale);
    const kind = token.charAt(0);
    const width: Width = token.length > 3 ? 'long' : 'short';
    if (kind === 'd') return write(date, locale, { weekday: width });
    if (/a/i.test(kind)) {
      const half = write(date, locale, { hour: 'numeric', hour12: true }, 'dayPeriod');
      return kind === 'A' ? half.toUpperCase() : half.toLowerCase();
    }
    if (kind === 'M' && token.length > 2) return monthName(date, locale, width, beside);
    const number = String(numbers[kind]);
    return token.length === 2 ? `0${number}`.slice(-2) : number;
  });
}

export interface RelativeTexts {
  messageRelativeTimeJustNow: string;
  messageRelativeTimeMinute: string;
  messageRelativeTimeHour: string;
  messageRelativeTimeDay: string;
  conversationTimestampHeaderFormat: string;
}

/** Says how long ago a time was; a time ahead of the clock is "just now", one of a week ago is a date. */
export function relativeTime(seconds: number, now: number, texts: RelativeTexts, locale: string): string {
  const age = now - seconds;
  const fill = (text: string, value: number) => text.replace(/\{value\}/g, String(Math.floor(value)));
  if (age < MINUTE) return texts.messageRelativeTimeJustNow;
  if (age < HOUR) return fill(texts.messageRelativeTimeMinute, age / MINUTE);
  if (age < DAY) return fill(texts.messageRelativeTimeHour, age / HOUR);
  if (age < 7 * DAY) return fill(texts.messageRelativeTimeDay, age / DAY);
  return formatTime(seconds, texts.conversationTimestampHeaderFormat, locale);
}
