import type * as sdk from '@smooch/protocol/sdk';
import type { AppUser, Message } from '@smooch/protocol/shapes';

/** Events a page can bind, with what their handlers get. */
export interface EventMap {
  ready: undefined;
  destroy: undefined;
  'message:received': Message;
  'message:sent': Message;
  message: Message;
  unreadCount: number;
  'widget:opened': undefined;
  'widget:closed': undefined;
}

/** What the messenger finds in its frame's window under `smooch`: the way to the page around it. */
export interface Bridge {
  page: Window & typeof globalThis;
  config: sdk.Config;
  /** What the page passed to `init`, unchecked. */
  options: Record<string, unknown>;
  embedded: boolean;
  version: string;
  emit<K extends keyof EventMap>(name: K, payload: EventMap[K]): unknown;
  unread(count: number): void;
  close(): void;
  /** The messenger's script has run. */
  ready(messenger: Messenger): void;
}

/** What the host asks of the messenger in the frame. Its promises reject with errors of the page. */
export interface Messenger {
  /** Takes up a kept session, then draws. */
  start(): Promise<void>;
  /** Another tab made a session. */
  adopt(): void;
  opened(): void;
  /** Calls back when the widget is out of sight. */
  closed(done: () => unknown): void;
  sendMessage(message: unknown): Promise<unknown>;
  startConversation(): Promise<void>;
  getUser(): AppUser | undefined;
  getConversation(): unknown;
  destroy(): void;
}
