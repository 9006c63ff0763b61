/** The menu behind the plus button, and pictures and files on their way. */
export const attach = {
  // public names of customText
  invalidFileError:
    'Only images are supported. Choose a file with a supported extension (jpg, jpeg, png, gif, or bmp).',

  // our own
  dropLabel: 'Drop files here to send them',
  fileRefused: 'Files of this type can’t be sent.',
  fileTooLarge: 'This file is too large. The limit is {size}.',
  previewLabel: 'Send this picture?',
  removeLabel: 'Remove',
  shareFileLabel: 'Send a file',
  shareImageLabel: 'Send a picture',
  shareLocationLabel: 'Send your location',
  uploadCancel: 'Cancel upload',
  uploadProgress: '{percent}% uploaded',
  uploadedImage: 'Uploaded image',
};
