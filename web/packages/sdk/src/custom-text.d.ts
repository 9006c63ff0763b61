// Every key with its English words, written from `@smooch/locales` by `tests/custom-text.test.ts`.
export interface CustomText {
  /** Payment Completed */
  actionPaymentCompleted?: string;
  /** An error occurred while processing the card. <br> Please try again or use a different card. */
  actionPaymentError?: string;
  /** An error occurred while processing your action. Please try again. */
  actionPostbackError?: string;
  /** OK */
  alertClose?: string;
  /** App icon */
  appIconLabel?: string;
  /** Attach */
  attachLabel?: string;
  /** {name}’s avatar */
  avatarLabel?: string;
  /** Back */
  backLabel?: string;
  /** Cancel */
  cancelLabel?: string;
  /** {position} of {count} */
  cardPosition?: string;
  /** Cards */
  carouselLabel?: string;
  /** Email */
  channelEmail?: string;
  /** LINE */
  channelLine?: string;
  /** Facebook Messenger */
  channelMessenger?: string;
  /** SMS */
  channelSms?: string;
  /** Telegram */
  channelTelegram?: string;
  /** Twitter DM */
  channelTwitter?: string;
  /** Viber */
  channelViber?: string;
  /** WeChat */
  channelWechat?: string;
  /** Message not delivered. Click to retry. */
  clickToRetry?: string;
  /** Close chat */
  closeLabel?: string;
  /** Close */
  closeWebview?: string;
  /** Connect */
  connectButton?: string;
  /** others */
  connectNotificationOthersText?: string;
  /** Turn on <name> notifications */
  connectNotificationSingleButtonText?: string;
  /** Be notified when you get a reply. */
  connectNotificationSingleText?: string;
  /** Be notified inside your other apps when you get a reply. */
  connectNotificationText?: string;
  /** Conversation */
  conversationLabel?: string;
  /** MMMM D YYYY, h:mm A */
  conversationTimestampHeaderFormat?: string;
  /** Delete this conversation and everything we know about you? This can’t be undone. */
  deleteConfirm?: string;
  /** Delete for good */
  deleteConfirmButton?: string;
  /** Everything has been deleted. */
  deleteDone?: string;
  /** The conversation could not be deleted. Please try again. */
  deleteError?: string;
  /** Delete conversation */
  deleteLabel?: string;
  /** Dismiss */
  dismissLabel?: string;
  /** Download {name} */
  downloadFile?: string;
  /** Drop files here to send them */
  dropLabel?: string;
  /** Change my email */
  emailChangeAddress?: string;
  /** To be notified by email when you get a reply, enter your email address. */
  emailDescription?: string;
  /** Your email */
  emailFieldLabel?: string;
  /** Your email address */
  emailFieldPlaceholder?: string;
  /** Continue */
  emailFormButton?: string;
  /** The conversation could not be downloaded. Please try again. */
  exportError?: string;
  /** Download conversation */
  exportLabel?: string;
  /** Load more */
  fetchHistory?: string;
  /** Retrieving history... */
  fetchingHistory?: string;
  /** File */
  fileLabel?: string;
  /** Files of this type can’t be sent. */
  fileRefused?: string;
  /** This file is too large. The limit is {size}. */
  fileTooLarge?: string;
  /** Your answers */
  formAnswers?: string;
  /** Choose… */
  formChoose?: string;
  /** Enter an e-mail address such as name@example.com. */
  formEmailInvalid?: string;
  /** The form could not be sent. Please try again. */
  formError?: string;
  /** Form */
  formLabel?: string;
  /** Please fill this in. */
  formRequired?: string;
  /** Please choose an option. */
  formSelectRequired?: string;
  /** Sending… */
  formSending?: string;
  /** Submit */
  formSubmit?: string;
  /** Submitted */
  formSubmitted?: string;
  /** Enter at most {max} characters. */
  formTooLong?: string;
  /** Enter at least {min} characters. */
  formTooShort?: string;
  /** Chat box */
  frameTitle?: string;
  /** To talk to us using email just send a message to our email address and we'll reply shortly: */
  frontendEmailChannelDescription?: string;
  /** How can we help? */
  headerText?: string;
  /** This picture could not be loaded */
  imageError?: string;
  /** Image */
  imageLabel?: string;
  /** Type a message... */
  inputPlaceholder?: string;
  /** Message us below or from your favorite app. */
  introAppText?: string;
  /** We're here to talk, so ask us anything! */
  introductionText?: string;
  /** Only images are supported. Choose a file with a supported extension (jpg, jpeg, png, gif, or bmp). */
  invalidFileError?: string;
  /** To talk to us using LINE, scan this QR code using the LINE app and send us a message. */
  lineChannelDescription?: string;
  /** Link copied */
  linkCopied?: string;
  /** An error occurred when attempting to generate a link for this channel. Please try again. */
  linkError?: string;
  /** Location */
  locationLabel?: string;
  /** Your browser does not support location services or it’s been disabled. Please type your location instead. */
  locationNotSupported?: string;
  /** Finding your location… */
  locationSearching?: string;
  /** This website cannot access your location. Please type your location instead. */
  locationSecurityRestriction?: string;
  /** Could not send location */
  locationSendingFailed?: string;
  /** This website cannot access your location. Allow access in your settings or type your location instead. */
  locationServicesDenied?: string;
  /** Menu */
  menuLabel?: string;
  /** Delivered */
  messageDelivered?: string;
  /** An error occured while sending your message. Please try again. */
  messageError?: string;
  /** Show less */
  messageFold?: string;
  /** ({count}) New messages */
  messageIndicatorTitlePlural?: string;
  /** ({count}) New message */
  messageIndicatorTitleSingular?: string;
  /** Will be sent when you’re back online */
  messageQueued?: string;
  /** {value}d ago */
  messageRelativeTimeDay?: string;
  /** {value}h ago */
  messageRelativeTimeHour?: string;
  /** Just now */
  messageRelativeTimeJustNow?: string;
  /** {value}m ago */
  messageRelativeTimeMinute?: string;
  /** Sending... */
  messageSending?: string;
  /** h:mm A */
  messageTimestampFormat?: string;
  /** Show more */
  messageUnfold?: string;
  /** Connect your Facebook Messenger account to be notified when you get a reply and carry the conversation on Facebook Messenger. */
  messengerChannelDescription?: string;
  /** Newest messages */
  newMessagesLabel?: string;
  /** Next card */
  nextCard?: string;
  /** You can also talk to us from your favorite app or service. */
  notificationSettingsChannelsDescription?: string;
  /** Other Channels */
  notificationSettingsChannelsTitle?: string;
  /** Connected */
  notificationSettingsConnected?: string;
  /** Connected as {username} */
  notificationSettingsConnectedAs?: string;
  /** No connection. Trying again… */
  offlineText?: string;
  /** Open */
  openChannel?: string;
  /** Open image */
  openImage?: string;
  /** Open in a new tab */
  openInTab?: string;
  /** Open chat */
  openLabel?: string;
  /** Open map */
  openMap?: string;
  /** Send this picture? */
  previewLabel?: string;
  /** Previous card */
  previousCard?: string;
  /** {channel} QR code */
  qrCodeLabel?: string;
  /** Suggested replies */
  quickRepliesLabel?: string;
  /** Remove */
  removeLabel?: string;
  /** Send */
  sendButtonText?: string;
  /** Settings */
  settingsHeaderText?: string;
  /** Send a file */
  shareFileLabel?: string;
  /** Send a picture */
  shareImageLabel?: string;
  /** Send your location */
  shareLocationLabel?: string;
  /** We were unable to communicate with this number. Try again or use a different one. */
  smsBadRequestError?: string;
  /** Cancel */
  smsCancel?: string;
  /** Change my number */
  smsChangeNumber?: string;
  /** Connect your SMS number to be notified when you get a reply and carry the conversation over SMS. */
  smsChannelDescription?: string;
  /** Check your messages at {number} to confirm your phone number. */
  smsChannelPendingDescription?: string;
  /** Continue */
  smsContinue?: string;
  /** Your phone number isn't valid. Please try again. */
  smsInvalidNumberError?: string;
  /** Link to {appUserNumber} was cancelled. */
  smsLinkCancelled?: string;
  /** Pending */
  smsLinkPending?: string;
  /** There was an error sending a message to your number. */
  smsPingChannelError?: string;
  /** Send me a text */
  smsSendText?: string;
  /** Start Texting */
  smsStartTexting?: string;
  /** A connection for that number was requested recently. Please try again in {minutes} minutes. */
  smsTooManyRequestsError?: string;
  /** A connection for that number was requested recently. Please try again in 1 minute. */
  smsTooManyRequestsOneMinuteError?: string;
  /** Something went wrong. Please try again. */
  smsUnhandledError?: string;
  /** Message not delivered. Tap to retry. */
  tapToRetry?: string;
  /** Connect your Telegram account to be notified when you get a reply and carry the conversation on Telegram */
  telegramChannelDescription?: string;
  /** {name} is typing */
  typingLabel?: string;
  /** {count} unread */
  unreadLabel?: string;
  /** Unsupported action type. */
  unsupportedActionType?: string;
  /** Unsupported message type. */
  unsupportedMessageType?: string;
  /** Cancel upload */
  uploadCancel?: string;
  /** {percent}% uploaded */
  uploadProgress?: string;
  /** Uploaded image */
  uploadedImage?: string;
  /** Connect your Viber account to be notified when you get a reply and carry the conversation on Viber. To get started, scan the QR code using the Viber app. */
  viberChannelDescription?: string;
  /** Connect your Viber account to be notified when you get a reply and carry the conversation on Viber. To get started, install the Viber app and tap Connect. */
  viberChannelDescriptionMobile?: string;
  /** An error occurred while fetching your Viber QR code. Please try again. */
  viberQRCodeError?: string;
  /** Connect your WeChat account to be notified when you get a reply and carry the conversation on WeChat. To get started, scan this QR code using the WeChat app. */
  wechatChannelDescription?: string;
  /** Connect your WeChat account to be notified when you get a reply and carry the conversation on WeChat. To get started, save this QR code image and upload it in the <a href='weixin://dl/scan'>QR code scanner</a>. */
  wechatChannelDescriptionMobile?: string;
  /** An error occurred while fetching your WeChat QR code. Please try again. */
  wechatQRCodeError?: string;
}
