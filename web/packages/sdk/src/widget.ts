import type * as sdk from '@smooch/protocol/sdk';
import type { Bridge, EventMap, Messenger, Methods } from './bridge';
import { failure, readConfig } from './config';
import { copy } from './emitter';
import { codeOf } from './engine';
import { createFrame } from './frame';
import { createLauncher } from './launcher';
import { type Look, launcherLook } from './settings';

const READY_MS = 30_000;
const CALM_MS = 5000; // a frame that lived shorter was taken away by a page that may do so again and again
const PROFILE = ['givenName', 'surname', 'email', 'signedUpAt'];

type Options = Record<string, unknown>;

const quiet = () => {};

export interface WidgetOptions {
  init: Options;
  base: string;
  nonce: string | undefined;
  version: string;
  container: Element | undefined;
  emit: Bridge['emit'];
}

export type Widget = ReturnType<typeof createWidget>;

function domReady(): Promise<void> {
  return new Promise((resolve) => {
    if (document.readyState !== 'loading') resolve();
    else document.addEventListener('DOMContentLoaded', () => resolve(), { once: true });
  });
}

/** The storage that the page wants its session in, unless the browser forbids it. */
function storageFor(wanted: unknown): Storage | undefined {
  try {
    return window[wanted === 'sessionStorage' ? wanted : 'localStorage'];
  } catch {
    return undefined;
  }
}

/** Runs the messenger's script and style sheet in a frame. Returns also how to take them away again. */
function addScript(
  doc: Document,
  assets: sdk.Assets,
  nonce: string | undefined,
  bridge: Omit<Bridge, 'ready'>,
) {
  const { styled, script, parts } = codeOf(doc, assets);
  const both = Promise.all([
    new Promise<Messenger>((ready, reject) => {
      (doc.defaultView as Window & { smooch?: Bridge }).smooch = { ...bridge, ready };
      script.onerror = reject;
    }),
    styled,
  ]);
  for (const part of parts) {
    if (nonce) part.nonce = nonce;
    doc.head.appendChild(part);
  }
  const undo = () => {
    for (const part of parts) doc.head.removeChild(part);
  };
  return { both, undo };
}

/** One life of the widget, from `init` to `destroy`. */
export function createWidget({ init, base, nonce, version, emit, container }: WidgetOptions) {
  const embedded = !!init.embedded;
  const storage = storageFor(init.browserStorage);
  const kept = {};
  const waiting: [name: keyof Methods, args: unknown[]][] = [];
  let config: sdk.Config;
  let tokenKey: string;
  let look: Look;
  let doc: Document;
  let script: Promise<Messenger> | undefined;
  let loading: Promise<Messenger> | undefined;
  let removeFrame = () => {};
  let removed = false;
  let again: ReturnType<typeof setTimeout>;
  let pause = 0;
  let parent = container;
  let contain = quiet as () => void;
  let end: (error: unknown) => void;
  const ended = new Promise<never>((_, reject) => {
    end = reject;
  });
  ended.catch(quiet);

  /** Gives up after 30 s, and when the widget is removed. */
  async function inTime<T>(work: Promise<T>): Promise<T> {
    let timer: ReturnType<typeof setTimeout> | undefined;
    const late = new Promise<never>((_, reject) => {
      timer = setTimeout(reject, READY_MS, failure('script_failed', 'The messenger did not load'));
    });
    try {
      return await Promise.race([work, late, ended]);
    } finally {
      clearTimeout(timer);
    }
  }

  /** Makes the frame in an element, instead of the one before, and what was in that. */
  async function place(): Promise<void> {
    const into = embedded ? (parent as Element) : document.body;
    const begun = Date.now();
    const before = loading;
    leave();
    const { ready, remove } = createFrame(into, look, embedded, () => {
      // the page took the frame away: it comes back, with more and more patience when that goes on
      pause = Date.now() - begun > CALM_MS ? 0 : pause * 2 + 50;
      removeFrame();
      again = setTimeout(() => place().catch(quiet), pause);
    });
    removeFrame = remove;
    doc = await inTime(ready);
    if (!embedded) createLauncher(doc, look, open, () => void load().catch(quiet));
    if (before) await load();
    if (self.opened) open();
    if (embedded && into !== parent) await place(); // rendered elsewhere meanwhile
  }

  /** Undoes what `place` did. */
  function leave(): void {
    clearTimeout(again);
    self.messenger?.destroy();
    removeFrame();
    self.messenger = script = loading = undefined;
  }

  /** Runs the messenger's script in the frame, and takes it away when that fails. */
  async function inject(): Promise<Messenger> {
    const { both, undo } = addScript(doc, config.assets, nonce, {
      page: window,
      config,
      version,
      options: init,
      storage,
      kept,
      embedded,
      emit: <K extends keyof EventMap>(name: K, payload: EventMap[K]) => removed || emit(name, payload),
      close,
    });
    try {
      return (await inTime(both))[0];
    } catch (error) {
      script = undefined;
      undo();
      throw error;
    }
  }

  async function run(): Promise<Messenger> {
    const { classList } = doc.documentElement;
    classList.add('busy');
    try {
      script ??= inject();
      const messenger = await script;
      await messenger.start();
      if (removed) messenger.destroy();
      self.messenger = messenger;
      for (const [name, args] of waiting.splice(0)) call(name, args).catch(quiet);
      return messenger;
    } catch (error) {
      loading = undefined;
      throw error;
    } finally {
      classList.remove('busy');
    }
  }

  /** Loads the messenger into the frame, once; after a failure the next call tries again. */
  function load(): Promise<Messenger> {
    loading ??= run();
    return loading;
  }

  /** Runs a method of the messenger now, or when it is there; a patient one does not load it. */
  async function call(name: keyof Methods, args: unknown[], patient?: boolean): Promise<unknown> {
    if (patient && !self.messenger) return void waiting.push([name, args]);
    const { methods } = await load();
    return copy(await (methods[name] as (...args: unknown[]) => unknown)(...args));
  }

  /** The launcher stays, busy, until the messenger is there. */
  function open(): void {
    if (embedded) return;
    if (!self.opened) emit('widget:opened', undefined);
    self.opened = true;
    if (self.messenger) self.messenger.opened();
    else load().then((messenger) => self.opened && messenger.opened(), close);
  }

  function close(): void {
    if (!self.opened) return;
    self.opened = false;
    emit('widget:closed', undefined);
    self.messenger?.closed();
  }

  /** The user; before the messenger is there, only what the page has said of one. */
  function user(): unknown {
    if (self.messenger) return self.messenger.methods.getUser();
    let user: Options | undefined;
    for (const [name, [props]] of waiting) {
      if (name !== 'updateUser') continue;
      const given = Object(props);
      user ??= { properties: {} };
      user.properties = { ...(user.properties as Options), ...given.properties };
      for (const key of PROFILE) if (key in given) user[key] = given[key];
    }
    return user;
  }

  /** A session is kept, or what waits to be sent. */
  function known(): boolean {
    for (const name in storage)
      if (name === tokenKey || !name.indexOf(`${config.app.id}.outbox.`)) return true;
    return false;
  }

  const onStorage = ({ key, newValue }: StorageEvent): void => {
    if (key === tokenKey && newValue) load().then(({ adopt }) => adopt(), quiet);
  };

  const self = {
    started: false,
    /** There is, or will be, a frame. */
    placed: !embedded || !!container,
    opened: false,
    embedded,
    options: init,
    ended,
    messenger: undefined as Messenger | undefined,

    /** Resolves when the launcher is shown, or, with somebody known from before, when the conversation is taken up. */
    async start(): Promise<void> {
      await domReady();
      config = await inTime(readConfig(base, init));
      tokenKey = `${config.app.id}.sessionToken`;
      look = launcherLook(init, config);
      if (embedded && !parent) {
        await new Promise<void>((resolve) => {
          contain = resolve;
        });
      }
      await place();
      if (embedded || init.userId || init.authCode || known()) await load();
      addEventListener('storage', onStorage);
      self.started = true;
    },

    /** Embeds the frame in an element; when it is in another already, it moves. */
    render(element: Element): void {
      self.placed = true;
      parent = element;
      contain();
      if (self.started) place().catch(quiet);
    },

    load,
    call,
    open,
    close,
    user,

    /** Undoes everything that was done to the page. Promises that wait reject with the reason. */
    remove(reason: unknown): void {
      removed = true;
      end(reason);
      removeEventListener('storage', onStorage);
      leave();
    },
  };
  return self;
}
