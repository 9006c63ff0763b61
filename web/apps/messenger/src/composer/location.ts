import type { LocalMessage } from '@smooch/client';
import { drop, patch } from '@smooch/client/pending';
import { location as words } from '@smooch/locales/en/location';
import { beforeSend } from '../delegate';
import type { Model } from '../model';
import { showAlert } from './Alert';

const FIND_MS = 10_000;

function findPosition(): Promise<GeolocationPosition> {
  return new Promise((resolve, reject) => {
    navigator.geolocation.getCurrentPosition(resolve, reject, { timeout: FIND_MS });
  });
}

/** Sends where the visitor is: shown at once, complete when the browser has found the place. */
export async function sendLocation(model: Model): Promise<void> {
  const { locationNotSupported } = model.addTexts(words);
  if (!navigator.geolocation) showAlert(model, locationNotSupported);
  else await locate(model, model.conversation.pend({ type: 'location' }));
}

/** Finds the place of a message that has none, and sends it. */
export async function locate(model: Model, message: LocalMessage): Promise<void> {
  const { conversation, bridge, delegate } = model;
  const texts = model.addTexts(words);
  patch(conversation, message, { status: 'sending' });
  try {
    const { coords } = await findPosition();
    const found = { ...message, coordinates: { lat: coords.latitude, long: coords.longitude } };
    const { payload, metadata } = found;
    const allowed = delegate.beforeSend
      ? await beforeSend(model, { type: 'location', coordinates: found.coordinates, payload, metadata })
      : found;
    if (allowed) await conversation.retry({ ...found, ...allowed });
    else drop(conversation, message);
  } catch (error) {
    if ((error as GeolocationPositionError).code !== 1) {
      patch(conversation, message, { status: 'failed' }); // no answer in time, or nothing found
      return;
    }
    drop(conversation, message);
    const secure = bridge.page.location.protocol === 'https:';
    showAlert(model, secure ? texts.locationServicesDenied : texts.locationSecurityRestriction);
  }
}
