import { banner } from '@smooch/locales/en/banner';
import type { Model } from '../model';

/** Presses a postback button of the business. Never rejects: a failure is said in the banner. */
export async function postback(model: Model, actionId: string): Promise<void> {
  const { actionPostbackError } = model.addTexts(banner);
  try {
    await model.conversation.postback(actionId);
  } catch {
    model.banner(actionPostbackError, { html: true });
  }
}
