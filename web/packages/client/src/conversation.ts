import { batch, signal } from '@preact/signals-core';
import type * as sdk from '@smooch/protocol/sdk';
import type { AppUser, Message } from '@smooch/protocol/shapes';
import type { Environment } from './environment';
import { type Identity, newId } from './identity';
import { type Change, EMPTY, type LocalMessage, reduce, type Thread, timeOf } from './messages';
import { type Kind, News } from './news';
import { type ConnectionState, Realtime, type StoredEvent } from './realtime';
import { type Credentials, RequestError, Rest } from './rest';
import { Typing } from './typing';

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
}

/** The one conversation of this visitor: its state as signals, and everything that can be done with it. */
export class Conversation {
  readonly thread = signal<Thread>(EMPTY);
  readonly user = signal<AppUser | undefined>(undefined);
  readonly conversationId = signal<string | undefined>(undefined);
  readonly connection = signal<ConnectionState>('idle');
  readonly typing: Typing;
  readonly loadingOlder = signal(false);

  private readonly rest_: Rest;
  private readonly realtime_: Realtime;
  private readonly news_: News;
  private credentials_: Credentials | undefined;
  private restoring_: Promise<void> | undefined;
  private starting_: Promise<void> | undefined;
  private sending_: Promise<unknown> = Promise.resolve();

  constructor(private readonly options_: ConversationOptions) {
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
      this.rest_.typing(type).catch(() => {}); // best effort
    });
    this.realtime_ = new Realtime({
      env,
      url: config.realtime.url,
      pollUrl: config.realtime.pollUrl,
      connect: () => ({
        type: 'connect',
        appId: config.app.id,
        appUserId: this.credentials_?.appUserId ?? '',
        sessionToken: this.credentials_?.sessionToken ?? '',
      }),
      onEvent: (event) => this.receive_(event),
      onActivity: (event) => this.typing.show(event),
      onReset: () => this.refetch_(),
      onUnauthorised: () => this.stillValid_(),
      onState: (state) => {
        this.connection.value = state;
      },
    });
  }

  /** Takes up the session kept in this browser, if there is one; one that is not valid any more is forgotten. */
  restore(): Promise<void> {
    this.restoring_ ??= this.takeUp_().finally(() => {
      this.restoring_ = undefined;
    });
    return this.restoring_;
  }

  /** Makes the user and the conversation on the server where they are missing. Calls at the same time share the work. */
  start(): Promise<void> {
    if (this.conversationId.value) return Promise.resolve();
    this.starting_ ??= this.options_
      .exclusively(() => this.create_())
      .finally(() => {
        this.starting_ = undefined;
      });
    return this.starting_;
  }

  /** Shows the message at once and delivers it after those before it. Resolves to undefined when that failed. */
  send(draft: Draft): Promise<sdk.Posted | undefined> {
    return this.enqueue_(this.pend(draft));
  }

  /** Shows the message as one that is being sent; `retry` sends it when it is complete. */
  pend(draft: Draft): LocalMessage {
    const newest = this.thread.value.messages[this.thread.value.messages.length - 1];
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
    this.change_({ type: 'sending', message });
    return message;
  }

  /** Sends a failed message again, under its own name and in its own place. */
  retry(message: LocalMessage): Promise<sdk.Posted | undefined> {
    return this.enqueue_({ ...message, status: 'sending' });
  }

  /** Presses a postback button of the business. Nothing is shown of it. */
  postback(actionId: string): Promise<unknown> {
    return this.rest_.postback(actionId);
  }

  /** Fetches the page before the oldest message; one at a time. */
  async loadOlder(): Promise<void> {
    const { messages, hasPrevious } = this.thread.value;
    const oldest = messages.find((message) => message.received !== undefined);
    if (!hasPrevious || !oldest || this.loadingOlder.value) return;
    this.loadingOlder.value = true;
    try {
      const page = await this.rest_.messages(oldest.received);
      batch(() => {
        this.change_({ type: 'older', page });
        this.loadingOlder.value = false;
      });
    } catch {
      this.loadingOlder.value = false; // the link comes back
    }
  }

  /** Counts everything as read. */
  markRead(): void {
    if (!this.thread.value.unreadCount) return;
    this.change_({ type: 'read' });
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
  }

  stop(): void {
    this.realtime_.stop();
    this.typing.hide();
  }

  private change_(change: Change): void {
    this.thread.value = reduce(this.thread.value, change);
  }

  private async takeUp_(): Promise<void> {
    const kept = this.options_.identity.credentials;
    if (!kept || kept.sessionToken === this.credentials_?.sessionToken) return;
    if (this.credentials_) this.reset_(); // another tab has begun anew
    this.credentials_ = kept;
    try {
      const session = await this.rest_.session();
      const page = session.conversation && (await this.rest_.messages());
      if (this.credentials_ === kept) this.adopt_(session, page);
    } catch (error) {
      if (!(error instanceof RequestError && error.unauthorised)) {
        this.credentials_ = undefined;
        throw error;
      }
      this.forget_();
    }
  }

  private adopt_(session: sdk.Session, page: sdk.Messages | undefined): void {
    batch(() => {
      this.user.value = session.appUser;
      if (!session.conversation) return;
      this.conversationId.value = session.conversation._id;
      if (page) this.take_(page, page.conversation.unreadCount);
    });
    if (session.conversation) this.realtime_.start(page?.cursor ?? session.cursor);
  }

  /** Takes a newest page and announces the last `news` messages of the business in it. */
  private take_(page: sdk.Messages, news: number): void {
    this.change_({ type: 'fresh', page });
    this.news_.page(page.messages, news);
  }

  private async create_(): Promise<void> {
    await this.restore(); // another tab may have been first
    if (this.conversationId.value) return;
    if (this.credentials_) {
      const { conversation } = await this.rest_.createConversation();
      const page = await this.rest_.messages(); // it may have been there, with messages
      batch(() => {
        this.conversationId.value = conversation._id;
        this.take_(page, page.conversation.unreadCount);
      });
      this.realtime_.start(page.cursor);
      return;
    }
    const { identity, clientInfo, version } = this.options_;
    const session = await this.rest_.createUser({
      client: { id: identity.needClientId(), platform: 'web', appVersion: version, info: clientInfo() },
    });
    this.credentials_ = { appUserId: session.appUser._id, sessionToken: session.sessionToken ?? '' };
    identity.keep(this.credentials_);
    this.adopt_(session, undefined);
  }

  private enqueue_(message: LocalMessage): Promise<sdk.Posted | undefined> {
    this.change_({ type: 'sending', message });
    if (message._clientId) this.news_.expect(message._clientId);
    const delivered = this.sending_.then(() => this.deliver_(message));
    this.sending_ = delivered;
    return delivered;
  }

  /** Never rejects: a failure is shown at the message. */
  private async deliver_(message: LocalMessage): Promise<sdk.Posted | undefined> {
    const {
      type,
      text,
      payload,
      metadata,
      coordinates,
      fields,
      quotedMessage,
      file,
      _clientId = '',
    } = message;
    const said = { type, text, payload, metadata, coordinates, fields, quotedMessage, _clientId };
    const gone = () => !this.thread.value.messages.some((other) => other._clientId === _clientId);
    if (gone()) return undefined;
    try {
      await this.start();
      const posted = file
        ? await (await import('./upload')).upload(this, this.rest_, message)
        : await this.rest_.post({ message: said });
      this.change_({ type: 'sent', message: { ...posted.message, _clientId } });
      this.news_.announce('sent', posted.message);
      return posted;
    } catch (error) {
      return this.undelivered_(_clientId, error);
    }
  }

  private undelivered_(clientId: string, error: unknown): sdk.Posted | undefined {
    const echo = this.thread.value.messages.find((message) => message._clientId === clientId && message._id);
    if (echo) {
      // only the answer was lost: the message itself came back as an event
      const message = echo as Message;
      this.news_.announce('sent', message);
      const { unreadCount } = this.thread.value;
      return { message, conversation: { _id: this.conversationId.value ?? '', unreadCount } };
    }
    this.change_({ type: 'failed', clientId });
    if (error instanceof RequestError && [401, 404].includes(error.response.status)) this.forget_();
    return undefined;
  }

  private receive_(event: StoredEvent): void {
    this.change_({ type: 'event', event });
    if (event.type !== 'message') return;
    const { message } = event;
    if (message.role !== 'appUser') {
      this.typing.hide();
      this.news_.announce('received', message);
    } else if (!this.news_.isOwn(message)) {
      this.news_.announce('added', message);
      this.markRead(); // who writes elsewhere has read
    }
  }

  private async refetch_(): Promise<void> {
    const known = this.thread.value.messages.filter((message) => message._id);
    const newest = known[known.length - 1]?.received ?? 0;
    try {
      const page = await this.rest_.messages();
      this.take_(page, page.messages.filter((m) => m.role !== 'appUser' && m.received > newest).length);
    } catch (error) {
      if (!(error instanceof RequestError && error.unauthorised)) throw error;
      this.forget_();
    }
  }

  private async stillValid_(): Promise<boolean> {
    try {
      await this.rest_.session();
      return true;
    } catch (error) {
      if (!(error instanceof RequestError && error.unauthorised)) return true;
      this.forget_();
      return false;
    }
  }

  /** The session is not valid any more: this tab is a new visitor's. What could not be sent stays. */
  private forget_(): void {
    if (this.credentials_) this.options_.identity.forget(this.credentials_);
    this.reset_();
  }

  private reset_(): void {
    this.credentials_ = undefined;
    this.realtime_.stop();
    batch(() => {
      const messages = this.thread.value.messages.filter((message) => message.status);
      this.thread.value = { ...EMPTY, messages };
      this.user.value = undefined;
      this.conversationId.value = undefined;
    });
  }
}
