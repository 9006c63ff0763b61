/** Forms inside messages. */
export const forms = {
  // our own
  formAnswers: 'Your answers',
  formChoose: 'Choose…',
  formEmailInvalid: 'Enter an e-mail address such as name@example.com.',
  formError: 'The form could not be sent. Please try again.',
  formLabel: 'Form',
  formRequired: 'Please fill this in.',
  formSelectRequired: 'Please choose an option.',
  formSending: 'Sending…',
  formSubmit: 'Submit',
  formSubmitted: 'Submitted',
  formTooLong: 'Enter at most {max} characters.',
  formTooShort: 'Enter at least {min} characters.',
};
