import type { Methods } from './bridge';
import { failure } from './config';
import { copy, createEmitter } from './emitter';
import type { SmoochApi } from './smooch';
import { createWidget, type Widget } from './widget';

declare const VERSION: string;

const CRAWLER = /lebo|awle|pide|obo|rawli|dsbo|PhantomJS/i;
/** Methods that load the messenger when they are called. */
const EAGER = 'sendMessage startConversation login triggerPostback deleteUser exportConversation';
/** Methods that can wait until the messenger is needed for something else. */
const PATIENT =
  'updateUser logout markAllAsRead setPredefinedMessage showNotificationChannelPrompt startTyping stopTyping';

/** Where the widget comes from, when the page does not say. */
export interface Origin {
  base?: string;
  nonce?: string;
}

type Options = Record<string, unknown>;

function supported(): boolean {
  return typeof window !== 'undefined' && !!window.matchMedia && !!window.fetch;
}

/** Makes the object that stands on the page as `window.Smooch`. */
export function createSmooch(origin: Origin = {}): SmoochApi {
  const { on, off, emit } = createEmitter();
  let widget: Widget | undefined;
  let container: Element | undefined;

  const running = (): Widget => {
    if (!widget?.started) throw Error('Smooch is not initialized: call Smooch.init() first');
    return widget;
  };
  async function begin(init: Options, base: string): Promise<void> {
    const mine = createWidget({ init, base, emit, nonce: origin.nonce, version: VERSION, container });
    widget = mine;
    try {
      await Promise.race([mine.start(), mine.ended]);
    } catch (error) {
      mine.remove(error);
      if (widget === mine) widget = undefined;
      throw error;
    }
    emit('ready');
  }

  /** What is wrong with the options, or the start. */
  function init(given: Options = {}): Promise<void> {
    if (!supported()) throw failure('unsupported_browser', 'This browser is not supported');
    if (CRAWLER.test(navigator.userAgent)) return new Promise(() => {});
    if (widget) throw Error('Smooch is already initialized');
    const { appId, integrationId, userId = given.externalId, configBaseUrl = origin.base } = given;
    const id = appId ?? integrationId;
    if (!id || typeof id !== 'string') throw Error('init() needs an appId');
    if (!userId !== !given.jwt) throw Error('init() needs userId and jwt together');
    if (userId && typeof userId !== 'string') throw TypeError('A userId is a string');
    if (typeof configBaseUrl !== 'string') throw Error('init() needs a configBaseUrl');
    return begin({ ...given, userId }, configBaseUrl.replace(/\/+$/, ''));
  }

  const api: Record<string, unknown> = {
    VERSION,

    init(options?: Options): Promise<void> {
      // async: what it throws is a rejection. A page that does not look sees the reason, and no uncaught rejection
      const started = (async () => init(options))();
      started.catch(({ message }) => console.warn(`Smooch: ${message}`));
      return started;
    },

    open: () => running().open(),
    close: () => running().close(),
    isOpened: () => !!widget?.opened,
    getUser: () => copy(widget?.user()),
    getConversation() {
      if (!widget?.placed) throw Error('Smooch is not initialized: call Smooch.init() first');
      return copy(widget.messenger?.methods.getConversation() ?? { unreadCount: 0, messages: [] });
    },
    setDelegate(delegate: unknown) {
      running().options.delegate = delegate;
    },

    render(element: Element): void {
      if (element?.nodeType !== 1) throw TypeError('render() needs an element');
      if (widget?.started && !widget.embedded) console.warn('Smooch: render() is for embedded mode');
      else {
        container = element;
        widget?.render(element);
      }
    },

    destroy(): void {
      const old = widget;
      widget = container = undefined;
      if (!old) return;
      old.remove(failure('destroyed', 'Smooch was destroyed'));
      if (old.started) emit('destroy', undefined, true);
      off();
    },

    on,
    off,
  };
  for (const names of [EAGER, PATIENT]) {
    for (const name of names.split(' ')) {
      api[name] = async (...args: unknown[]) => {
        const { call, ended } = running();
        return Promise.race([call(name as keyof Methods, args, names === PATIENT), ended]);
      };
    }
  }
  return api as unknown as SmoochApi;
}
