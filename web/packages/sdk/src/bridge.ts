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
  /** What the page passed to `init`, unchecked; `userId` also when given as `externalId`. `setDelegate` changes it. */
  options: Record<string, unknown>;
  /** Where the page wants the session kept; undefined where the browser refuses. */
  storage: Storage | undefined;
  /** What outlives a frame that is made again: kept here by the messenger, as plain values. */
  kept: Record<string, unknown>;
  embedded: boolean;
  version: string;
  emit<K extends keyof EventMap>(name: K, payload: EventMap[K]): unknown;
  close(): void;
  /** The messenger's script has run. */
  ready(messenger: Messenger): void;
}

/**
 * The methods of `Smooch` that the messenger does, with what the page passed, unchecked. Values that belong to the frame
 * are copied by the host; promises reject with errors of the page.
 */
export interface Methods {
  getUser(): Partial<AppUser> | undefined;
  getConversation(): unknown;
  sendMessage(message?: unknown): Promise<unknown>;
  startConversation(): Promise<unknown>;
  login(userId?: unknown, jwt?: unknown): Promise<unknown>;
  logout(): Promise<unknown>;
  /** May have been called before the messenger was there: then it is called again, in order, and nobody waits. */
  updateUser(props?: unknown): Promise<unknown>;
  triggerPostback(actionId?: unknown): Promise<unknown>;
  markAllAsRead(): Promise<unknown>;
  deleteUser(): Promise<unknown>;
  exportConversation(): Promise<unknown>;
  setPredefinedMessage(text?: unknown): void;
  showNotificationChannelPrompt(): void;
  startTyping(): void;
  stopTyping(): void;
}

/** What the host asks of the messenger in the frame. */
export interface Messenger {
  methods: Methods;
  /** Takes up a kept session, then draws. */
  start(): Promise<void>;
  /** Another tab made a session. */
  adopt(): void;
  opened(): void;
  closed(): void;
  destroy(): void;
}
