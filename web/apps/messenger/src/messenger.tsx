import type { Texts } from '@smooch/locales';
import { dateLocale } from '@smooch/ui/time';
import { render } from 'preact';
import type { Bridge, Messenger } from 'smooch/bridge';
import { App } from './app/App';
import { createConversation } from './conversation';
import { readDraft } from './draft';
import { createScreen, type Delegate, type Model } from './model';
import { follow } from './page/follow';
import { handleKeys } from './page/keyboard';
import { createOpening } from './page/opening';
import { applyTheme } from './page/theme';
import { send } from './send';
import { settle } from './settings';
import { createTexts } from './texts';

/** Turns errors of the frame into errors of the page, for which `instanceof Error` holds. */
function inPage<T>({ page }: Bridge, work: Promise<T>): Promise<T> {
  return work.catch((error) => {
    throw error instanceof Error ? Object.assign(new page.Error(error.message), error) : error;
  });
}

/** What the page's `Smooch` asks for, done here. */
export function createMessenger(bridge: Bridge, words: Partial<Texts>): Messenger {
  const settings = settle(bridge);
  const mount = document.getElementById('mount') as HTMLElement;
  const conversation = createConversation(bridge);
  const model: Model = {
    ...createScreen(),
    bridge,
    delegate: (bridge.options.delegate ?? {}) as Delegate,
    conversation,
    settings,
    ...createTexts(bridge.options.customText, words),
    locale: dateLocale(bridge.options.locale),
  };
  const opening = createOpening(model, mount);
  let stops: (() => void)[] = [];
  const { thread, conversationId, user } = conversation;
  return {
    async start() {
      await inPage(bridge, conversation.restore());
      model.visible.value = settings.embedded;
      stops = [applyTheme(bridge.page, settings, document.documentElement), follow(model)];
      if (!settings.embedded) handleKeys(document, () => bridge.close());
      document.addEventListener('click', () => conversation.markRead());
      render(<App model={model} />, mount);
    },
    adopt: () => void conversation.restore().catch(() => {}),
    opened: opening.opened,
    closed: opening.closed,
    sendMessage: async (message) => send(model, readDraft(message, bridge.page)),
    startConversation: () => inPage(bridge, conversation.start()),
    getUser: () => user.value,
    getConversation: () => ({
      ...(conversationId.value && { _id: conversationId.value }),
      unreadCount: thread.value.unreadCount,
      messages: thread.value.messages.map(
        ({ status, file, preview, progress, refused, ...message }) => message,
      ),
    }),
    destroy() {
      for (const stop of stops) stop();
      opening.destroy();
      conversation.stop();
      render(null, mount);
    },
  };
}
