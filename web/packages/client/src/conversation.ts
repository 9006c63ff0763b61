import { batch, signal } from '@preact/signals-core';
import type * as events from '@smooch/protocol/events';
import type * as sdk from '@smooch/protocol/sdk';
import type { AppUser, Message } from '@smooch/protocol/shapes';
import type { Environment } from './environment';
import { type Identity, newId } from './identity';
import { type Change, EMPTY, type LocalMessage, reduce, type Thread, timeOf } from './messages';
import { type ConnectionState, Realtime, type StoredEvent } from './realtime';
import { type Credentials, RequestError, Rest } from './rest';

const TYPING_SHOWN_MS = 10_000;
const TYPING_EVERY_MS = 4000; // well inside the time others show it

/** What a visitor writes. */
export type Draft = Pick<LocalMessage, 'text' | 'payload' | 'metadata'>;

export interface ConversationOptions {
  env: Environment;
  config: sdk.Config;
  version: string;
  identity: Identity;
  clientInfo(): sdk.ClientInfo['info'];
  /** Runs `work` while no other tab of this browser runs its own. */
  exclusively<T>(work: () => Promise<T>): Promise<T>;
  /** A message of the business arrived, one of this tab was acknowledged, or one of the user came from elsewhere. */
  onMessage(kind: 'received' | 'sent' | 'added', message: Message): void;
}

/** The one conversation of this visitor: its state as signals, and everything that can be done with it. */
export class Conversation {
  readonly thread = signal<Thread>(EMPTY);
  readonly user = signal<AppUser | undefined>(undefined);
  readonly conversationId = signal<string | undefined>(undefined);
  readonly connection = signal<ConnectionState>('idle');
  readonly typing = signal<events.ActivityEvent | undefined>(undefined);
  readonly loadingOlder = signal(false);

  private readonly rest: Rest;
  private readonly realtime: Realtime;
  private readonly announced = new Set<string>();
  private readonly ownIds = new Set<string>();
  private credentials: Credentials | undefined;
  private starting: Promise<void> | undefined;
  private sending: Promise<unknown> = Promise.resolve();
  private typingTimer: number | undefined;
  private typedAt = 0;

  constructor(private readonly options: ConversationOptions) {
    const { env, config, identity, version } = options;
    this.rest = new Rest({
      env,
      version,
      baseUrl: config.baseUrl.web,
      appId: config.app.id,
      clientId: () => identity.clientId,
      credentials: () => this.credentials,
    });
    this.realtime = new Realtime({
      env,
      url: config.realtime.url,
      pollUrl: config.realtime.pollUrl,
      connect: () => ({
        type: 'connect',
        appId: config.app.id,
        appUserId: this.credentials?.appUserId ?? '',
        sessionToken: this.credentials?.sessionToken ?? '',
      }),
      onEvent: (event) => this.receive(event),
      onActivity: (event) => this.showTyping(event),
      onReset: () => this.refetch(),
      onUnauthorised: () => this.stillValid(),
      onState: (state) => {
        this.connection.value = state;
      },
    });
  }

  /** Takes up the session kept in this browser, if there is one; one that is not valid any more is forgotten. */
  async restore(): Promise<void> {
    const kept = this.options.identity.credentials;
    if (!kept || kept.sessionToken === this.credentials?.sessionToken) return;
    if (this.credentials) this.reset(); // another tab has begun anew
    this.credentials = kept;
    try {
      const session = await this.rest.session();
      const page = session.conversation && (await this.rest.messages());
      if (this.credentials === kept) this.adopt(session, page);
    } catch (error) {
      if (!(error instanceof RequestError && error.unauthorised)) {
        this.credentials = undefined;
        throw error;
      }
      this.forget();
    }
  }

  /** Makes the user and the conversation on the server where they are missing. Calls at the same time share the work. */
  start(): Promise<void> {
    if (this.conversationId.value) return Promise.resolve();
    this.starting ??= this.options
      .exclusively(() => this.create())
      .finally(() => {
        this.starting = undefined;
      });
    return this.starting;
  }

  /** Shows the message at once and delivers it after those before it. Resolves to undefined when that failed. */
  send(draft: Draft): Promise<sdk.Posted | undefined> {
    const newest = this.thread.value.messages[this.thread.value.messages.length - 1];
    const now = this.options.env.now() / 1000;
    const message: LocalMessage = {
      ...draft,
      type: 'text',
      role: 'appUser',
      _clientId: newId(),
      _clientSent: Math.max(now, newest ? timeOf(newest) + 0.001 : 0), // a slow clock must not put it above
      status: 'sending',
    };
    this.typedAt = 0;
    return this.enqueue(message);
  }

  /** Sends a failed message again, under its own name and in its own place. */
  retry(message: LocalMessage): Promise<sdk.Posted | undefined> {
    return this.enqueue({ ...message, status: 'sending' });
  }

  /** Fetches the page before the oldest message; one at a time. */
  async loadOlder(): Promise<void> {
    const { messages, hasPrevious } = this.thread.value;
    const oldest = messages.find((message) => message.received !== undefined);
    if (!hasPrevious || !oldest || this.loadingOlder.value) return;
    this.loadingOlder.value = true;
    try {
      const page = await this.rest.messages(oldest.received);
      batch(() => {
        this.change({ type: 'older', page });
        this.loadingOlder.value = false;
      });
    } catch {
      this.loadingOlder.value = false; // the link comes back
    }
  }

  /** Counts everything as read. */
  markRead(): void {
    if (!this.thread.value.unreadCount) return;
    this.change({ type: 'read' });
    this.rest.read().catch(() => {}); // the next read repeats it
  }

  /** The visitor typed: tells the business, now and then. */
  typed(): void {
    const now = this.options.env.now();
    if (!this.conversationId.value || now - this.typedAt < TYPING_EVERY_MS) return;
    this.typedAt = now;
    this.rest.typing('typing:start').catch(() => {});
  }

  /** The visitor emptied or left the composer. */
  stoppedTyping(): void {
    if (!this.typedAt || !this.conversationId.value) return;
    this.typedAt = 0;
    this.rest.typing('typing:stop').catch(() => {});
  }

  /** The network or the page came back. */
  wake(): void {
    this.realtime.wake();
  }

  stop(): void {
    this.realtime.stop();
    this.options.env.clearTimeout(this.typingTimer);
  }

  private change(change: Change): void {
    this.thread.value = reduce(this.thread.value, change);
  }

  private adopt(session: sdk.Session, page: sdk.Messages | undefined): void {
    batch(() => {
      this.user.value = session.appUser;
      if (!session.conversation) return;
      this.conversationId.value = session.conversation._id;
      if (page) this.take(page, page.conversation.unreadCount);
    });
    if (session.conversation) this.realtime.start(page?.cursor ?? session.cursor);
  }

  /** Takes a newest page and announces the last `news` messages of the business in it. */
  private take(page: sdk.Messages, news: number): void {
    this.change({ type: 'fresh', page });
    const business = page.messages.filter((message) => message.role !== 'appUser');
    const fresh = new Set(business.slice(Math.max(0, business.length - news)));
    for (const message of business) {
      if (fresh.has(message)) this.announce('received', message);
      else this.announced.add(message._id);
    }
  }

  private announce(kind: 'received' | 'sent' | 'added', message: Message): void {
    if (this.announced.has(message._id)) return;
    this.announced.add(message._id);
    this.options.onMessage(kind, message);
  }

  private async create(): Promise<void> {
    await this.restore(); // another tab may have been first
    if (this.conversationId.value) return;
    if (this.credentials) {
      const { conversation, cursor } = await this.rest.createConversation();
      this.conversationId.value = conversation._id;
      this.realtime.start(cursor);
      return;
    }
    const { identity, clientInfo, version } = this.options;
    const session = await this.rest.createUser({
      client: { id: identity.needClientId(), platform: 'web', appVersion: version, info: clientInfo() },
    });
    this.credentials = { appUserId: session.appUser._id, sessionToken: session.sessionToken ?? '' };
    identity.keep(this.credentials);
    this.adopt(session, undefined);
  }

  private enqueue(message: LocalMessage): Promise<sdk.Posted | undefined> {
    this.change({ type: 'sending', message });
    if (message._clientId) this.ownIds.add(message._clientId);
    const delivered = this.sending.then(() => this.deliver(message));
    this.sending = delivered;
    return delivered;
  }

  /** Never rejects: a failure is shown at the message. */
  private async deliver(message: LocalMessage): Promise<sdk.Posted | undefined> {
    const { text = '', payload, metadata, _clientId = '' } = message;
    try {
      await this.start();
      const posted = await this.rest.post({
        message: {
          type: 'text',
          text,
          _clientId,
          ...(payload !== undefined && { payload }),
          ...(metadata && { metadata }),
        },
      });
      this.change({ type: 'sent', message: { ...posted.message, _clientId } });
      this.announce('sent', posted.message);
      return posted;
    } catch (error) {
      return this.undelivered(_clientId, error);
    }
  }

  private undelivered(clientId: string, error: unknown): sdk.Posted | undefined {
    const echo = this.thread.value.messages.find((message) => message._clientId === clientId && message._id);
    if (echo) {
      // only the answer was lost: the message itself came back as an event
      const message = echo as Message;
      this.announce('sent', message);
      const { unreadCount } = this.thread.value;
      return { message, conversation: { _id: this.conversationId.value ?? '', unreadCount } };
    }
    this.change({ type: 'failed', clientId });
    if (error instanceof RequestError && [401, 404].includes(error.response.status)) this.forget();
    return undefined;
  }

  private receive(event: StoredEvent): void {
    this.change({ type: 'event', event });
    if (event.type !== 'message') return;
    const { message } = event;
    if (message.role !== 'appUser') {
      this.hideTyping();
      this.announce('received', message);
    } else if (!this.ownIds.has(message._clientId ?? '')) {
      this.announce('added', message);
      this.markRead(); // who writes elsewhere has read
    }
  }

  private async refetch(): Promise<void> {
    const known = this.thread.value.messages.filter((message) => message._id);
    const newest = known[known.length - 1]?.received ?? 0;
    try {
      const page = await this.rest.messages();
      this.take(page, page.messages.filter((m) => m.role !== 'appUser' && m.received > newest).length);
    } catch (error) {
      if (!(error instanceof RequestError && error.unauthorised)) throw error;
      this.forget();
    }
  }

  private async stillValid(): Promise<boolean> {
    try {
      await this.rest.session();
      return true;
    } catch (error) {
      if (!(error instanceof RequestError && error.unauthorised)) return true;
      this.forget();
      return false;
    }
  }

  /** The session is not valid any more: this tab is a new visitor's. What could not be sent stays. */
  private forget(): void {
    if (this.credentials) this.options.identity.forget(this.credentials);
    this.reset();
  }

  private reset(): void {
    this.credentials = undefined;
    this.realtime.stop();
    batch(() => {
      const messages = this.thread.value.messages.filter((message) => message.status);
      this.thread.value = { ...EMPTY, messages };
      this.user.value = undefined;
      this.conversationId.value = undefined;
    });
  }

  private showTyping(event: events.ActivityEvent): void {
    if (event.role === 'appUser') return;
    this.hideTyping();
    if (event.activity !== 'typing:start') return;
    this.typing.value = event;
    this.typingTimer = this.options.env.setTimeout(() => this.hideTyping(), TYPING_SHOWN_MS);
  }

  private hideTyping(): void {
    this.options.env.clearTimeout(this.typingTimer);
    this.typing.value = undefined;
  }
}
