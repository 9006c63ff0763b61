import type { CreateUser, Session, UserProps, UserReply } from '@smooch/protocol/sdk';
import type { AppUser } from '@smooch/protocol/shapes';
import type { Conversation } from './conversation';
import type { Environment } from './environment';
import type { RequestError } from './rest';
import { type Signal, signal } from './signals';

const FIELDS = ['givenName', 'surname', 'email', 'signedUpAt', 'properties'] as const;

export interface ProfileOptions {
  env: Environment;
  enabled: boolean;
  /** Seconds between two uploads. */
  interval: number;
  user: Signal<AppUser | undefined>;
  upload(props: UserProps, last?: boolean): Promise<{ appUser: AppUser }>;
}

interface Waiter {
  resolve(user: AppUser | undefined): void;
  reject(error: unknown): void;
}

/** The fields a page may set, of what it passed. */
export function readProps(given: unknown): UserProps {
  const from = (given ?? {}) as Record<string, unknown>;
  const props: Record<string, unknown> = {};
  for (const name of FIELDS) {
    const value = from[name];
    if (value === undefined) continue;
    const date = value as Date | null;
    props[name] = typeof date?.toISOString === 'function' ? date.toISOString() : value;
  }
  return JSON.parse(JSON.stringify(props));
}

/** One set of fields over another; properties by key. */
function over(first: UserProps, second: UserProps): UserProps {
  const properties = { ...first.properties, ...second.properties };
  return { ...first, ...second, ...(Object.keys(properties).length && { properties }) };
}

function without<T extends object>(props: T, known: (name: string, value: unknown) => boolean): T {
  const left = Object.entries(props).filter(([name, value]) => !known(name, value));
  return Object.fromEntries(left) as T;
}

/** What of `props` another set does not say already; `absent` is what it says of a name it has not. */
function difference(props: UserProps, known: object, absent: null | undefined): UserProps {
  const says = (set: object) => (name: string, value: unknown) =>
    (name in set ? (set as Record<string, unknown>)[name] : absent) === value;
  const { properties, ...fields } = props;
  const left = without(properties ?? {}, says((known as UserProps).properties ?? {}));
  return { ...without(fields, says(known)), ...(Object.keys(left).length && { properties: left }) };
}

/** The profile of a conversation's user. */
export function createProfile({ options_, user, rest_ }: Conversation): Profile {
  const { enabled, uploadInterval } = options_.config.profile;
  return new Profile({
    env: options_.env,
    enabled,
    interval: uploadInterval,
    user,
    upload: (props, last) => rest_.call<UserReply>('PUT', rest_.user(), props, last ? 1 : undefined, last),
  });
}

/** What the page tells of its user: kept until there is one, uploaded now and then, never unchanged. */
export class Profile {
  /** What the server does not know yet. */
  readonly pending = signal<UserProps>({});
  private waiters_: Waiter[] = [];
  private timer_: number | undefined;
  private uploadedAt_ = Number.NEGATIVE_INFINITY;
  private uploading_: Promise<unknown> = Promise.resolve();

  constructor(private readonly options_: ProfileOptions) {}

  /** Resolves with the user once they are on the server, at once where there is none yet. */
  update(given: unknown): Promise<AppUser | undefined> {
    const { env, enabled, interval, user } = this.options_;
    this.pending.value = over(this.pending.value, readProps(given));
    this.settle_();
    if (!user.value || !enabled || this.empty_) return Promise.resolve(user.value);
    const done = new Promise<AppUser | undefined>((resolve, reject) =>
      this.waiters_.push({ resolve, reject }),
    );
    const wait = this.uploadedAt_ + interval * 1000 - env.now();
    if (wait <= 0) void this.flush();
    else this.timer_ ??= env.setTimeout(() => void this.flush(), wait);
    return done;
  }

  /** Uploads what is pending now. Never rejects: those who wait for it hear of a failure. */
  flush(): Promise<unknown> {
    const { env, user, enabled } = this.options_;
    env.clearTimeout(this.timer_);
    this.timer_ = undefined;
    if (!user.value || !enabled) return Promise.resolve();
    this.uploading_ = this.uploading_.then(() => this.upload_());
    return this.uploading_;
  }

  /** Makes a user with what is pending; without it when the server does not take that. */
  created(body: CreateUser, ask: (body: CreateUser) => Promise<Session>): Promise<Session> {
    if (!this.options_.enabled || this.empty_) return ask(body);
    return ask({ ...this.pending.value, ...body }).catch((error: RequestError) => {
      if (error.response.status !== 400) throw error;
      return ask(body); // a bad e-mail address must not silence the visitor
    });
  }

  /** The page is about to go. */
  leave(): void {
    const { upload, user, enabled } = this.options_;
    if (user.value && enabled && !this.empty_) upload(this.pending.value, true).catch(() => {}); // best effort
  }

  /** A user was made with what was pending, or there is nobody it could be said of any more. */
  clear(): void {
    this.pending.value = {};
  }

  /** The user as the page sees them: what is pending over what the server knows. */
  overlay<T extends object>(user: T | undefined): T | undefined {
    if (this.empty_) return user;
    const whole = over((user ?? {}) as UserProps, this.pending.value);
    const gone = (_: string, value: unknown) => value === null;
    return { ...without(whole, gone), properties: without(whole.properties ?? {}, gone) } as unknown as T;
  }

  private get empty_(): boolean {
    return !Object.keys(this.pending.value).length;
  }

  private settle_(): void {
    const { user } = this.options_;
    if (user.value) this.pending.value = difference(this.pending.value, user.value, null);
  }

  private async upload_(): Promise<void> {
    const { env, user, upload } = this.options_;
    const waiters = this.waiters_;
    this.waiters_ = [];
    this.settle_();
    const who = user.value?._id;
    const props = this.pending.value;
    try {
      if (!this.empty_) {
        this.uploadedAt_ = env.now();
        const { appUser } = await upload(props);
        if (user.value?._id === who) user.value = appUser;
        this.forget_(props);
      }
      for (const { resolve } of waiters) resolve(user.value);
    } catch (error) {
      const { response, retryable } = error as RequestError;
      // what the server will never take must not spoil all that comes after it
      if (!retryable && response.status === 400) this.forget_(props);
      for (const { reject } of waiters) reject(error);
    }
  }

  /** Drops what was dealt with, unless the page has set it again meanwhile. */
  private forget_(props: UserProps): void {
    this.pending.value = difference(this.pending.value, props, undefined);
  }
}
