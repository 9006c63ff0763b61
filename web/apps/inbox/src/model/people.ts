/** How people and their devices are shown. */

const HUES = 12; // enough to tell neighbours apart; more would look alike

/** One or two letters: of the first and the last word. An e-mail address counts up to its `@`. */
export function initials(name: string): string {
  const words = name
    .replace(/@.*$/, '')
    .split(/[\s._-]+/u)
    .filter(Boolean);
  const letter = (word: string | undefined) => (word ? ([...word][0] ?? '') : '');
  const first = letter(words[0]);
  const end = letter(words[words.length - 1]);
  const last = words.length > 1 && !/\d/.test(end) ? end : ''; // the number of a visitor without a name is no initial
  return (first + last).toLocaleUpperCase() || '?';
}

/** The same person has the same colour on every device and every day: a number from 0 to 11. */
export function hue(id: string): number {
  let hash = 2166136261;
  for (const char of id) hash = Math.imul(hash ^ (char.codePointAt(0) ?? 0), 16777619);
  return (hash >>> 0) % HUES;
}

// The first that fits wins: Edge and Opera also say Chrome, and everybody says Safari.
const BROWSERS: readonly (readonly [RegExp, string])[] = [
  [/\bEdg(A|iOS)?\//, 'Edge'],
  [/\bOPR\//, 'Opera'],
  [/\bSamsungBrowser\//, 'Samsung Internet'],
  [/\b(Firefox|FxiOS)\//, 'Firefox'],
  [/\b(HeadlessChrome|Chrome|CriOS)\//, 'Chrome'],
  [/\bSafari\//, 'Safari'],
];
const SYSTEMS: readonly (readonly [RegExp, string])[] = [
  [/\biPad\b/, 'iPad'],
  [/\biPhone\b/, 'iPhone'],
  [/\bAndroid\b/, 'Android'],
  [/\bWindows\b/, 'Windows'],
  [/\bMac OS X\b/, 'Mac'],
  [/\bCrOS\b/, 'ChromeOS'],
  [/\bLinux\b/, 'Linux'],
];

/** `Firefox on Windows`, or what of it the user agent tells. */
export function browser(userAgent: string): string {
  const pick = (table: readonly (readonly [RegExp, string])[]) =>
    table.find(([pattern]) => pattern.test(userAgent))?.[1];
  const name = pick(BROWSERS);
  const system = pick(SYSTEMS);
  return name && system ? `${name} on ${system}` : (name ?? system ?? '');
}

/** `pt-BR` as `Portuguese (Brazil)`; the code itself where the browser does not know it. */
export function language(code: string, locale = 'en'): string {
  try {
    return (
      new Intl.DisplayNames([locale], { type: 'language', languageDisplay: 'standard' }).of(code) ?? code
    );
  } catch {
    return code;
  }
}

const PLATFORMS: Record<string, string> = {
  web: 'Website',
  ios: 'iPhone app',
  android: 'Android app',
  api: 'API',
};

export function platform(name: string): string {
  return PLATFORMS[name] ?? name.charAt(0).toUpperCase() + name.slice(1);
}
