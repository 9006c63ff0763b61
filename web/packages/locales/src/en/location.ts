/** Where the visitor is, and places on a map. */
export const location = {
  // public names of customText
  locationNotSupported:
    'Your browser does not support location services or it’s been disabled. Please type your location instead.',
  locationSecurityRestriction: 'This website cannot access your location. Please type your location instead.',
  locationSendingFailed: 'Could not send location',
  locationServicesDenied:
    'This website cannot access your location. Allow access in your settings or type your location instead.',

  // our own
  alertClose: 'OK',
  locationLabel: 'Location',
  locationSearching: 'Finding your location…',
  openMap: 'Open map',
};
