import type { Style } from '@smooch/protocol/sdk';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { inkOn, launcherLook } from '../src/settings';

const style: Style = {
  brandColor: '111111',
  conversationColor: '222222',
  actionColor: '333333',
  displayStyle: 'button',
  buttonWidth: '58',
  buttonHeight: '58',
};

beforeEach(() => void vi.spyOn(console, 'warn').mockImplementation(() => {}));
afterEach(() => void vi.restoreAllMocks());

describe('the launcher', () => {
  it('looks as the integration says, unless the page says otherwise', () => {
    expect(launcherLook({}, { style })).toMatchObject({ tab: false, brandColor: '111111', width: '58px' });
    const options = {
      displayStyle: 'tab',
      customColors: { brandColor: '#abc' },
      buttonWidth: 90,
      buttonHeight: '4em',
      customText: { headerText: '' },
    };
    const look = launcherLook(options, { style });
    expect(look).toMatchObject({ tab: true, brandColor: 'abc', width: '90px', height: '4em' });
    expect(look.text('headerText')).toBe('');
    expect(look.text('openLabel')).toBe('Open chat');
    expect(console.warn).not.toHaveBeenCalled();
  });

  it('says so when a value cannot be used, and takes the next', () => {
    const options = { displayStyle: 'balloon', customColors: { brandColor: 'red' }, buttonWidth: 'wide' };
    expect(launcherLook(options, { style })).toMatchObject({
      tab: false,
      brandColor: '111111',
      width: '58px',
    });
    expect(console.warn).toHaveBeenCalledTimes(3);
  });

  it('says what the page chose, else what its language has, else English', () => {
    const language = {
      tag: 'de',
      dir: 'ltr',
      texts: { openLabel: 'Chat öffnen', headerText: 'Wie können wir helfen?' },
    };
    const look = launcherLook({ customText: { headerText: 'Moin', openLabel: 7 } }, { style, language });
    expect(look.text('headerText')).toBe('Moin');
    expect(look.text('openLabel')).toBe('Chat öffnen');
    expect(look.text('frameTitle')).toBe('Chat box');
  });

  it.each([
    ['fff', '#000'],
    ['000000', '#fff'],
    ['65758e', '#fff'],
    ['ffd54f', '#000'],
    ['0099ff', '#000'],
  ])('puts on %s the colour %s', (surface, ink) => {
    expect(inkOn(surface)).toBe(ink);
  });
});
