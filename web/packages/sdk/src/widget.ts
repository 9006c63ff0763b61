import type * as sdk from '@smooch/protocol/sdk';
import type { Bridge, Draft, EventMap, Messenger, Settings } from './bridge';
import { failure, readConfig } from './config';
import { createFrame, type Frame, isPhone } from './frame';
import { createLauncher, type Launcher } from './launcher';
import { settle } from './settings';

const READY_MS = 30_000;
const CLOSE_MS = 200; // the length of the closing animation

export interface WidgetOptions {
  init: Record<string, unknown>;
  base: string;
  nonce: string | undefined;
  version: string;
  container: Promise<Element>;
  emit: Bridge['emit'];
}

function domReady(): Promise<void> {
  return new Promise((resolve) => {
    if (document.body && document.readyState !== 'loading') resolve();
    else document.addEventListener('DOMContentLoaded', () => resolve(), { once: true });
  });
}

/** One life of the widget, from `init` to `destroy`. */
export class Widget {
  started = false;
  isOpened = false;
  messenger: Messenger | undefined;

  get embedded(): boolean {
    return !!this.settings?.embedded;
  }

  private settings: Settings | undefined;
  private config: sdk.Config | undefined;
  private frame: Frame | undefined;
  private launcher: Launcher | undefined;
  private loading: Promise<Messenger> | undefined;
  private removed = false;
  private closeTimer = 0;
  private scroll: [number, number] = [0, 0];
  private opener: Element | null = null;
  private removeFrame = () => {};

  constructor(private readonly options: WidgetOptions) {}

  /** Resolves when the launcher is shown, or, with a session kept from before, when that is taken up again. */
  async start(): Promise<void> {
    const { init, base, container } = this.options;
    const appId = init.appId as string;
    await domReady();
    const config = await readConfig(base, appId);
    const settings = settle(init, config);
    this.config = config;
    this.settings = settings;
    await this.place(settings.embedded ? await container : document.body);
    if (settings.embedded || this.hasSession()) await this.load();
    addEventListener('storage', this.onStorage);
    this.started = true;
  }

  /** Makes the frame in an element; an embedded one may move to another later. */
  async place(parent: Element): Promise<void> {
    const { settings } = this;
    if (this.removed || !settings) return;
    this.removeFrame();
    this.messenger?.destroy();
    this.messenger = undefined;
    const again = !!this.loading;
    this.loading = undefined;
    const { ready, remove } = createFrame(parent, settings, this.options.nonce);
    this.removeFrame = remove;
    this.frame = await ready;
    if (!settings.embedded) {
      this.launcher = createLauncher(
        this.frame,
        settings,
        () => this.open(),
        () => void this.load().catch(() => {}),
      );
    }
    if (again) await this.load();
  }

  /** Loads the messenger into the frame, once; after a failure the next call tries again. */
  load(): Promise<Messenger> {
    this.loading ??= this.run().catch((error) => {
      this.loading = undefined;
      throw error;
    });
    return this.loading;
  }

  open(): void {
    const { frame, settings } = this;
    if (!frame || settings?.embedded) return;
    if (this.isOpened) {
      this.messenger?.opened();
      return;
    }
    clearTimeout(this.closeTimer);
    this.isOpened = true;
    this.scroll = [scrollX, scrollY];
    this.opener = document.activeElement;
    frame.state('opened');
    this.options.emit('widget:opened', undefined);
    if (this.messenger) this.messenger.opened();
    else
      this.load().then(
        (messenger) => this.isOpened && messenger.opened(),
        () => this.close(),
      );
  }

  close(): void {
    const { frame } = this;
    if (!frame || !this.isOpened) return;
    this.isOpened = false;
    this.messenger?.closed();
    frame.state('closing');
    if (isPhone()) scrollTo(...this.scroll);
    this.options.emit('widget:closed', undefined);
    const still = matchMedia('(prefers-reduced-motion:reduce)').matches;
    this.closeTimer = setTimeout(() => this.closed(frame), still ? 0 : CLOSE_MS);
  }

  async sendMessage(draft: Draft): Promise<unknown> {
    return (await this.load()).sendMessage(draft);
  }

  async startConversation(): Promise<void> {
    await (await this.load()).startConversation();
  }

  /** Undoes everything that was done to the page. */
  remove(): void {
    this.removed = true;
    clearTimeout(this.closeTimer);
    removeEventListener('storage', this.onStorage);
    this.messenger?.destroy();
    this.removeFrame();
    if (this.isOpened && isPhone()) scrollTo(...this.scroll);
  }

  private closed(frame: Frame): void {
    frame.state('closed');
    const { opener } = this;
    if (document.activeElement !== frame.element) return; // the reader is elsewhere already
    if (opener instanceof HTMLElement && opener !== document.body && opener !== frame.element) opener.focus();
    else this.launcher?.focus();
  }

  private hasSession(): boolean {
    try {
      return localStorage.getItem(`${this.options.init.appId}.sessionToken`) !== null;
    } catch {
      return false;
    }
  }

  private readonly onStorage = ({ key, newValue }: StorageEvent): void => {
    if (key !== `${this.options.init.appId}.sessionToken` || !newValue) return;
    this.load().then(
      (messenger) => messenger.adopt(),
      () => {},
    );
  };

  private async run(): Promise<Messenger> {
    const { frame } = this;
    if (!frame) throw failure('script_failed', 'The frame is not there');
    frame.document.documentElement.classList.add('busy');
    try {
      const messenger = await this.inject(frame);
      await messenger.start();
      if (this.removed) messenger.destroy();
      this.messenger = messenger;
      return messenger;
    } finally {
      frame.document.documentElement.classList.remove('busy');
    }
  }

  /** Runs the messenger's script and style sheet in the frame. */
  private inject(frame: Frame): Promise<Messenger> {
    const { config, settings, options } = this;
    const { assets } = config as sdk.Config;
    const link = frame.document.createElement('link');
    const script = frame.document.createElement('script');
    return new Promise<Messenger>((resolve, reject) => {
      const fail = () => {
        clearTimeout(timer);
        link.remove();
        script.remove();
        reject(failure('script_failed', 'The messenger could not be loaded'));
      };
      const timer = setTimeout(fail, READY_MS);
      const styled = new Promise((done) => {
        link.onload = done;
      });
      const bridge: Bridge = {
        page: window,
        config: config as sdk.Config,
        settings: settings as Settings,
        version: options.version,
        emit: <K extends keyof EventMap>(name: K, payload: EventMap[K]) => {
          if (!this.removed) options.emit(name, payload);
        },
        unread: (count) => this.launcher?.unread(count),
        close: () => this.close(),
        isOpened: () => this.isOpened || !!settings?.embedded,
        ready: (messenger) =>
          void styled.then(() => {
            clearTimeout(timer);
            resolve(messenger);
          }),
      };
      (frame.window as Window & { smooch?: Bridge }).smooch = bridge;
      script.onerror = link.onerror = fail;
      if (options.nonce) script.nonce = link.nonce = options.nonce;
      link.rel = 'stylesheet';
      link.href = assets.messengerCss;
      script.src = assets.messengerJs;
      frame.document.head.append(link, script);
    });
  }
}
