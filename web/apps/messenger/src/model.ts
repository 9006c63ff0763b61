import type { Conversation, LocalMessage } from '@smooch/client';
import type { CoreTexts } from '@smooch/locales';
import type { Action } from '@smooch/protocol/shapes';
import { type Signal, signal } from '@smooch/ui/signals';
import { createContext } from 'preact';
import { useContext } from 'preact/hooks';
import type { Bridge } from 'smooch/bridge';
import type { Windowing } from './list/long';
import type { Settings } from './settings';
import type { AddTexts } from './texts';

/** Something that went wrong, said below the header. */
export interface Notice {
  text: string;
  /** The text is markup that the page wrote. */
  html: boolean;
}

/** The page's own functions, unchecked. */
export type Delegate = Record<string, unknown>;

/** What every part of the messenger may need. */
export interface Model {
  bridge: Bridge;
  /** What the page wants to be asked for. */
  delegate: Delegate;
  conversation: Conversation;
  settings: Settings;
  /** The words that are there from the start; a screen that is loaded later adds its own by `useTexts`. */
  texts: CoreTexts;
  addTexts: AddTexts;
  locale: string;
  /** Unix seconds, once a minute. */
  now: Signal<number>;
  /** What stands in the composer. */
  draft: Signal<string>;
  /** The widget is open or embedded. */
  visible: Signal<boolean>;
  /** The line has been down for long enough to say so. */
  offline: Signal<boolean>;
  /** The visitor sees the end of the conversation. */
  atEnd: Signal<boolean>;
  /** The conversation is scrolled away from its beginning. */
  scrolled: Signal<boolean>;
  /** Keeps a long conversation out of the document where it is not seen. */
  long: Signal<Windowing | undefined>;
  notice: Signal<Notice | undefined>;
  /** Says what went wrong for a while; the newest takes the place of the one before. */
  banner(text: string, options?: { html?: boolean }): void;
}

export const nowSeconds = () => Date.now() / 1000;

/** The signals that only the screen needs. */
export function createScreen() {
  const notice = signal<Notice | undefined>(undefined);
  return {
    now: signal(nowSeconds()),
    draft: signal(''),
    visible: signal(false),
    offline: signal(false),
    atEnd: signal(true),
    scrolled: signal(false),
    long: signal<Windowing | undefined>(undefined),
    notice,
    banner(text: string, { html = false } = {}) {
      notice.value = { text, html };
    },
  };
}

export const ModelContext = createContext<Model | undefined>(undefined);

export function useModel(): Model {
  const model = useContext(ModelContext);
  if (!model) throw new Error('outside of the messenger');
  return model;
}

/** When the newest message of the business came, in unix seconds. */
export function newestOfBusiness(messages: readonly LocalMessage[]): number {
  return messages.reduce((newest, { role, received }) => (role !== 'appUser' && received) || newest, 0);
}

/** Tells whether this is a phone or a tablet. */
export function isMobile(): boolean {
  return /Mobi|Android|iP(ad|od|hone)/.test(navigator.userAgent) || matchMedia('(pointer:coarse)').matches;
}

/** A button that is offered below the newest message, in no bubble. */
export function isQuick({ type }: Action): boolean {
  return type === 'reply' || type === 'locationRequest';
}

/** Tells whether there is anything of a message to show in a bubble. What answers a form is shown in the form's. */
export function hasBubble(
  { text, type, actions, quotedMessage }: LocalMessage,
  _?: number,
  all: readonly LocalMessage[] = [],
): boolean {
  if (type === 'formResponse') return !all.some(({ _id }) => _id && _id === quotedMessage?.content?._id);
  return !!text || type !== 'text' || !!actions?.some((action) => !isQuick(action));
}
