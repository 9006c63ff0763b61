import type { Draft, LocalMessage } from '@smooch/client';
import type { Posted } from '@smooch/protocol/sdk';
import type { Model } from './model';

/** The one way out for what the visitor says; the page may have a word in it (`delegate.beforeSend`). */
export async function send(model: Model, draft: Draft): Promise<Posted | undefined> {
  const { conversation, delegate } = model; // the delegate of now, whatever the page sets meanwhile
  const allowed = delegate.beforeSend
    ? await (await import('./delegate')).beforeSend({ ...model, delegate }, draft)
    : draft;
  const posted = allowed && (await conversation.send(allowed));
  if (!posted && !conversation.conversationId.value) {
    import('./app/refusal').then(
      ({ tellRefusal }) => tellRefusal(model),
      () => {}, // the message says it too
    );
  }
  return posted;
}

/** Sends a failed message again; a place that was not found is looked for again. */
export async function retry(model: Model, message: LocalMessage): Promise<unknown> {
  if (message.type !== 'location' || message.coordinates) return model.conversation.retry(message);
  return (await import('./composer/location')).locate(model, message);
}
