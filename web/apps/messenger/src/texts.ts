import { en, type Texts } from '@smooch/locales';

/** The texts of the page over the defaults. Unknown keys and values that are no strings are ignored. */
export function mergeTexts(custom: Record<string, unknown>): Texts {
  const texts = { ...en };
  for (const key of Object.keys(en) as (keyof Texts)[]) {
    const text = custom[key];
    if (typeof text === 'string') texts[key] = text;
  }
  return texts;
}

/** Puts values in place of `{name}` variables. */
export function fill(text: string, values: Record<string, string>): string {
  return text.replace(/\{(\w+)\}/g, (whole, name: string) => values[name] ?? whole);
}
