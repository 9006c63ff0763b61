import { banner } from '@smooch/locales/en/banner';
import type { Action } from '@smooch/protocol/shapes';
import type { Model } from '../model';

/** The button in the messages that are loaded; a page may press others. */
function actionOf({ conversation }: Model, actionId: string): Action | undefined {
  for (const { actions = [], items = [] } of conversation.thread.value.messages) {
    for (const some of [actions, ...items.map((item) => item.actions)]) {
      const found = some.find(({ _id }) => _id === actionId);
      if (found) return found;
    }
  }
  return undefined;
}

/** The id of the button that the page lets be pressed (`delegate.beforePostbackSend`); none when it drops it. */
async function allowed(model: Model, actionId: string): Promise<string | undefined> {
  const { bridge, conversation, delegate } = model;
  const { beforePostbackSend: ask } = delegate;
  if (typeof ask !== 'function') return actionId;
  const { text, payload, metadata } = actionOf(model, actionId) ?? {};
  const given = { actionId, text, payload, metadata };
  const data = { conversation: { _id: conversation.conversationId.value } };
  const copied = bridge.page.JSON.parse(JSON.stringify([given, data]));
  try {
    const answer = await ask(...copied);
    return answer ? String(answer.actionId ?? actionId) : undefined;
  } catch (error) {
    console.error('Smooch: delegate.beforePostbackSend failed', error);
    return actionId; // a fault of the page must not break its buttons
  }
}

/** Presses a postback button of the business. Never rejects: a failure is said in the banner. */
export async function postback(model: Model, actionId: string): Promise<void> {
  const { actionPostbackError } = model.addTexts(banner);
  try {
    const id = await allowed(model, actionId);
    if (id) await model.conversation.postback(id);
  } catch {
    model.banner(actionPostbackError, { html: true });
  }
}

/** Presses a button for the page. Rejects when it names none, or when there is no visitor who could press it. */
export async function triggerPostback(model: Model, actionId: unknown): Promise<void> {
  if (typeof actionId !== 'string' || !actionId)
    throw new TypeError('triggerPostback needs the id of an action');
  if (!model.conversation.user.value) throw new Error('There is no user yet');
  await postback(model, actionId);
}
