/** Texts of the web messenger. The keys are the public names of `customText`; the other locales are checked against this one. */
export const en = {
  clickToRetry: 'Message not delivered. Click to retry.',
  conversationTimestampHeaderFormat: 'MMMM D YYYY, h:mm A',
  fetchHistory: 'Load more',
  fetchingHistory: 'Retrieving history...',
  headerText: 'How can we help?',
  inputPlaceholder: 'Type a message...',
  introductionText: "We're here to talk, so ask us anything!",
  messageDelivered: 'Delivered',
  messageRelativeTimeDay: '{value}d ago',
  messageRelativeTimeHour: '{value}h ago',
  messageRelativeTimeJustNow: 'Just now',
  messageRelativeTimeMinute: '{value}m ago',
  messageSending: 'Sending...',
  messageTimestampFormat: 'h:mm A',
  sendButtonText: 'Send',
  tapToRetry: 'Message not delivered. Tap to retry.',
  unsupportedActionType: 'Unsupported action type.',
  unsupportedMessageType: 'Unsupported message type.',
};

export type Texts = typeof en;
