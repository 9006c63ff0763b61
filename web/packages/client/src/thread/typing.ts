import type { ActivityEvent } from '@smooch/protocol/events';
import type { Environment } from '../environment';
import { signal } from '../signals';

const SHOWN_MS = 10_000;
const EVERY_MS = 4000; // well inside the time others show it

/** Who types: the business, as a signal, and the visitor, told now and then. */
export class Typing {
  /** The business types, or not. */
  readonly business = signal<ActivityEvent | undefined>(undefined);

  private timer_: number | undefined;
  private toldAt_ = 0;

  constructor(
    private readonly env_: Environment,
    private readonly tell_: (type: 'typing:start' | 'typing:stop') => void,
  ) {}

  show(event: ActivityEvent): void {
    if (event.role === 'appUser') return;
    this.hide();
    if (event.activity !== 'typing:start') return;
    this.business.value = event;
    this.timer_ = this.env_.setTimeout(() => this.hide(), SHOWN_MS);
  }

  hide(): void {
    this.env_.clearTimeout(this.timer_);
    this.business.value = undefined;
  }

  /** The visitor typed. */
  started(): void {
    const now = this.env_.now();
    if (now - this.toldAt_ < EVERY_MS) return;
    this.toldAt_ = now;
    this.tell_('typing:start');
  }

  /** The visitor emptied the composer. */
  stopped(): void {
    if (this.toldAt_) this.tell_('typing:stop');
    this.toldAt_ = 0;
  }

  /** The visitor sent, which ends typing without a word. */
  sent(): void {
    this.toldAt_ = 0;
  }
}
