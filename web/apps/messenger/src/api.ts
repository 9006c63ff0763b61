import type { Message } from '@smooch/protocol/shapes';
import type { Methods } from 'smooch/bridge';
import { readDraft } from './draft';
import type { Model } from './model';
import { send } from './send';

const TYPING_MS = 10_000;

/** What a page sees of a message: all but what only this device knows of its way out. */
function shown({ conversation }: Model): Partial<Message>[] {
  return conversation.thread.value.messages.map(
    ({ status, file, preview, progress, refused, ...message }) => message as Partial<Message>,
  );
}

/** Runs a method so that what it throws is an error of the page, for which `instanceof Error` holds there. */
export async function inPage<T>({ bridge: { page } }: Model, work: () => T | Promise<T>): Promise<T> {
  try {
    return await work();
  } catch (error) {
    const kind = error instanceof TypeError ? page.TypeError : page.Error;
    throw error instanceof Error ? Object.assign(new kind(error.message), error) : error;
  }
}

/** The page says that the visitor types; that ends by itself. */
function typing({ conversation }: Model): Pick<Methods, 'startTyping' | 'stopTyping'> {
  const { typing, conversationId } = conversation;
  let timer = 0;
  const stop = () => {
    clearTimeout(timer);
    typing.stopped();
  };
  return {
    startTyping(): void {
      if (!conversationId.value) return;
      clearTimeout(timer);
      timer = window.setTimeout(stop, TYPING_MS);
      typing.started();
    },
    stopTyping: stop,
  };
}

/** The methods of `Smooch` that need the messenger. */
export function createMethods(model: Model): Methods {
  const { conversation } = model;
  const { thread, conversationId } = conversation;
  const promised =
    <A extends unknown[]>(work: (...args: A) => unknown) =>
    (...args: A): Promise<unknown> =>
      inPage(model, () => work(...args));
  return {
    getUser: () => conversation.getUser(),
    getConversation: () => ({
      ...(conversationId.value && { _id: conversationId.value }),
      unreadCount: thread.value.unreadCount,
      messages: shown(model),
    }),
    sendMessage: promised((message) => send(model, readDraft(message))),
    startConversation: promised(() => conversation.start()),
    login: promised((userId, jwt) => conversation.account('login', userId, jwt)),
    logout: promised(() => conversation.account('logout')),
    updateUser: promised((props) => conversation.updateUser(props)),
    triggerPostback: promised(async (id) => (await import('./rich/postback')).triggerPostback(model, id)),
    markAllAsRead: promised(() => conversation.markRead()),
    deleteUser: promised(() => conversation.account('erase')),
    exportConversation: promised(() => conversation.account('export')),
    setPredefinedMessage(text) {
      if (typeof text === 'string') model.draft.value = text;
    },
    showNotificationChannelPrompt() {},
    ...typing(model),
  };
}
