import type * as sdk from '@smooch/protocol/sdk';
import type { Bridge, EventMap, Messenger } from './bridge';
import { failure, readConfig } from './config';
import { createFrame, type Frame } from './frame';
import { createLauncher } from './launcher';
import { type Look, launcherLook } from './settings';

const READY_MS = 30_000;

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

/** Runs the messenger's script and style sheet in a frame. */
function inject(doc: Document, assets: sdk.Assets, nonce: string | undefined, bridge: Omit<Bridge, 'ready'>) {
  const link = doc.createElement('link');
  const script = doc.createElement('script');
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
    const ready = (messenger: Messenger) =>
      void styled.then(() => {
        clearTimeout(timer);
        resolve(messenger);
      });
    (doc.defaultView as Window & { smooch?: Bridge }).smooch = { ...bridge, ready };
    script.onerror = link.onerror = fail;
    if (nonce) script.nonce = link.nonce = nonce;
    link.rel = 'stylesheet';
    link.href = assets.messengerCss;
    script.type = 'module'; // so that its parts can be loaded when they are needed
    script.src = assets.messengerJs;
    doc.head.append(link, script);
  });
}

/** One life of the widget, from `init` to `destroy`. */
export class Widget {
  started = false;
  isOpened = false;
  readonly embedded: boolean;
  messenger: Messenger | undefined;
  private config_: sdk.Config | undefined;
  private look_: Look | undefined;
  private frame_: Frame | undefined;
  private unread_: ((count: number) => void) | undefined;
  private loading_: Promise<Messenger> | undefined;
  private readonly tokenKey_: string;
  private removed_ = false;
  private removeFrame_ = () => {};

  constructor(private readonly options_: WidgetOptions) {
    this.embedded = !!options_.init.embedded;
    this.tokenKey_ = `${options_.init.appId}.sessionToken`;
  }

  /** Resolves when the launcher is shown, or, with a session kept from before, when that is taken up again. */
  async start(): Promise<void> {
    const { init, base, container } = this.options_;
    await domReady();
    const config = await readConfig(base, init);
    this.config_ = config;
    this.look_ = launcherLook(init, config);
    await this.place(this.embedded ? await container : document.body);
    if (this.embedded || this.hasSession_()) await this.load();
    addEventListener('storage', this.onStorage_);
    this.started = true;
  }

  /** Makes the frame in an element; an embedded one may move to another later. */
  async place(parent: Element): Promise<void> {
    const look = this.look_;
    if (this.removed_ || !look) return;
    const again = this.loading_;
    this.removeFrame_();
    this.messenger?.destroy();
    this.messenger = this.loading_ = undefined;
    const { ready, remove } = createFrame(parent, look, this.embedded);
    this.removeFrame_ = remove;
    this.frame_ = await ready;
    const warm = () => void this.load().catch(() => {});
    if (!this.embedded) this.unread_ = createLauncher(this.frame_, look, () => this.open(), warm);
    if (again) await this.load();
  }

  /** Loads the messenger into the frame, once; after a failure the next call tries again. */
  load(): Promise<Messenger> {
    this.loading_ ??= this.run_().catch((error) => {
      this.loading_ = undefined;
      throw error;
    });
    return this.loading_;
  }

  /** The launcher stays, busy, until the messenger is there. */
  open(): void {
    if (this.embedded) return;
    const show = () => {
      if (!this.isOpened) return;
      this.frame_?.state('opened');
      this.messenger?.opened();
    };
    if (!this.isOpened) this.options_.emit('widget:opened', undefined);
    this.isOpened = true;
    if (this.messenger) show();
    else this.load().then(show, () => this.close());
  }

  close(): void {
    if (!this.isOpened) return;
    this.isOpened = false;
    this.options_.emit('widget:closed', undefined);
    if (!this.messenger) return;
    this.frame_?.state('closing');
    this.messenger.closed(() => this.isOpened || this.frame_?.state('closed'));
  }

  /** Undoes everything that was done to the page. */
  remove(): void {
    this.removed_ = true;
    removeEventListener('storage', this.onStorage_);
    this.messenger?.destroy();
    this.removeFrame_();
  }

  private hasSession_(): boolean {
    try {
      return !!localStorage.getItem(this.tokenKey_);
    } catch {
      return false;
    }
  }

  private readonly onStorage_ = ({ key, newValue }: StorageEvent): void => {
    if (key !== this.tokenKey_ || !newValue) return;
    this.load().then(
      (messenger) => messenger.adopt(),
      () => {},
    );
  };

  private async run_(): Promise<Messenger> {
    const { init, nonce, version, emit } = this.options_;
    const config = this.config_ as sdk.Config;
    const { document: doc } = this.frame_ as Frame;
    const { classList } = doc.documentElement;
    classList.add('busy');
    try {
      const messenger = await inject(doc, config.assets, nonce, {
        page: window,
        config,
        version,
        options: init,
        embedded: this.embedded,
        emit: <K extends keyof EventMap>(name: K, payload: EventMap[K]) =>
          this.removed_ || emit(name, payload),
        unread: (count) => this.unread_?.(count),
        close: () => this.close(),
      });
      await messenger.start();
      if (this.removed_) messenger.destroy();
      this.messenger = messenger;
      return messenger;
    } finally {
      classList.remove('busy');
    }
  }
}
