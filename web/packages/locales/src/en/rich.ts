/** Messages that are more than text: pictures, files, cards, buttons. */
export const rich = {
  // public names of customText
  unsupportedActionType: 'Unsupported action type.',
  unsupportedMessageType: 'Unsupported message type.',

  // our own
  cardPosition: '{position} of {count}',
  carouselLabel: 'Cards',
  closeWebview: 'Close',
  downloadFile: 'Download {name}',
  fileLabel: 'File',
  imageError: 'This picture could not be loaded',
  imageLabel: 'Image',
  linkCopied: 'Link copied',
  messageFold: 'Show less',
  messageUnfold: 'Show more',
  nextCard: 'Next card',
  openImage: 'Open image',
  openInTab: 'Open in a new tab',
  previousCard: 'Previous card',
  quickRepliesLabel: 'Suggested replies',
};
