const writers: Record<string, Intl.DateTimeFormat> = {};

/** Tells whether the browser can write dates in a locale. Throws when the tag is none at all. */
export function supports(tag: string): boolean {
  return !!Intl.DateTimeFormat.supportedLocalesOf(tag)[0];
}

/** Writes a date, or one part of it, in the calendar that the numbers around it are of. */
export function write(
  date: Date,
  locale: string,
  options: Intl.DateTimeFormatOptions,
  part?: string,
): string {
  const key = locale + JSON.stringify(options);
  writers[key] ??= new Intl.DateTimeFormat(locale, { ...options, calendar: 'gregory' });
  const writer = writers[key];
  return part
    ? (writer.formatToParts(date).filter(({ type }) => type === part)[0]?.value ?? '')
    : writer.format(date);
}
