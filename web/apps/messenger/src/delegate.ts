import type { Draft } from '@smooch/client';
import type { Model } from './model';

let turn: Promise<unknown> = Promise.resolve();

/** What the page made of a message; nothing when it dropped it or left nothing to send. */
async function ask({ bridge: { page }, delegate }: Model, draft: Draft): Promise<Draft | undefined> {
  const { file, preview, ...said } = draft;
  const message = page.JSON.parse(JSON.stringify({ type: 'text', role: 'appUser', ...said }));
  try {
    const answer = await (delegate.beforeSend as (message: unknown) => unknown)(message);
    if (!answer || typeof answer !== 'object') return undefined;
    const { text, payload, metadata } = JSON.parse(JSON.stringify(answer));
    const empty = message.type === 'text' && !String(text ?? '').trim();
    return empty ? undefined : { ...draft, text, payload, metadata };
  } catch (error) {
    console.error('Smooch: delegate.beforeSend failed', error);
    return draft; // a fault of the page must not lose what the visitor wrote
  }
}

/** Asks the page about one message after the other, so that they keep their order. */
export function beforeSend(model: Model, draft: Draft): Promise<Draft | undefined> {
  const asked = turn.then(() => ask(model, draft));
  turn = asked;
  return asked;
}
