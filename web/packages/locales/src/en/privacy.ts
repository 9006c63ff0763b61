/** The visitor's hold on their own data. */
export const privacy = {
  // our own
  cancelLabel: 'Cancel',
  deleteConfirm: 'Delete this conversation and everything we know about you? This can’t be undone.',
  deleteConfirmButton: 'Delete for good',
  deleteDone: 'Everything has been deleted.',
  deleteError: 'The conversation could not be deleted. Please try again.',
  deleteLabel: 'Delete conversation',
  exportError: 'The conversation could not be downloaded. Please try again.',
  exportLabel: 'Download conversation',
  menuLabel: 'Menu',
};
