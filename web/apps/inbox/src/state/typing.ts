/** Tells the visitor that somebody writes, without a request for every key. */

const REPEAT_MS = 3000; // at most one start in this time
const IDLE_MS = 5000; // no key for so long means that the agent is thinking, not writing

export class TypingOut {
  private lastStart = 0;
  private on = false;
  private idleTimer: ReturnType<typeof setTimeout> | undefined;

  constructor(
    private readonly tell: (type: 'typing:start' | 'typing:stop') => void,
    private readonly now: () => number = Date.now,
  ) {}

  /** A key was pressed and there is something in the composer. */
  start(): void {
    clearTimeout(this.idleTimer);
    this.idleTimer = setTimeout(() => this.stop(), IDLE_MS);
    if (this.on && this.now() - this.lastStart < REPEAT_MS) return;
    this.on = true;
    this.lastStart = this.now();
    this.tell('typing:start');
  }

  /** The text was sent, emptied or left alone. */
  stop(): void {
    clearTimeout(this.idleTimer);
    if (!this.on) return;
    this.on = false;
    this.tell('typing:stop');
  }
}
