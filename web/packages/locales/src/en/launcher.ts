/** What the page itself carries before the messenger is loaded. */
export const launcher = {
  // public names of customText
  headerText: 'How can we help?',

  // our own
  frameTitle: 'Chat box',
  openLabel: 'Open chat',
};
