import type { Draft } from './bridge';
import { failure } from './config';
import { copy, createEmitter, type Handler } from './emitter';
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

/** Reads the argument of `sendMessage`. */
export function readDraft(message: unknown): Draft {
  const given = typeof message === 'string' ? { text: message } : message;
  if (typeof given !== 'object' || !given) throw new TypeError('A message is a text or an object');
  const { type = 'text', role = 'appUser', text, payload, metadata } = given as Record<string, unknown>;
  if (role !== 'appUser') throw new TypeError('A message is sent in the role appUser');
  if (type !== 'text') throw new TypeError('Only messages of type text can be sent');
  if (typeof text !== 'string' || !text.trim()) throw new TypeError('A message needs a text');
  return copy({ text, payload, metadata } as Draft);
}

function supported(): boolean {
  return typeof window !== 'undefined' && !!window.matchMedia && !!window.fetch;
}

export type SmoochApi = ReturnType<typeof createSmooch>;

/** Makes the object that stands on the page as `window.Smooch`. */
export function createSmooch(origin: Origin = {}) {
  const { on, off, emit } = createEmitter();
  let widget: Widget | undefined;
  let cancel: ((error: Error) => void) | undefined;
  let container: Element | undefined;
  let contained: ((element: Element) => void) | undefined;

  const starting = (): Widget => {
    if (!widget) throw notInitialised();
    return widget;
  };
  const running = (): Widget => {
    if (!widget?.started) throw notInitialised();
    return widget;
  };
  /** Runs a method that answers with a promise; a widget destroyed meanwhile rejects it. */
  const later = <T>(run: () => Promise<T>): Promise<T> => {
    const of = widget;
    return new Promise<T>((resolve, reject) => {
      const settled = (act: () => void) =>
        of === widget ? act() : reject(failure('destroyed', 'Smooch was destroyed'));
      Promise.resolve()
        .then(run)
        .then(
          (value) => settled(() => resolve(copy(value))),
          (error) => settled(() => reject(error)),
        );
    });
  };

  function begin(options: Record<string, unknown>, base: string): Promise<void> {
    const mine = new Widget({
      base,
      emit,
      init: options,
      nonce: origin.nonce,
      version: VERSION,
      container: new Promise((resolve) => {
        contained = resolve;
        if (container) resolve(container);
      }),
    });
    widget = mine;
    const cancelled = new Promise<never>((_, reject) => {
      cancel = reject;
    });
    const result = Promise.race([mine.start(), cancelled]).then(
      () => emit('ready'),
      (error) => {
        mine.remove();
        if (widget === mine) widget = undefined;
        throw error;
      },
    );
    // a page that does not look sees the reason, and no uncaught rejection
    result.catch((error: Error) => error.message && console.warn(`Smooch: ${error.message}`));
    return result;
  }

  const api = {
    VERSION,

    init(options?: Record<string, unknown>): Promise<void> {
      if (!supported())
        return Promise.reject(failure('unsupported_browser', 'This browser is not supported'));
      if (CRAWLER.test(navigator.userAgent)) return new Promise(() => {});
      if (widget) return Promise.reject(new Error('Smooch is already initialized'));
      const { appId, configBaseUrl } = options ?? {};
      const base = typeof configBaseUrl === 'string' ? configBaseUrl : origin.base;
      if (!appId || typeof appId !== 'string') return Promise.reject(new Error('init() needs an appId'));
      if (!base) return Promise.reject(new Error('init() needs a configBaseUrl'));
      return begin({ ...options }, base.replace(/\/+$/, ''));
    },

    open: () => running().open(),
    close: () => running().close(),
    isOpened: () => !!widget?.isOpened,
    getUser: () => copy(widget?.messenger?.getUser()),
    getConversation: () => copy(starting().messenger?.getConversation() ?? { unreadCount: 0, messages: [] }),
    sendMessage: (message: unknown) => later(() => running().sendMessage(readDraft(message))),
    startConversation: () => later(() => running().startConversation()),

    render(element: Element): void {
      if (element?.nodeType !== 1) throw new TypeError('render() needs an element');
      if (widget?.started && !widget.embedded) {
        console.warn('Smooch: render() works in embedded mode only');
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
      cancel?.(failure('destroyed', 'Smooch was destroyed'));
      if (old.started) emit('destroy', undefined, true);
      off();
    },

    on: (name: string, handler: Handler) => on(name, handler),
    off: (name?: string, handler?: Handler) => off(name, handler),
  };
  return api;
}
