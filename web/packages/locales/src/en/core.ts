/** What is needed to show a conversation of texts. Every line here is downloaded by every visitor who opens the widget. */
export const core = {
  // public names of customText
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

  // our own
  attachLabel: 'Attach',
  closeLabel: 'Close chat',
  conversationLabel: 'Conversation',
  messageQueued: 'Will be sent when you’re back online',
  newMessagesLabel: 'Newest messages',
  offlineText: 'No connection. Trying again…',
  typingLabel: '{name} is typing',
  unreadLabel: '{count} unread',
};
