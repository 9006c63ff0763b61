import { describe, expect, it } from 'vitest';
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
