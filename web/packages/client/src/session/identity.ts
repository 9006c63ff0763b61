import type { Credentials } from '../rest';

/** The part of `localStorage` that is needed; its own keys are the names of what is stored. */
export type Storage = Pick<globalThis.Storage, 'getItem' | 'setItem' | 'removeItem'>;

/** What an anonymous visitor is known by. */
export interface StoredSession {
  appUserId: string;
  sessionToken: string;
}

/** A new id of 32 hex digits. */
export function newId(): string {
  const bytes = crypto.getRandomValues(new Uint8Array(16));
  return Array.from(bytes, (byte) => (byte + 256).toString(16).slice(1)).join('');
}

/** Who this browser is, kept in the page's storage under names of this app; in memory where the browser refuses. */
export class Identity {
  private readonly memory_ = new Map<string, string>();

  constructor(
    private readonly storage_: Storage | undefined,
    private readonly appId_: string,
  ) {}

  /** The device's id, when it has one already. */
  get clientId(): string | undefined {
    return this.read('clientId');
  }

  /** The device's id, made on first need. */
  needClientId(): string {
    const known = this.clientId;
    if (known) return known;
    const made = newId();
    this.write('clientId', made);
    return made;
  }

  get session(): StoredSession | undefined {
    const appUserId = this.read('appUserId');
    const sessionToken = this.read('sessionToken');
    return appUserId && sessionToken ? { appUserId, sessionToken } : undefined;
  }

  /** Keeps an anonymous session. The token goes last: other tabs wake on it. */
  keep({ appUserId, sessionToken }: StoredSession): void {
    this.write('appUserId', appUserId);
    this.write('sessionToken', sessionToken);
  }

  /** Forgets a session, unless another tab has replaced it already. */
  forget({ sessionToken }: Credentials): void {
    if (this.session?.sessionToken !== sessionToken) return;
    this.drop('sessionToken');
    this.drop('appUserId');
  }

  read(name: string): string | undefined {
    try {
      return this.storage_?.getItem(`${this.appId_}.${name}`) ?? this.memory_.get(name);
    } catch {
      return this.memory_.get(name);
    }
  }

  write(name: string, value: string): void {
    try {
      if (!this.storage_) throw new Error('no storage');
      this.storage_.setItem(`${this.appId_}.${name}`, value);
    } catch {
      this.memory_.set(name, value);
    }
  }

  drop(name: string): void {
    this.memory_.delete(name);
    try {
      this.storage_?.removeItem(`${this.appId_}.${name}`);
    } catch {
      // refused: the memory copy is gone, which is all there was
    }
  }

  /** What is stored for this app under names that begin so. */
  names(start: string): string[] {
    const whole = `${this.appId_}.`;
    return Object.keys(this.storage_ ?? {})
      .filter((name) => name.indexOf(whole + start) === 0)
      .map((name) => name.slice(whole.length));
  }
}
