/** The list of conversations of one app, kept right by events and by loading again where they do not suffice. */

import { computed, signal } from '@preact/signals';
import { isStatus, sentence } from '../model/failure';
import * as rows from '../model/rows';
import type { Api } from '../net/api';
import type { ConversationRow, StoredEvent } from '../wire';

const MOST_RELOADED = 500; // rows; an agent who has scrolled further gets the rest by scrolling again
const MOST_TRIES = 5; // a row in a storm of events: the next event asks again

export class ListStore {
  readonly rows = signal<rows.Rows>([]);
  readonly status = signal<'loading' | 'ready' | 'failed'>('loading');
  readonly failure = signal('');
  readonly loadingMore = signal(false);
  readonly next = signal<string | undefined>(undefined);
  readonly query = signal('');
  readonly shown = computed(() => rows.search(this.rows.value, this.query.value));
  readonly unread = computed(() => rows.unreadConversations(this.rows.value));

  private reloading: Promise<void> | undefined;
  private again = false;
  private readonly wanted = new Map<string, number>(); // rows being loaded: the seq they must reach

  constructor(
    private readonly api: Api,
    private readonly appId: string,
  ) {}

  row(id: string): ConversationRow | undefined {
    return this.rows.value.find((item) => item._id === id);
  }

  /** Load the list anew, as far as it was loaded. Calls during a load lead to one more. */
  reload(): Promise<void> {
    if (this.reloading) {
      this.again = true;
      return this.reloading;
    }
    this.reloading = this.reloadOnce().finally(() => {
      this.reloading = undefined;
      if (this.again) {
        this.again = false;
        void this.reload();
      }
    });
    return this.reloading;
  }

  async loadMore(): Promise<void> {
    const before = this.next.value;
    if (before === undefined || this.loadingMore.value || this.reloading) return;
    this.loadingMore.value = true;
    try {
      const page = await this.api.conversations(this.appId, before);
      this.rows.value = rows.merge(this.rows.value, page.conversations);
      this.next.value = page.next;
    } catch (error) {
      this.failure.value = sentence(error);
    } finally {
      this.loadingMore.value = false;
    }
  }

  apply(event: StoredEvent): void {
    const outcome = rows.apply(this.rows.value, event);
    if (outcome.kind === 'applied') this.rows.value = outcome.rows;
    if (outcome.kind === 'gap') void this.loadRow(event.conversation._id, event.seq);
  }

  /** Take a row that came with something else, such as a page of messages. */
  put(row: ConversationRow): void {
    this.rows.value = rows.merge(this.rows.value, [row]);
  }

  markRead(id: string): void {
    this.rows.value = rows.markRead(this.rows.value, id);
  }

  private async reloadOnce(): Promise<void> {
    const target = Math.min(this.rows.value.length, MOST_RELOADED);
    try {
      let page = await this.api.conversations(this.appId);
      let fresh = page.conversations;
      while (page.next !== undefined && fresh.length < target) {
        page = await this.api.conversations(this.appId, page.next);
        fresh = [...fresh, ...page.conversations];
      }
      this.rows.value = rows.refresh(this.rows.value, fresh);
      this.next.value = page.next;
      this.status.value = 'ready';
      this.failure.value = '';
    } catch (error) {
      this.failure.value = sentence(error);
      if (this.status.value === 'loading') this.status.value = 'failed';
    }
  }

  /** Load one row; events that arrive meanwhile raise what it must reach. */
  private async loadRow(id: string, seq: number): Promise<void> {
    const running = this.wanted.has(id);
    this.wanted.set(id, Math.max(seq, this.wanted.get(id) ?? 0));
    if (running) return;
    try {
      for (let tries = 0; tries < MOST_TRIES; tries += 1) {
        const { conversation } = await this.api.conversation(this.appId, id);
        this.put(conversation);
        if (conversation.seq >= (this.wanted.get(id) ?? 0)) return;
      }
    } catch (error) {
      if (!isStatus(error, 404)) this.failure.value = sentence(error);
    } finally {
      this.wanted.delete(id);
    }
  }
}
