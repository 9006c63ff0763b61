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

/** What `sendMessage` sends. */
export interface Draft {
  text: string;
  payload?: string;
  metadata?: Record<string, string | number | boolean>;
}

/** The options of `init` and the settings of the integration, merged and checked. Colours are 3 or 6 hex digits. */
export interface Settings {
  embedded: boolean;
  displayStyle: 'button' | 'tab';
  locale: unknown;
  brandColor: string;
  conversationColor: string;
  actionColor: string;
  buttonWidth: string;
  buttonHeight: string;
  buttonIconUrl: string | undefined;
  businessName: string;
  businessIconUrl: string | undefined;
  backgroundImageUrl: string | undefined;
  /** As the page gave them; unknown keys and values that are no strings are ignored. */
  customText: Record<string, unknown>;
}

/** What the messenger finds in its frame's window under `smooch`: the way to the page around it. */
export interface Bridge {
  page: Window;
  config: sdk.Config;
  settings: Settings;
  version: string;
  emit<K extends keyof EventMap>(name: K, payload: EventMap[K]): void;
  unread(count: number): void;
  close(): void;
  isOpened(): boolean;
  /** The messenger's script has run. */
  ready(messenger: Messenger): void;
}

/** What the host asks of the messenger in the frame. */
export interface Messenger {
  /** Takes up a kept session, then draws. */
  start(): Promise<void>;
  /** Another tab made a session. */
  adopt(): void;
  opened(): void;
  closed(): void;
  sendMessage(draft: Draft): Promise<unknown>;
  startConversation(): Promise<void>;
  getUser(): AppUser | undefined;
  getConversation(): unknown;
  destroy(): void;
}
