import { effect } from '@preact/signals';
import { Conversation, Identity, type Storage } from '@smooch/client';
import { dateLocale } from '@smooch/ui/time';
import { render } from 'preact';
import type { Bridge, Messenger } from 'smooch/bridge';
import { App } from './App';
import { readDraft } from './draft';
import { handleKeys } from './keyboard';
import { createScreen, type Model, nowSeconds } from './model';
import './messenger.css';
import { createOpening } from './opening';
import { settle } from './settings';
import { mergeTexts } from './texts';
import { applyTheme } from './theme';

const MINUTE_MS = 60_000;
const STORAGE_MS = 500;
const OFFLINE_MS = 2000; // a shorter break is not worth a word
const READ_MS = 1000; // what is in view for this long is read

function pageStorage(): Storage | undefined {
  try {
    return window.localStorage;
  } catch {
    return undefined; // forbidden: the session lasts as long as the page
  }
}

function clientInfo({ page, version }: Bridge): Record<string, string> {
  const { document, location, navigator } = page;
  return {
    sdkVersion: version,
    host: location.host,
    userAgent: navigator.userAgent,
    referrer: document.referrer,
    browserLanguage: navigator.language,
    currentUrl: location.href,
    currentTitle: document.title,
  };
}

/** One tab at a time, where the browser has locks. What it wrote to the storage is late in other tabs, so the lock stays a little. */
function exclusively<T>(name: string, work: () => Promise<T>): Promise<T> {
  if (!navigator.locks) return work();
  return new Promise((resolve, reject) => {
    void navigator.locks.request(name, async () => {
      await work().then(resolve, reject);
      await new Promise((later) => setTimeout(later, STORAGE_MS));
    });
  });
}

function createConversation(bridge: Bridge): Conversation {
  const { config, version } = bridge;
  const appId = config.app.id;
  return new Conversation({
    config,
    version,
    env: {
      fetch: (...args) => fetch(...args),
      WebSocket: window.WebSocket,
      setTimeout: (run, ms) => window.setTimeout(run, ms),
      clearTimeout: (timer) => clearTimeout(timer),
      now: () => Date.now(),
      random: () => Math.random(),
    },
    identity: new Identity(pageStorage(), appId),
    clientInfo: () => clientInfo(bridge),
    exclusively: (work) => exclusively(`smooch.${appId}`, work),
    onMessage: (kind, message) => {
      if (kind !== 'added') bridge.emit(`message:${kind}`, message);
      setTimeout(() => bridge.emit('message', message));
    },
  });
}

/** Follows the conversation for the launcher, the page's handlers, and what counts as read. Returns how to stop. */
function follow({ bridge, conversation, visible, offline, atEnd, now }: Model): () => void {
  let told = 0;
  const { page } = bridge;
  const wake = () => conversation.wake();
  const awake = () => page.document.visibilityState === 'visible' && wake();
  page.addEventListener('online', wake);
  page.document.addEventListener('visibilitychange', awake);
  const seen = () => visible.value && atEnd.value && conversation.markRead();
  for (const target of [page, window]) target.addEventListener('focus', seen);
  const minute = setInterval(() => {
    now.value = nowSeconds();
  }, MINUTE_MS);
  const stops = [
    effect(() => {
      const { unreadCount } = conversation.thread.value;
      bridge.unread(unreadCount);
      if (unreadCount !== told) bridge.emit('unreadCount', unreadCount);
      told = unreadCount;
    }),
    effect(() => {
      if (conversation.thread.value.messages.length) now.value = nowSeconds();
    }),
    effect(() => {
      const down = !!conversation.conversationId.value && conversation.connection.value === 'connecting';
      if (!down) {
        offline.value = false;
        return undefined;
      }
      const timer = setTimeout(() => {
        offline.value = true;
      }, OFFLINE_MS);
      return () => clearTimeout(timer);
    }),
    effect(() => {
      if (!conversation.thread.value.unreadCount || !visible.value || !atEnd.value) return undefined;
      const timer = setTimeout(() => page.document.hasFocus() && conversation.markRead(), READ_MS);
      return () => clearTimeout(timer);
    }),
  ];
  return () => {
    for (const stop of stops) stop();
    clearInterval(minute);
    page.removeEventListener('focus', seen);
    page.removeEventListener('online', wake);
    page.document.removeEventListener('visibilitychange', awake);
  };
}

/** Turns errors of the frame into errors of the page, for which `instanceof Error` holds. */
function inPage<T>({ page }: Bridge, work: Promise<T>): Promise<T> {
  return work.catch((error) => {
    throw error instanceof Error ? Object.assign(new page.Error(error.message), error) : error;
  });
}

function createMessenger(bridge: Bridge): Messenger {
  const settings = settle(bridge);
  const mount = document.getElementById('mount') as HTMLElement;
  const conversation = createConversation(bridge);
  const model: Model = {
    ...createScreen(),
    bridge,
    conversation,
    settings,
    texts: mergeTexts((bridge.options.customText ?? {}) as Record<string, unknown>),
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
    sendMessage: async (message) => conversation.send(readDraft(message, bridge.page)),
    startConversation: () => inPage(bridge, conversation.start()),
    getUser: () => user.value,
    getConversation: () => ({
      ...(conversationId.value && { _id: conversationId.value }),
      unreadCount: thread.value.unreadCount,
      messages: thread.value.messages.map(({ status, ...message }) => message),
    }),
    destroy() {
      for (const stop of stops) stop();
      opening.destroy();
      conversation.stop();
      render(null, mount);
    },
  };
}

const { smooch: bridge } = window as Window & { smooch?: Bridge };
bridge?.ready(createMessenger(bridge));
