import { Conversation, Identity, newId } from '@smooch/client';
import { effect } from '@smooch/client/signals';
import type { Bridge } from 'smooch/bridge';

const STORAGE_MS = 500;

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

/** The visitor's conversation, on this browser's network, clock, storage and locks. */
export function createConversation(bridge: Bridge): Conversation {
  const { config, version, storage, options } = bridge;
  const appId = config.app.id;
  const { locks } = navigator;
  const tab = newId();
  const nameOf = (other: string) => `smooch.${appId}.${other}`;
  // held until the frame is gone: what this tab keeps to be sent is in living hands
  void locks?.request(nameOf(tab), () => new Promise(() => {}));
  return new Conversation({
    config,
    version,
    tab,
    env: {
      fetch: (...args) => fetch(...args),
      WebSocket: window.WebSocket,
      setTimeout: (run, ms) => window.setTimeout(run, ms),
      clearTimeout: (timer) => clearTimeout(timer),
      now: () => Date.now(),
      random: () => Math.random(),
      online: () => navigator.onLine,
    },
    identity: new Identity(storage, appId),
    clientInfo: () => clientInfo(bridge),
    exclusively: (work) => exclusively(`smooch.${appId}`, work),
    onMessage: (kind, message) => {
      if (bridge.kept[message._id]) return; // told by a frame before this one
      bridge.kept[message._id] = true;
      if (kind !== 'added') bridge.emit(`message:${kind}`, message);
      setTimeout(() => bridge.emit('message', message));
    },
    renewJwt: () => (options.delegate as { onInvalidAuth?(): unknown } | undefined)?.onInvalidAuth?.(),
    ...(locks && {
      tabLives: (other: string) => locks.request(nameOf(other), { ifAvailable: true }, async (lock) => !lock),
    }),
  });
}

/** Begins as whom the page says, or as whom this browser knows. A frame that is made again goes on with the same user. */
export async function begin(conversation: Conversation, { options }: Bridge): Promise<void> {
  const { userId, jwt, authCode } = options;
  if (userId || jwt) await conversation.account('login', userId, jwt);
  else if (typeof authCode === 'string') await conversation.account('loginByCode', authCode);
  else await conversation.restore();
  effect(() => {
    conversation.person.value;
    Object.assign(options, { userId: undefined, jwt: undefined, authCode: undefined }, conversation.proof);
  });
}
