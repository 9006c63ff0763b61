import type { Texts } from '@smooch/locales';
import type { Bridge } from 'smooch/bridge';

/** Fetches the words of the language the page wants; without them the messenger speaks English. */
export async function readLanguage({ config: { language } }: Bridge): Promise<Partial<Texts>> {
  try {
    return language?.url ? await (await fetch(language.url)).json() : {};
  } catch {
    return {};
  }
}
