/** The banner below the header: something went wrong. */
export const banner = {
  // public names of customText
  actionPostbackError: 'An error occurred while processing your action. Please try again.',
  messageError: 'An error occured while sending your message. Please try again.',

  // our own
  dismissLabel: 'Dismiss',
};
