/** Times as an agent reads them. `received` and its like are unix seconds, as on the wire; `now` is milliseconds. */

export interface Place {
  locale?: string;
  timeZone?: string;
}

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;

const formats = new Map<string, Intl.DateTimeFormat>();

/** Making a formatter costs more than using it a thousand times: each is made once. */
function format(place: Place, options: Intl.DateTimeFormatOptions): Intl.DateTimeFormat {
  const key = JSON.stringify([place.locale, place.timeZone, options]);
  let found = formats.get(key);
  if (!found) {
    found = new Intl.DateTimeFormat(place.locale, { ...options, timeZone: place.timeZone });
    formats.set(key, found);
  }
  return found;
}

/** A number that is the same for all moments of one calendar day and one more on the next. */
export function dayNumber(ms: number, place: Place = {}): number {
  const options: Intl.DateTimeFormatOptions = { year: 'numeric', month: 'numeric', day: 'numeric' };
  const parts = format({ ...place, locale: 'en-US' }, options).formatToParts(ms);
  const part = (type: string) => Number(parts.find((item) => item.type === type)?.value);
  return Math.floor(Date.UTC(part('year'), part('month') - 1, part('day')) / DAY);
}

/** `14:02` or `2:02 PM`, as the agent's language has it. */
export function clock(seconds: number, place: Place = {}): string {
  return format(place, { hour: 'numeric', minute: '2-digit' }).format(seconds * 1000);
}

/** The short time of a list row: `now`, `5m`, `3h`, `Mon`, `12 Mar`, `Mar 2024`. */
export function relative(seconds: number, now: number, place: Place = {}): string {
  const ms = seconds * 1000;
  const age = now - ms;
  if (age < MINUTE) return 'now';
  if (age < HOUR) return `${Math.floor(age / MINUTE)}m`;
  const days = dayNumber(now, place) - dayNumber(ms, place);
  if (days === 0) return `${Math.floor(age / HOUR)}h`;
  if (days < 7) return format(place, { weekday: 'short' }).format(ms);
  if (days < 330) return format(place, { day: 'numeric', month: 'short' }).format(ms);
  return format(place, { month: 'short', year: 'numeric' }).format(ms);
}

/** The heading over the messages of a day: `Today`, `Yesterday`, `Monday`, `12 March`, `12 March 2024`. */
export function dayName(seconds: number, now: number, place: Place = {}): string {
  const ms = seconds * 1000;
  const days = dayNumber(now, place) - dayNumber(ms, place);
  if (days === 0) return 'Today';
  if (days === 1) return 'Yesterday';
  if (days > 1 && days < 7) return format(place, { weekday: 'long' }).format(ms);
  const sameYear =
    format(place, { year: 'numeric' }).format(ms) === format(place, { year: 'numeric' }).format(now);
  const year = sameYear ? undefined : 'numeric';
  return format(place, { day: 'numeric', month: 'long', year }).format(ms);
}

/** Date and time in full, for a tooltip. */
export function full(seconds: number, place: Place = {}): string {
  return format(place, { dateStyle: 'full', timeStyle: 'short' }).format(seconds * 1000);
}

/** A date without a time, from an ISO text: `12 March 2024`. */
export function date(iso: string, place: Place = {}): string {
  const ms = Date.parse(iso);
  return Number.isNaN(ms) ? '' : format(place, { day: 'numeric', month: 'long', year: 'numeric' }).format(ms);
}

/** What the clock on the visitor's wall shows; empty when the zone is not a known one. */
export function localTime(timeZone: string, now: number, locale?: string): string {
  try {
    return format({ locale, timeZone }, { weekday: 'short', hour: 'numeric', minute: '2-digit' }).format(now);
  } catch {
    return ''; // an unknown zone name is a RangeError
  }
}

/** `40 seconds`, `1 minute`, `5 minutes`: how long to wait, rounded up. */
export function wait(seconds: number): string {
  if (seconds <= 90) return seconds === 1 ? '1 second' : `${Math.ceil(seconds)} seconds`;
  return `${Math.ceil(seconds / 60)} minutes`;
}
