import type { Messenger } from './bridge';
import { failure } from './config';
import { copy, createEmitter } from './emitter';
import { Widget } from './widget';

declare const VERSION: string;

const CRAWLER = /lebo|awle|pide|obo|rawli|dsbo|PhantomJS/i;

/** Where the widget comes from, when the page does not say. */
export interface Origin {
  base?: string;
  nonce?: string;
}

function notInitialised(): Error {
  return new Error('Smooch is not initialized: call Smooch.init() first');
}

function supported(): boolean {
  return typeof window !== 'undefined' && !!window.matchMedia && !!window.fetch;
}

export type SmoochApi = ReturnType<typeof createSmooch>;

/** Makes the object that stands on the page as `window.Smooch`. */
export function createSmooch(origin: Origin = {}) {
  const { on, off, emit } = createEmitter();
  let widget: Widget | undefined;
  let cancel: (error: Error) => void = () => {};
  let cancelled: Promise<never>;
  let container: Element | undefined;
  let contained: ((element: Element) => void) | undefined;

  const running = (): Widget => {
    if (!widget?.started) throw notInitialised();
    return widget;
  };
  /** Runs a method of the messenger; `destroy` rejects it. Values of the frame become the page's. */
  const later = async <T>(run: (messenger: Messenger) => Promise<T>): Promise<T> =>
    copy(await Promise.race([running().load().then(run), cancelled]));

  async function begin(init: Record<string, unknown>, base: string): Promise<void> {
    const mine = new Widget({
      base,
      emit,
      init,
      nonce: origin.nonce,
      version: VERSION,
      container: new Promise((resolve) => {
        contained = resolve;
        if (container) resolve(container);
      }),
    });
    widget = mine;
    cancelled = new Promise<never>((_, reject) => {
      cancel = reject;
    });
    cancelled.catch(() => {});
    try {
      await Promise.race([mine.start(), cancelled]);
    } catch (error) {
      mine.remove();
      if (widget === mine) widget = undefined;
      throw error;
    }
    emit('ready');
  }

  return {
    VERSION,

    init(options: Record<string, unknown> = {}): Promise<void> {
      // a page that does not look sees the reason, and no uncaught rejection
      const shown = <T>(result: Promise<T>) => {
        result.catch(({ message }) => console.warn(`Smooch: ${message}`));
        return result;
      };
      const refuse = (reason: string, code?: string) => shown(Promise.reject<void>(failure(code, reason)));
      if (!supported()) return refuse('This browser is not supported', 'unsupported_browser');
      if (CRAWLER.test(navigator.userAgent)) return new Promise(() => {});
      if (widget) return refuse('Smooch is already initialized');
      const { appId, configBaseUrl = origin.base } = options;
      if (!appId || typeof appId !== 'string') return refuse('init() needs an appId');
      if (typeof configBaseUrl !== 'string') return refuse('init() needs a configBaseUrl');
      return shown(begin({ ...options }, configBaseUrl.replace(/\/+$/, '')));
    },

    open: () => running().open(),
    close: () => running().close(),
    isOpened: () => !!widget?.isOpened,
    getUser: () => copy(widget?.messenger?.getUser()),
    getConversation() {
      if (!widget) throw notInitialised();
      return copy(widget.messenger?.getConversation() ?? { unreadCount: 0, messages: [] });
    },
    sendMessage: (message: unknown) => later((messenger) => messenger.sendMessage(message)),
    startConversation: () => later((messenger) => messenger.startConversation()),

    render(element: Element): void {
      if (element?.nodeType !== 1) throw new TypeError('render() needs an element');
      if (widget?.started && !widget.embedded) {
        console.warn('Smooch: render() is for embedded mode');
        return;
      }
      container = element;
      if (widget?.started) void widget.place(element);
      else contained?.(element);
    },

    destroy(): void {
      const old = widget;
      if (!old) return;
      widget = contained = container = undefined;
      old.remove();
      cancel(failure('destroyed', 'Smooch was destroyed'));
      if (old.started) emit('destroy', undefined, true);
      off();
    },

    on,
    off,
  };
}
