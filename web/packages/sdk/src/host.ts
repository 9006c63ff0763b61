import type { Methods } from './bridge';
import { failure } from './config';
import { copy, createEmitter } from './emitter';
import { supported } from './engine';
import type { SmoochApi } from './smooch';
import { createWidget, type Widget } from './widget';

declare const VERSION: string;

const CRAWLER = /lebo|awle|pide|obo|rawli|dsbo|PhantomJS/i;
/** Methods of the messenger. It is loaded for the first six; the others can wait until it is needed for something else. */
const METHODS =
  'sendMessage startConversation login triggerPostback deleteUser exportConversation ' +
  'updateUser logout markAllAsRead setPredefinedMessage showNotificationChannelPrompt startTyping stopTyping';
const LOADING = 6;

/** Where the widget comes from, when the page does not say. */
export interface Origin {
  base?: string;
  nonce?: string;
}

type Options = Record<string, unknown>;

/** Makes the object that stands on the page as `window.Smooch`. */
export function createSmooch(origin: Origin = {}): SmoochApi {
  const { on, off, emit } = createEmitter();
  let widget: Widget | undefined;
  let container: Element | undefined;

  /** The widget, when it is there and in the state that a method needs. */
  const need = (state: 'started' | 'placed'): Widget => {
    if (!widget?.[state]) throw Error('Smooch is not initialized: call Smooch.init() first');
    return widget;
  };
  const running = () => need('started');

  async function init(given: Options = {}): Promise<void> {
    if (!supported()) throw failure('unsupported_browser', 'The browser is not supported');
    if (CRAWLER.test(navigator.userAgent)) await new Promise(() => {});
    if (widget) throw Error('Smooch is already initialized');
    const { appId, integrationId, userId = given.externalId, configBaseUrl = origin.base } = given;
    const id = appId ?? integrationId;
    if (!id || typeof id !== 'string') throw Error('init() needs an appId');
    if (!userId !== !given.jwt) throw Error('init() needs userId and jwt');
    if (userId && typeof userId !== 'string') throw TypeError('userId is a string');
    if (typeof configBaseUrl !== 'string') throw Error('init() needs a configBaseUrl');
    const mine = createWidget({
      init: { ...given, userId, customText: { ...Object(given.customText) } }, // the page may change its own later
      base: configBaseUrl.replace(/\/+$/, ''),
      nonce: origin.nonce,
      version: VERSION,
      container,
      emit,
    });
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

  const api: Record<string, unknown> = {
    VERSION,

    init(options?: Options): Promise<void> {
      const started = init(options);
      // a page that does not look sees the reason, and no uncaught rejection
      started.catch(({ message }) => console.warn(`Smooch: ${message}`));
      return started;
    },

    open: () => running().open(),
    close: () => running().close(),
    isOpened: () => !!widget?.opened,
    getUser: () => copy(widget?.user()),
    getConversation: () =>
      copy(need('placed').messenger?.methods.getConversation() ?? { unreadCount: 0, messages: [] }),
    setDelegate(delegate: unknown) {
      running().options.delegate = delegate;
    },

    render(element: Element): void {
      if (element?.nodeType !== 1) throw TypeError('render() needs an element');
      if (widget?.started && !widget.embedded) console.warn('Smooch: not embedded');
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
  METHODS.split(' ').forEach((name, at) => {
    api[name] = async (...args: unknown[]) => {
      const { call, ended } = running();
      return Promise.race([call(name as keyof Methods, args, at >= LOADING), ended]);
    };
  });
  return api as unknown as SmoochApi;
}
