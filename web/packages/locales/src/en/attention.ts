/** What draws attention to unread messages, outside of the frame. */
export const attention = {
  // public names of customText
  messageIndicatorTitlePlural: '({count}) New messages',
  messageIndicatorTitleSingular: '({count}) New message',
};
