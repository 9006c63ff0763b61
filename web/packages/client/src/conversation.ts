import type * as sdk from '@smooch/protocol/sdk';
import type { AppUser, Message } from '@smooch/protocol/shapes';
import type { Environment } from './environment';
import { enqueue, resume } from './outbox/outbox';
import type { Profile } from './profile';
import { type ConnectionState, Realtime } from './realtime';
import { type Credentials, Rest, unreachable } from './rest';
import type { Account } from './session/account';
import { type Identity, newId } from './session/identity';
import { refused, restore, start } from './session/session';
import { batch, type Signal, signal } from './signals';
import { EMPTY, type LocalMessage, type Thread, timeOf } from './thread/messages';
import { type Kind, News } from './thread/news';
import { change, receive, refetch } from './thread/timeline';
import { Typing } from './thread/typing';

/** What a visitor sends; a text when no `type` is given. */
export type Draft = Partial<
  Pick<
    LocalMessage,
    'type' | 'text' | 'payload' | 'metadata' | 'coordinates' | 'fields' | 'quotedMessage' | 'file' | 'preview'
  >
>;

export interface ConversationOptions {
  env: Environment;
  config: sdk.Config;
  version: string;
  identity: Identity;
  clientInfo(): sdk.ClientInfo['info'];
  /** Runs `work` while no other tab of this browser runs its own. */
  exclusively<T>(work: () => Promise<T>): Promise<T>;
  /** Hears of every new message once. */
  onMessage(kind: Kind, message: Message): void;
  /** Asks the page for another JWT, or a promise of one, because the server refused the present one. */
  renewJwt?(): unknown;
  /** The name of this tab. */
  tab: string;
  /** Tells whether another tab lives. Without it time does. */
  tabLives?(tab: string): Promise<boolean>;
}

/**
 * The one conversation of this visitor: its state as signals, and everything that can be done with it. What ends in an
 * underscore is for the modules of this package alone.
 */
export class Conversation {
  readonly thread: Signal<Thread> = signal(EMPTY);
  readonly user = signal<AppUser | undefined>(undefined);
  readonly conversationId = signal<string | undefined>(undefined);
  readonly connection = signal<ConnectionState>('idle');
  readonly loadingOlder = signal(false);
  /** Rises when somebody else speaks: who logged in, out, or was erased. */
  readonly person = signal(0);
  readonly typing: Typing;

  readonly rest_: Rest;
  readonly realtime_: Realtime;
  readonly news_: News;
  credentials_: Credentials | undefined;
  /** Whose the messages are that are sent now: '' for somebody anonymous. */
  owner_ = '';
  /** What is said, and changes of who speaks, one after the other. */
  turn_: Promise<unknown> = Promise.resolve();
  /** Messages wait: those after them must not overtake. */
  waiting_ = false;
  retryTimer_: number | undefined;
  restoring_: Promise<void> | undefined;
  starting_: Promise<void> | undefined;
  /** There when the page has told something of its user. */
  profile_: Profile | undefined;

  constructor(readonly options_: ConversationOptions) {
    const { env, config, identity, version } = options_;
    this.rest_ = new Rest({
      env,
      version,
      baseUrl: config.baseUrl.web,
      appId: config.app.id,
      clientId: () => identity.clientId,
      credentials: () => this.credentials_,
    });
    this.news_ = new News(options_.onMessage);
    this.typing = new Typing(env, (type) => {
      this.rest_.call('POST', this.rest_.user('/conversation/activity'), { type }, 1).catch(() => {}); // best effort
    });
    this.realtime_ = new Realtime({
      env,
      url: config.realtime.url,
      pollUrl: config.realtime.pollUrl,
      connect: () => {
        const { appUserId = '', sessionToken, jwt } = this.credentials_ ?? {};
        return { type: 'connect', appId: config.app.id, appUserId, ...(jwt ? { jwt } : { sessionToken }) };
      },
      onEvent: (event) => receive(this, event),
      onActivity: (event) => this.typing.show(event),
      onReset: () => refetch(this),
      onUnauthorised: () => {
        const who = this.credentials_;
        return this.rest_.session().then(
          () => true,
          (error) => !refused(this, error, who),
        );
      },
      onState: (state) => {
        this.connection.value = state;
        if (state === 'live') resume(this);
      },
    });
  }

  /** Takes up the session kept in this browser, and what waited in it to be sent. */
  async restore(): Promise<void> {
    await restore(this);
    resume(this);
  }

  /** Makes the user and the conversation on the server where they are missing. Calls at the same time share the work. */
  start(): Promise<void> {
    return start(this);
  }

  /**
   * Changes who speaks (`login`, `loginByCode`, `logout`, `erase`), in turn with what is said, or hands out what is kept
   * of them (`export`).
   */
  account<V extends keyof Account>(verb: V, ...given: Parameters<Account[V]>): ReturnType<Account[V]> {
    const done = this.turn_.then(async () => {
      const { Account } = await import('./session/account').catch(unreachable);
      const verbs = new Account(this) as unknown as Record<V, (...args: unknown[]) => unknown>;
      return verbs[verb](...given);
    });
    this.turn_ = done.catch(() => {}).then(() => resume(this));
    return done as ReturnType<Account[V]>;
  }

  /** Tells the server of the user, at once or with what else is told soon. */
  async updateUser(props: unknown): Promise<AppUser | undefined> {
    const { createProfile } = await import('./profile').catch(unreachable);
    this.profile_ ??= createProfile(this);
    return this.profile_.update(props);
  }

  /** Who speaks, where a JWT proves it. */
  get proof(): Pick<Credentials, 'userId' | 'jwt'> {
    const { userId, jwt } = this.credentials_ ?? {};
    return { userId, jwt } as Pick<Credentials, 'userId' | 'jwt'>;
  }

  /** The user as the page may see them. */
  getUser(): Partial<AppUser> | undefined {
    const userId = this.credentials_?.userId;
    const known = this.user.value ?? (userId ? { userId, properties: {} } : undefined);
    return this.profile_ ? this.profile_.overlay(known) : known;
  }

  /** Shows the message at once and delivers it after those before it. Resolves to undefined when the first try fails. */
  send(draft: Draft): Promise<sdk.Posted | undefined> {
    return this.retry(this.pend(draft));
  }

  /** Shows the message as one that is being sent; `retry` sends it when it is complete. */
  pend(draft: Draft): LocalMessage {
    const { messages } = this.thread.value;
    const newest = messages[messages.length - 1];
    const now = this.options_.env.now() / 1000;
    const message: LocalMessage = {
      type: 'text',
      ...draft,
      role: 'appUser',
      _clientId: newId(),
      _clientSent: Math.max(now, newest ? timeOf(newest) + 0.001 : 0), // a slow clock must not put it above
      status: 'sending',
    };
    this.typing.sent();
    change(this, { type: 'sending', message });
    return message;
  }

  /** Sends a message again, under its own name and in its own place. */
  retry(message: LocalMessage): Promise<sdk.Posted | undefined> {
    return enqueue(this, { ...message, status: 'sending' });
  }

  /** The visitor pressed a button. Not repeated: who pressed it presses it again. Rejects when there is no user yet. */
  async postback(actionId: string): Promise<void> {
    await this.rest_.call('POST', this.rest_.user('/postback'), { postback: { actionId } }, 1);
  }

  /** Fetches the page before the oldest message; one at a time. */
  async loadOlder(): Promise<void> {
    const { messages, hasPrevious } = this.thread.value;
    const oldest = messages.find((message) => message.received !== undefined);
    if (!hasPrevious || !oldest || this.loadingOlder.value) return;
    this.loadingOlder.value = true;
    const page = await this.rest_.messages(oldest.received).catch(() => undefined); // the link comes back
    batch(() => {
      if (page) change(this, { type: 'older', page });
      this.loadingOlder.value = false;
    });
  }

  /** Counts everything as read. */
  markRead(): void {
    if (!this.thread.value.unreadCount) return;
    change(this, { type: 'read' });
    this.rest_.read().catch(() => {}); // the next read repeats it
  }

  /** The visitor changed what is in the composer. */
  typed(text: string): void {
    if (!this.conversationId.value) return;
    if (text.trim()) this.typing.started();
    else this.typing.stopped();
  }

  /** The network or the page came back. */
  wake(): void {
    this.realtime_.wake();
    resume(this);
  }

  /** The page is about to go: what is pending is told, if the browser still does it. */
  leave(): void {
    this.profile_?.leave();
  }

  stop(): void {
    this.options_.env.clearTimeout(this.retryTimer_);
    this.realtime_.stop();
    this.typing.hide();
  }
}
