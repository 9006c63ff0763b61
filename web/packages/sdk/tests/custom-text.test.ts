import { en } from '@smooch/locales/en';
import { expect, it } from 'vitest';

/** The typing of `customText`: every key with its English words. */
function typing(): string {
  const lines = Object.keys(en)
    .sort()
    .map((key) => {
      const said = en[key as keyof typeof en].replace(/\*\//g, '* /');
      return `  /** ${said} */\n  ${key}?: string;`;
    });
  const head =
    '// Every key with its English words, written from `@smooch/locales` by `tests/custom-text.test.ts`.';
  return `${head}\nexport interface CustomText {\n${lines.join('\n')}\n}\n`;
}

it('is typed as it is said', async () => {
  await expect(typing()).toMatchFileSnapshot('../src/custom-text.d.ts');
});
