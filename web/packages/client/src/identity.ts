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
  private readonly memory = new Map<string, string>();

  constructor(
    private readonly storage: Storage | undefined,
    private readonly appId: string,
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
    this.set('clientId', made);
    return made;
  }

  get credentials(): Credentials | undefined {
    const appUserId = this.get('appUserId');
    const sessionToken = this.get('sessionToken');
    return appUserId && sessionToken ? { appUserId, sessionToken } : undefined;
  }

  /** Keeps an anonymous session. The token goes last: other tabs wake on it. */
  keep({ appUserId, sessionToken }: Credentials): void {
    this.set('appUserId', appUserId);
    this.set('sessionToken', sessionToken);
  }

  /** Forgets a session, unless another tab has replaced it already. */
  forget(old: Credentials): void {
    if (this.credentials?.sessionToken !== old.sessionToken) return;
    for (const name of ['sessionToken', 'appUserId']) {
      this.memory.delete(name);
      try {
        this.storage?.removeItem(`${this.appId}.${name}`);
      } catch {
        // refused: the memory copy is gone, which is all there was
      }
    }
  }

  private get(name: string): string | undefined {
    try {
      return this.storage?.getItem(`${this.appId}.${name}`) ?? this.memory.get(name);
    } catch {
      return this.memory.get(name);
    }
  }

  private set(name: string, value: string): void {
    try {
      if (!this.storage) throw new Error('no storage');
      this.storage.setItem(`${this.appId}.${name}`, value);
    } catch {
      this.memory.set(name, value);
    }
  }
}
