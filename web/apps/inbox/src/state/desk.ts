/** One app at work: its list, its line, and the conversation on screen. */

import { signal } from '@preact/signals';
import type { Api } from '../net/api';
import { address, Line, type LineState } from '../net/line';
import type { ActivityEvent, ServerFrame } from '../wire';
import { ConversationStore } from './conversation';
import { ListStore } from './list';

const TYPING_SHOWN_MS = 10_000;

/** A wish of the keyboard: the row after or before `from`, or after or before the open one. */
export interface Move {
  step: 1 | -1;
  from?: string;
}

export class Desk {
  readonly list: ListStore;
  readonly open = signal<ConversationStore | undefined>(undefined);
  readonly lineState = signal<LineState>('connecting');
  readonly typing = signal<ReadonlySet<string>>(new Set()); // conversations whose visitor writes

  readonly drafted = signal<ReadonlySet<string>>(new Set()); // conversations with an unsent text
  readonly moveTo = signal<Move | undefined>(undefined);

  private readonly line: Line;
  private readonly drafts = new Map<string, string>();
  private readonly typingTimers = new Map<string, ReturnType<typeof setTimeout>>();

  constructor(
    readonly appId: string,
    private readonly api: Api,
    doubt: () => void,
  ) {
    this.list = new ListStore(api, appId);
    this.line = new Line(address(location), appId, {
      state: (state) => {
        this.lineState.value = state;
      },
      frame: (frame) => this.receive(frame),
      doubt,
    });
  }

  start(): void {
    void this.list.reload();
    this.line.start();
    window.addEventListener('online', this.hurry);
    document.addEventListener('visibilitychange', this.hurry);
  }

  stop(): void {
    this.show(undefined);
    this.line.stop();
    for (const timer of this.typingTimers.values()) clearTimeout(timer);
    window.removeEventListener('online', this.hurry);
    document.removeEventListener('visibilitychange', this.hurry);
  }

  /** Put another conversation on screen, or none. */
  show(id: string | undefined): void {
    if (this.open.value?.id === id) return;
    this.open.value?.close();
    if (id === undefined) {
      this.open.value = undefined;
      return;
    }
    const { api, line, appId, list } = this;
    const store = new ConversationStore(id, { api, line, appId, list });
    this.open.value = store;
    store.open();
  }

  /** What was typed and not sent stays with its conversation. */
  draft(id: string): string {
    return this.drafts.get(id) ?? '';
  }

  keepDraft(id: string, text: string): void {
    if (text) this.drafts.set(id, text);
    else this.drafts.delete(id);
    const kept = text.trim() !== '';
    if (this.drafted.value.has(id) !== kept) this.drafted.value = toggled(this.drafted.value, id, kept);
  }

  private readonly hurry = (): void => {
    if (document.visibilityState === 'visible' && this.lineState.value !== 'stopped') this.line.hurry();
  };

  private receive(frame: ServerFrame): void {
    switch (frame.type) {
      case 'welcome':
        void this.list.reload(); // what happened before the line was live is not repeated
        this.open.value?.welcome();
        break;
      case 'resync':
        void this.list.reload();
        break;
      case 'message':
      case 'message:change':
      case 'conversation:read':
      case 'conversation:start':
        if (frame.type === 'message' && frame.message.role === 'appUser')
          this.setTyping(frame.conversation._id, false);
        this.list.apply(frame);
        this.open.value?.event(frame);
        break;
      case 'activity':
        this.heardTyping(frame);
        this.open.value?.frame(frame);
        break;
      default:
        this.open.value?.frame(frame);
    }
  }

  private heardTyping(event: ActivityEvent): void {
    if (event.role !== 'appUser') return;
    this.setTyping(event.conversationId, event.activity === 'typing:start');
  }

  private setTyping(id: string, on: boolean): void {
    clearTimeout(this.typingTimers.get(id));
    this.typingTimers.delete(id);
    if (on)
      this.typingTimers.set(
        id,
        setTimeout(() => this.setTyping(id, false), TYPING_SHOWN_MS),
      );
    if (this.typing.value.has(id) === on) return;
    this.typing.value = toggled(this.typing.value, id, on);
  }
}

function toggled(set: ReadonlySet<string>, id: string, on: boolean): ReadonlySet<string> {
  const next = new Set(set);
  if (on) next.add(id);
  else next.delete(id);
  return next;
}
