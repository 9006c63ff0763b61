/** Buttons that sell something. */
export const payments = {
  // public names of customText
  actionPaymentCompleted: 'Payment Completed',
  actionPaymentError:
    'An error occurred while processing the card. <br> Please try again or use a different card.',
};
