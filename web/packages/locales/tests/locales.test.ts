import { describe, expect, it } from 'vitest';
import type { Locale } from '../src';
import { en } from '../src/en';
import { core } from '../src/en/core';
import { launcher } from '../src/en/launcher';

/** The names that `customText` has always had. A page may use any; none is ever renamed. */
const PUBLIC = `
  actionPaymentCompleted actionPaymentError actionPostbackError clickToRetry connectNotificationText
  connectNotificationSingleText connectNotificationSingleButtonText connectNotificationOthersText
  conversationTimestampHeaderFormat emailChangeAddress emailDescription emailFieldLabel emailFieldPlaceholder
  emailFormButton fetchHistory fetchingHistory frontendEmailChannelDescription headerText inputPlaceholder
  introAppText introductionText invalidFileError lineChannelDescription locationNotSupported
  locationSecurityRestriction locationSendingFailed locationServicesDenied messageError messageIndicatorTitlePlural
  messageIndicatorTitleSingular messageRelativeTimeDay messageRelativeTimeHour messageRelativeTimeJustNow
  messageRelativeTimeMinute messageTimestampFormat messageSending messageDelivered messengerChannelDescription
  notificationSettingsChannelsDescription notificationSettingsChannelsTitle notificationSettingsConnected
  notificationSettingsConnectedAs sendButtonText settingsHeaderText smsBadRequestError smsCancel smsChangeNumber
  smsChannelDescription smsChannelPendingDescription smsContinue smsInvalidNumberError smsLinkCancelled smsLinkPending
  smsPingChannelError smsSendText smsStartTexting smsTooManyRequestsError smsTooManyRequestsOneMinuteError
  smsUnhandledError tapToRetry telegramChannelDescription unsupportedMessageType unsupportedActionType linkError
  viberChannelDescription viberChannelDescriptionMobile viberQRCodeError wechatChannelDescription
  wechatChannelDescriptionMobile wechatQRCodeError
`
  .trim()
  .split(/\s+/);

describe('English', () => {
  it('has the 70 public names', () => {
    expect(PUBLIC).toHaveLength(70);
    expect(Object.keys(en)).toEqual(expect.arrayContaining(PUBLIC));
  });
  it('says the same on the page as in the frame', () => {
    expect(core.headerText).toBe(launcher.headerText);
  });
});

/** Texts in which a page may write HTML; in all others markup would be shown as it is. */
const HTML = `
  actionPaymentError actionPostbackError introAppText introductionText invalidFileError messageError
  viberChannelDescription viberChannelDescriptionMobile wechatChannelDescription wechatChannelDescriptionMobile
`;
/** Tokens of a date, words in brackets, and what may stand between. */
const FORMAT = /^(YYYY|MMMM|M|D|HH|H|h|mm|A|\[[^\]]+]|[\s.,:،年月日])+$/;

const variables = (text: string) => (text.match(/\{\w+\}|<\w+>/g) ?? []).sort();
const markup = (text: string) => text.match(/<\/?\w+[^>]*>/g) ?? [];

declare global {
  interface ImportMeta {
    glob<T>(pattern: string, options: { eager: true }): Record<string, T>; // Vite's
  }
}

const found = import.meta.glob<{ default: Locale }>('../src/languages/*.ts', { eager: true });
const languages = Object.keys(found).map((path) => /([\w-]+)\.ts$/.exec(path)?.[1] ?? path);

it('has the languages that were promised', () => {
  const promised = ['ar', 'de', 'es', 'fr', 'he', 'it', 'ja', 'nl', 'pl', 'pt-BR', 'ru', 'tr', 'zh-CN'];
  expect(languages).toEqual(expect.arrayContaining(promised));
});

describe.each(languages)('%s', (tag) => {
  const locale = found[`../src/languages/${tag}.ts`]?.default as Locale;
  const texts: Record<string, string> = locale.texts;

  it.each(Object.entries(en))('says %s', (key, english) => {
    const text = texts[key] ?? '';
    if (key.endsWith('Format')) {
      expect(text).toMatch(FORMAT);
      return;
    }
    expect(variables(text)).toEqual(variables(english));
    expect(HTML.includes(key) ? markup(text) : []).toEqual(HTML.includes(key) ? markup(english) : []);
    expect(text.trim()).toBe(text);
    expect(text).not.toMatch(/^$|\.\.\.| {2}|[a-z]'[a-z]/);
  });
  it('is written in its direction', () => {
    expect(locale.dir).toBe(['ar', 'he'].includes(tag) ? 'rtl' : 'ltr');
  });
  it('is a language of its own', () => {
    const same = Object.entries(en).filter(([key, english]) => texts[key] === english);
    expect(same.map(([key]) => key).filter((key) => !key.startsWith('channel')).length).toBeLessThan(8);
  });
});
