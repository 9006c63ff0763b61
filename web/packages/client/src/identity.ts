import type { Credentials } from './rest';

/** The part of `localStorage` that is needed. */
export type Storage = Pick<globalThis.Storage, 'getItem' | 'setItem' | 'removeItem'>;

function randomHex(): string {
  const bytes = crypto.getRandomValues(new Uint8Array(16));
  return Array.from(bytes, (byte) => (byte + 256).toString(16).slice(1)).join('');
}

/** A new id of 32 hex digits. */
export const newId = randomHex;

/** Who this browser is, kept in the page's storage; in memory where the browser refuses. */
export class Identity {
  private readonly memory_ = new Map<string, string>();

  constructor(
    private readonly storage_: Storage | undefined,
    private readonly appId_: string,
  ) {}

  /** The device's id, when it has one already. */
  get clientId(): string | undefined {
    return this.get('clientId');
  }

  /** The device's id, made on first need. */
  needClientId(): string {
    const known = this.clientId;
    if (known) return known;
    const made = randomHex();
    this.set_('clientId', made);
    return made;
  }

  get credentials(): Credentials | undefined {
    const appUserId = this.get('appUserId');
    const sessionToken = this.get('sessionToken');
    return appUserId && sessionToken ? { appUserId, sessionToken } : undefined;
  }

  /** Keeps an anonymous session. The token goes last: other tabs wake on it. */
  keep({ appUserId, sessionToken }: Credentials): void {
    this.set_('appUserId', appUserId);
    this.set_('sessionToken', sessionToken);
  }

  /** Forgets a session, unless another tab has replaced it already. */
  forget(old: Credentials): void {
    if (this.credentials?.sessionToken !== old.sessionToken) return;
    for (const name of ['sessionToken', 'appUserId']) {
      this.memory_.delete(name);
      try {
        this.storage_?.removeItem(`${this.appId_}.${name}`);
      } catch {
        // refused: the memory copy is gone, which is all there was
      }
    }
  }

  private get(name: string): string | undefined {
    try {
      return this.storage_?.getItem(`${this.appId_}.${name}`) ?? this.memory_.get(name);
    } catch {
      return this.memory_.get(name);
    }
  }

  private set_(name: string, value: string): void {
    try {
      if (!this.storage_) throw new Error('no storage');
      this.storage_.setItem(`${this.appId_}.${name}`, value);
    } catch {
      this.memory_.set(name, value);
    }
  }
}
