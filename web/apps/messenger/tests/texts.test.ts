import { channels } from '@smooch/locales/en/channels';
import { core } from '@smooch/locales/en/core';
import { forms } from '@smooch/locales/en/forms';
import { describe, expect, it } from 'vitest';
import { createTexts, fill } from '../src/texts';

describe('the texts', () => {
  it('of the page win, when they are strings and known', () => {
    const given = {
      headerText: 'Hallo',
      sendButtonText: '',
      inputPlaceholder: null,
      fetchHistory: undefined,
      messageDelivered: 5,
      unknown: 'x',
    };
    const { texts } = createTexts(given);
    expect(texts).toEqual({ ...core, headerText: 'Hallo', sendButtonText: '' });
    given.headerText = 'changed later';
    expect(texts.headerText).toBe('Hallo');
  });
  it.each([undefined, null, 7, 'text'])('stand when the page gives %j', (given) => {
    expect(createTexts(given).texts).toEqual(core);
  });
  it('of a screen loaded later join, the page and the language before them', () => {
    const { addTexts } = createTexts({ formSubmit: 'Go' }, { formSubmit: 'Senden', formLabel: 'Formular' });
    expect(addTexts(forms)).toEqual({ ...core, ...forms, formSubmit: 'Go', formLabel: 'Formular' });
    expect(addTexts(forms)).toBe(addTexts(forms));
  });
  it('of a language fall back to English, key by key', () => {
    const { texts } = createTexts({ headerText: 'Moin' }, { headerText: 'Hallo', sendButtonText: 'Senden' });
    expect(texts).toEqual({ ...core, headerText: 'Moin', sendButtonText: 'Senden' });
  });
  it.each([
    [{ transferError: 'old' }, 'old'],
    [{ transferError: 'old', linkError: 'new' }, 'new'],
    [{ linkError: 'new', transferError: 'old' }, 'new'],
    [{ transferError: 3 }, channels.linkError],
  ])('know the old name of linkError: %j', (given, said) => {
    expect(createTexts(given).addTexts(channels).linkError).toBe(said);
  });
});

describe('variables', () => {
  it.each([
    ['{a} and {a}, {b}', { a: 'x' }, 'x and x, {b}'],
    ['Turn on <name> notifications', { name: 'LINE' }, 'Turn on LINE notifications'],
    ['({count}) New messages', { count: 0 }, '(0) New messages'],
    ['{a}{b}', { a: '{b}', b: '$&' }, '{b}$&'],
    ['{constructor} {__proto__}', { a: 'x' }, '{constructor} {__proto__}'],
    ['none', { a: 'x' }, 'none'],
  ])('of %j with %j: %j', (text, values, filled) => {
    expect(fill(text, values as Record<string, string>)).toBe(filled);
  });
});
