import type { Message } from '@smooch/protocol/shapes';

/** A message of the business, one of this tab that was acknowledged, or one of the user from elsewhere. */
export type Kind = 'received' | 'sent' | 'added';

/** Tells of messages, each once, whatever way they come. */
export class News {
  private readonly told_ = new Set<string>();
  private readonly own_ = new Set<string>();

  constructor(private readonly tell_: (kind: Kind, message: Message) => void) {}

  /** Remembers a message this tab sends: its echo is no news. */
  expect(clientId: string): void {
    this.own_.add(clientId);
  }

  isOwn({ _clientId = '' }: Message): boolean {
    return this.own_.has(_clientId);
  }

  announce(kind: Kind, message: Message): void {
    if (this.told_.has(message._id)) return;
    this.told_.add(message._id);
    this.tell_(kind, message);
  }

  /** Announces the last `count` messages of the business in a page; those before are known. */
  page(messages: readonly Message[], count: number): void {
    const business = messages.filter((message) => message.role !== 'appUser');
    const first = Math.max(0, business.length - count);
    for (const message of business.slice(0, first)) this.told_.add(message._id);
    for (const message of business.slice(first)) this.announce('received', message);
  }
}
