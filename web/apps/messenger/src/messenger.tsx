import type { Texts } from '@smooch/locales';
import { dateLocale } from '@smooch/ui/time';
import { render } from 'preact';
import type { Bridge, Messenger } from 'smooch/bridge';
import { createMethods, inPage } from './api';
import { App } from './app/App';
import { begin, createConversation } from './conversation';
import { createScreen, type Delegate, type Model } from './model';
import { follow } from './page/follow';
import { handleKeys } from './page/keyboard';
import { createOpening } from './page/opening';
import { applyTheme } from './page/theme';
import { settle } from './settings';
import { createTexts } from './texts';

/** What the page's `Smooch` asks for, done here. */
export function createMessenger(bridge: Bridge, words: Partial<Texts>): Messenger {
  const settings = settle(bridge);
  const mount = document.getElementById('mount') as HTMLElement;
  const conversation = createConversation(bridge);
  const model: Model = {
    ...createScreen(),
    bridge,
    get delegate() {
      return (bridge.options.delegate ?? {}) as Delegate; // the page may change it
    },
    conversation,
    settings,
    ...createTexts(bridge.options.customText, words),
    locale: dateLocale(bridge.options.locale),
  };
  const opening = createOpening(model, mount);
  let stops: (() => void)[] = [];
  return {
    methods: createMethods(model),
    async start() {
      await inPage(model, () => begin(conversation, bridge));
      model.visible.value = settings.embedded;
      stops = [applyTheme(bridge.page, settings, document.documentElement), follow(model)];
      if (!settings.embedded) handleKeys(document, () => bridge.close());
      for (const kind of ['click', 'touchstart']) {
        document.addEventListener(kind, () => conversation.markRead(), { passive: true });
      }
      render(<App model={model} />, mount);
    },
    adopt: () => void conversation.restore().catch(() => {}),
    opened: opening.opened,
    closed: opening.closed,
    destroy() {
      for (const stop of [...stops, opening.destroy, () => conversation.stop(), () => render(null, mount)]) {
        try {
          stop();
        } catch {
          // the page took the frame away, and some browsers give such a frame no timers any more
        }
      }
    },
  };
}
