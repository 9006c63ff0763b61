import * as intl from './intl';

// what dates are written with where the browser has no `Intl`, or half of it
const MONTHS = 'January February March April May June July August September October November December';
const WEEKDAYS = 'Sunday Monday Tuesday Wednesday Thursday Friday Saturday';

export const { supports } = intl;

/** As in browsers of today where it can, else the English names. */
export function write(
  date: Date,
  locale: string,
  options: Intl.DateTimeFormatOptions,
  part?: string,
): string {
  try {
    return intl.write(date, locale, options, part);
  } catch {
    if (part && options.month) return ''; // the name alone will do
    if (part) return date.getHours() < 12 ? 'AM' : 'PM';
    const [names, index] = options.month ? [MONTHS, date.getMonth()] : [WEEKDAYS, date.getDay()];
    const name = names.split(' ')[index] as string;
    return (options.month || options.weekday) === 'short' ? name.slice(0, 3) : name;
  }
}
