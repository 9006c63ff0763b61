/** The conversation on screen: its thread, the person, and what this agent does in it. */

import { signal } from '@preact/signals';
import { isStatus, repeats, sentence } from '../model/failure';
import * as threads from '../model/thread';
import type { Api } from '../net/api';
import type { Line } from '../net/line';
import type { ActivityEvent, AppUser, Failure, Messages, ServerFrame, StoredEvent } from '../wire';
import { TypingOut } from './typing';

const FOLLOW_MS = 5000; // a heartbeat's number that is not followed by its events within this is a lost event
const TYPING_SHOWN_MS = 10_000; // a visitor whose tab died never says that the typing stopped
const PERSON_FRESH_MS = 15_000; // the page somebody is on changes; asking on each message would be too much

export interface Place {
  api: Api;
  line: Line;
  appId: string;
  /** The page of messages brings the row along; reading it clears the count. */
  list: { put(row: Messages['conversation']): void; markRead(id: string): void };
}

export class ConversationStore {
  readonly thread = signal<threads.Thread | undefined>(undefined);
  readonly status = signal<'loading' | 'ready' | 'failed' | 'missing'>('loading');
  readonly failure = signal('');
  readonly loadingOlder = signal(false);
  readonly olderFailed = signal(false);
  readonly userTyping = signal(false);
  readonly person = signal<AppUser | undefined>(undefined);
  readonly personFailed = signal(false);
  readonly recalled = signal<string | undefined>(undefined); // a refused answer on its way back to the composer
  readonly typing: TypingOut;

  private subscribed = false;
  private refetching = false;
  private waitingEvents: StoredEvent[] = [];
  private closed = false;
  private personAt = 0;
  private readUpTo = 0; // `received` of the newest message that was reported as read
  private typingTimer: ReturnType<typeof setTimeout> | undefined;
  private followTimer: ReturnType<typeof setTimeout> | undefined;

  constructor(
    readonly id: string,
    private readonly place: Place,
  ) {
    this.typing = new TypingOut((type) => {
      // best effort: a lost typing signal is not worth a word
      void place.api.activity(place.appId, id, { type }).catch(() => undefined);
    });
  }

  open(): void {
    void this.load();
    void this.loadPerson();
  }

  close(): void {
    this.closed = true;
    this.typing.stop();
    clearTimeout(this.typingTimer);
    clearTimeout(this.followTimer);
    this.place.line.send({ type: 'unsubscribe', conversationId: this.id });
  }

  async load(): Promise<void> {
    this.refetching = true;
    if (!this.thread.value) this.status.value = 'loading';
    try {
      const page = await this.place.api.messages(this.place.appId, this.id);
      if (this.closed) return;
      this.thread.value = threads.open(page, this.thread.value);
      this.status.value = 'ready';
      this.place.list.put(page.conversation);
      this.refetching = false;
      for (const event of this.waitingEvents.splice(0)) this.apply(event);
      this.subscribe();
    } catch (error) {
      this.refetching = false;
      this.waitingEvents = [];
      this.failure.value = sentence(error);
      if (!this.thread.value) this.status.value = isStatus(error, 404) ? 'missing' : 'failed';
      else if (!this.closed) this.place.line.reconnect(); // the cursor of the old log leads to a reset again
    }
  }

  async loadOlder(): Promise<void> {
    const thread = this.thread.value;
    const oldest = thread?.messages[0];
    if (!thread?.hasPrevious || !oldest || this.loadingOlder.value) return;
    this.loadingOlder.value = true;
    this.olderFailed.value = false;
    try {
      const page = await this.place.api.messages(this.place.appId, this.id, oldest.received);
      const now = this.thread.value;
      if (now) this.thread.value = threads.prepend(now, page);
    } catch {
      this.olderFailed.value = true; // the view offers to try again
    } finally {
      this.loadingOlder.value = false;
    }
  }

  async loadPerson(): Promise<void> {
    if (Date.now() - this.personAt < PERSON_FRESH_MS) return;
    this.personAt = Date.now();
    try {
      this.person.value = (await this.place.api.appUser(this.place.appId, this.id)).appUser;
      this.personFailed.value = false;
    } catch {
      this.personAt = 0;
      this.personFailed.value = this.person.value === undefined;
    }
  }

  // ---- what comes from the server ------------------------------------------------------------------

  /** The line is live (again): continue from the last applied event. */
  welcome(): void {
    this.subscribed = false;
    clearTimeout(this.followTimer);
    if (this.thread.value) this.subscribe();
    else if (this.status.value === 'failed') void this.load();
  }

  frame(frame: ServerFrame): void {
    if (frame.type === 'heartbeat') this.heartbeat(frame.seq[this.id]);
    if (frame.type === 'activity') this.activity(frame);
    if (frame.type === 'error') this.refused(frame);
    if (frame.type === 'subscribed' && frame.conversationId === this.id) this.subscribed = true;
    if (frame.type === 'reset' && frame.conversationId === this.id) {
      this.subscribed = true;
      void this.load();
    }
  }

  event(event: StoredEvent): void {
    if (event.conversation._id !== this.id) return;
    if (this.refetching) this.waitingEvents.push(event);
    else this.apply(event);
  }

  private apply(event: StoredEvent): void {
    const thread = this.thread.value;
    if (!thread) return;
    const outcome = threads.advance(thread, event);
    if (outcome.kind === 'applied') this.thread.value = outcome.thread;
    // before `subscribed` the line owes us nothing: catching up brings what is missing
    if (outcome.kind === 'gap' && this.subscribed) this.place.line.reconnect();
    if (outcome.kind === 'applied' && event.type === 'message' && event.message.role === 'appUser') {
      this.showTyping(false);
      void this.loadPerson();
    }
  }

  private subscribe(): void {
    const thread = this.thread.value;
    if (!thread || this.closed || !this.place.line.live || this.subscribed) return;
    this.place.line.send({ type: 'subscribe', conversationId: this.id, cursor: thread.cursor });
  }

  private heartbeat(seq: number | undefined): void {
    clearTimeout(this.followTimer);
    const behind = () => seq !== undefined && seq > (this.thread.value?.cursor.seq ?? seq);
    if (!behind() || !this.subscribed) return;
    this.followTimer = setTimeout(() => {
      if (behind()) this.place.line.reconnect();
    }, FOLLOW_MS);
  }

  private activity(event: ActivityEvent): void {
    if (event.conversationId !== this.id || event.role !== 'appUser') return;
    this.showTyping(event.activity === 'typing:start');
  }

  private showTyping(on: boolean): void {
    clearTimeout(this.typingTimer);
    this.userTyping.value = on;
    if (on) this.typingTimer = setTimeout(() => this.showTyping(false), TYPING_SHOWN_MS);
  }

  private refused(frame: Failure): void {
    if (frame.conversationId !== this.id) return;
    this.failure.value = 'This conversation is not open to you any more.';
    this.status.value = 'missing';
  }

  // ---- what the agent does -------------------------------------------------------------------------

  send(text: string): void {
    const thread = this.thread.value;
    if (!thread) return;
    this.typing.stop();
    const item = { clientId: clientId(), text, at: Date.now() / 1000 };
    this.thread.value = threads.send(thread, item);
    void this.post(item.clientId, text);
  }

  retry(item: threads.Outgoing): void {
    if (this.thread.value) this.thread.value = threads.retry(this.thread.value, item.clientId);
    void this.post(item.clientId, item.text);
  }

  discard(item: threads.Outgoing): void {
    if (this.thread.value) this.thread.value = threads.drop(this.thread.value, item.clientId);
  }

  /** Back to the composer, to be sent in other words. */
  edit(item: threads.Outgoing): void {
    this.discard(item);
    this.recalled.value = item.text;
  }

  /** The conversation is in front of the agent's eyes. */
  seen(): void {
    const newest = this.thread.value ? threads.newestFromUser(this.thread.value) : 0;
    if (newest <= this.readUpTo) return;
    const before = this.readUpTo;
    this.readUpTo = newest;
    this.place.list.markRead(this.id);
    this.place.api.read(this.place.appId, this.id).catch(() => {
      this.readUpTo = before; // the next look at it reports it again
    });
  }

  private async post(id: string, text: string): Promise<void> {
    try {
      const { message } = await this.place.api.post(this.place.appId, this.id, { text, _clientId: id });
      if (this.thread.value) this.thread.value = threads.confirm(this.thread.value, message);
    } catch (error) {
      const thread = this.thread.value;
      if (thread) this.thread.value = threads.fail(thread, id, sentence(error), repeats(error));
    }
  }
}

/** 32 hex digits. `crypto.randomUUID` is missing on plain http, where a self-hosted inbox may well live. */
function clientId(): string {
  const bytes = crypto.getRandomValues(new Uint8Array(16));
  return Array.from(bytes, (byte) => byte.toString(16).padStart(2, '0')).join('');
}
