const MINUTE = 60;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;
const TOKEN = /\[([^\]]*)]|YYYY|YY|MMMM|MMM|MM|M|Do|DD|D|dddd|ddd|HH|H|hh|h|mm|m|ss|A|a/g;

/** The locale dates are written in: the one asked for, its language, or `en-US`. */
export function dateLocale(wanted: unknown): string {
  if (typeof wanted !== 'string') return 'en-US';
  const tag = wanted.replace(/_/g, '-');
  for (const candidate of [tag, tag.split('-')[0] ?? '']) {
    try {
      if (Intl.DateTimeFormat.supportedLocalesOf(candidate)[0]) return candidate;
    } catch {
      // not a language tag at all: try the next
    }
  }
  return 'en-US';
}

function ordinal(day: number, locale: string): string {
  if (!/^en\b/i.test(locale)) return String(day);
  const teens = day > 10 && day < 14;
  return `${day}${(!teens && ['', 'st', 'nd', 'rd'][day % 10]) || 'th'}`;
}

/** Writes a time (unix seconds) by the tokens `YYYY MMMM D h:mm A` and so on; `[text]` stands for itself. */
export function formatTime(seconds: number, format: string, locale: string): string {
  const date = new Date(seconds * 1000);
  const two = (value: number) => (value < 10 ? `0${value}` : String(value));
  const named = (options: Intl.DateTimeFormatOptions) =>
    new Intl.DateTimeFormat(locale, options).format(date);
  const hours = date.getHours();
  const half = hours % 12 || 12;
  const writers: Record<string, () => string | number> = {
    YYYY: () => date.getFullYear(),
    YY: () => two(date.getFullYear() % 100),
    MMMM: () => named({ month: 'long' }),
    MMM: () => named({ month: 'short' }),
    MM: () => two(date.getMonth() + 1),
    M: () => date.getMonth() + 1,
    Do: () => ordinal(date.getDate(), locale),
    DD: () => two(date.getDate()),
    D: () => date.getDate(),
    dddd: () => named({ weekday: 'long' }),
    ddd: () => named({ weekday: 'short' }),
    HH: () => two(hours),
    H: () => hours,
    hh: () => two(half),
    h: () => half,
    mm: () => two(date.getMinutes()),
    m: () => date.getMinutes(),
    ss: () => two(date.getSeconds()),
    A: () => (hours < 12 ? 'AM' : 'PM'),
    a: () => (hours < 12 ? 'am' : 'pm'),
  };
  return format.replace(TOKEN, (token, literal?: string) => literal ?? String(writers[token]?.() ?? token));
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
