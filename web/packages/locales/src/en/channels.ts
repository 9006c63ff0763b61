/** Settings, the connect prompt, and the pages that lead to other channels. */
export const channels = {
  // public names of customText
  connectNotificationOthersText: 'others',
  connectNotificationSingleButtonText: 'Turn on <name> notifications',
  connectNotificationSingleText: 'Be notified when you get a reply.',
  connectNotificationText: 'Be notified inside your other apps when you get a reply.',
  emailChangeAddress: 'Change my email',
  emailDescription: 'To be notified by email when you get a reply, enter your email address.',
  emailFieldLabel: 'Your email',
  emailFieldPlaceholder: 'Your email address',
  emailFormButton: 'Continue',
  frontendEmailChannelDescription:
    "To talk to us using email just send a message to our email address and we'll reply shortly:",
  introAppText: 'Message us below or from your favorite app.',
  lineChannelDescription:
    'To talk to us using LINE, scan this QR code using the LINE app and send us a message.',
  linkError: 'An error occurred when attempting to generate a link for this channel. Please try again.',
  messengerChannelDescription:
    'Connect your Facebook Messenger account to be notified when you get a reply and carry the conversation on Facebook Messenger.',
  notificationSettingsChannelsDescription: 'You can also talk to us from your favorite app or service.',
  notificationSettingsChannelsTitle: 'Other Channels',
  notificationSettingsConnected: 'Connected',
  notificationSettingsConnectedAs: 'Connected as {username}',
  settingsHeaderText: 'Settings',
  smsBadRequestError: 'We were unable to communicate with this number. Try again or use a different one.',
  smsCancel: 'Cancel',
  smsChangeNumber: 'Change my number',
  smsChannelDescription:
    'Connect your SMS number to be notified when you get a reply and carry the conversation over SMS.',
  smsChannelPendingDescription: 'Check your messages at {number} to confirm your phone number.',
  smsContinue: 'Continue',
  smsInvalidNumberError: "Your phone number isn't valid. Please try again.",
  smsLinkCancelled: 'Link to {appUserNumber} was cancelled.',
  smsLinkPending: 'Pending',
  smsPingChannelError: 'There was an error sending a message to your number.',
  smsSendText: 'Send me a text',
  smsStartTexting: 'Start Texting',
  smsTooManyRequestsError:
    'A connection for that number was requested recently. Please try again in {minutes} minutes.',
  smsTooManyRequestsOneMinuteError:
    'A connection for that number was requested recently. Please try again in 1 minute.',
  smsUnhandledError: 'Something went wrong. Please try again.',
  telegramChannelDescription:
    'Connect your Telegram account to be notified when you get a reply and carry the conversation on Telegram',
  viberChannelDescription:
    'Connect your Viber account to be notified when you get a reply and carry the conversation on Viber. To get started, scan the QR code using the Viber app.',
  viberChannelDescriptionMobile:
    'Connect your Viber account to be notified when you get a reply and carry the conversation on Viber. To get started, install the Viber app and tap Connect.',
  viberQRCodeError: 'An error occurred while fetching your Viber QR code. Please try again.',
  wechatChannelDescription:
    'Connect your WeChat account to be notified when you get a reply and carry the conversation on WeChat. To get started, scan this QR code using the WeChat app.',
  wechatChannelDescriptionMobile:
    "Connect your WeChat account to be notified when you get a reply and carry the conversation on WeChat. To get started, save this QR code image and upload it in the <a href='weixin://dl/scan'>QR code scanner</a>.",
  wechatQRCodeError: 'An error occurred while fetching your WeChat QR code. Please try again.',

  // our own
  appIconLabel: 'App icon',
  avatarLabel: '{name}’s avatar',
  backLabel: 'Back',
  channelEmail: 'Email',
  channelLine: 'LINE',
  channelMessenger: 'Facebook Messenger',
  channelSms: 'SMS',
  channelTelegram: 'Telegram',
  channelTwitter: 'Twitter DM',
  channelViber: 'Viber',
  channelWechat: 'WeChat',
  connectButton: 'Connect',
  openChannel: 'Open',
  qrCodeLabel: '{channel} QR code',
};
