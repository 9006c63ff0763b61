import { banner } from '@smooch/locales/en/banner';
import type { Model } from '../model';

/** Says that the server does not let this visitor begin a conversation at all. */
export function tellRefusal(model: Model): void {
  const { messages } = model.conversation.thread.value;
  const refused = messages[messages.length - 1]?.status === 'failed'; // else it waits for the network
  if (refused) model.banner(model.addTexts(banner).messageError, { html: true });
}
