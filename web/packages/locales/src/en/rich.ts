/** Messages that are more than text: pictures, files, cards, buttons. */
export const rich = {
  // our own
  cardPosition: '{position} of {count}',
  carouselLabel: 'Cards',
  downloadFile: 'Download {name}',
  fileLabel: 'File',
  imageError: 'This picture could not be loaded',
  imageLabel: 'Image',
  nextCard: 'Next card',
  openImage: 'Open image',
  previousCard: 'Previous card',
  quickRepliesLabel: 'Suggested replies',
};
