import type { CoreTexts, Texts } from '@smooch/locales';
import { core } from '@smooch/locales/en/core';
import { useModel } from './model';

/** Adds the English words of a screen, where neither the page nor its language says them, and returns all so far. */
export type AddTexts = <P extends Partial<Texts>>(part: P) => CoreTexts & P;

/**
 * The words of one life of the messenger: what the page chose (`customText`) over those of a language over the English
 * ones. Keys that nobody asks for and values that are no strings are ignored.
 */
export function createTexts(custom: unknown, translated: Partial<Texts> = {}) {
  const chosen: Record<string, string> = {};
  const given = (custom ?? {}) as Record<string, unknown>;
  for (const key in given) {
    const text = given[key];
    if (typeof text === 'string') chosen[key] = text;
  }
  chosen.linkError ??= chosen.transferError as string; // its name in older pages
  const texts: Record<string, string> = {};
  const add = (part: Record<string, string>) => {
    for (const key in part) {
      texts[key] ??= chosen[key] ?? translated[key as keyof Texts] ?? (part[key] as string);
    }
    return texts;
  };
  return { texts: add(core) as CoreTexts, addTexts: add as unknown as AddTexts };
}

/** The words of a screen that is loaded later: `useTexts(forms)`, with `forms` from `@smooch/locales/en/forms`. */
export function useTexts<P extends Partial<Texts>>(part: P): CoreTexts & P {
  return useModel().addTexts(part);
}

/** Puts values in place of `{name}` variables, and of `<name>`, which one public text has. */
export function fill(text: string, values: Record<string, string | number>): string {
  return text.replace(/[{<](\w+)[}>]/g, (whole, name: string) =>
    Object.keys(values).indexOf(name) < 0 ? whole : String(values[name]),
  );
}
