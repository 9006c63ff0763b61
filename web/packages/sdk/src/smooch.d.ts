/** A message of the conversation. Times are unix seconds. */
export interface Message {
  _id?: string;
  _clientId?: string;
  role: string;
  type: string;
  text?: string;
  name?: string;
  avatarUrl?: string;
  received?: number;
  actions?: Array<{ _id: string; type: string; text: string; uri?: string; payload?: string }>;
  payload?: string;
  metadata?: Record<string, string | number | boolean>;
  [key: string]: unknown;
}

export interface Conversation {
  _id?: string;
  unreadCount: number;
  messages: Message[];
}

export interface User {
  _id?: string;
  userId?: string;
  givenName?: string;
  surname?: string;
  email?: string;
  signedUpAt?: string;
  conversationStarted?: boolean;
  properties: Record<string, string | number | boolean>;
  [key: string]: unknown;
}

export interface OutgoingMessage {
  type?: 'text';
  text: string;
  payload?: string;
  metadata?: Record<string, string | number | boolean>;
}

export interface InitOptions {
  appId: string;
  /** The address of your Smooch server; the script tag knows it by itself. */
  configBaseUrl?: string;
  /** How dates are written, such as `fr-CA`. */
  locale?: string;
  /** Speak the language of `locale` too; `customText` still wins. */
  translate?: boolean;
  embedded?: boolean;
  displayStyle?: 'button' | 'tab';
  buttonIconUrl?: string;
  buttonWidth?: string | number;
  buttonHeight?: string | number;
  businessName?: string;
  businessIconUrl?: string;
  backgroundImageUrl?: string;
  /** Colours of 3 or 6 hex digits. */
  customColors?: { brandColor?: string; conversationColor?: string; actionColor?: string };
  customText?: Record<string, string>;
}

export interface SmoochEvents {
  ready: () => void;
  destroy: () => void;
  'message:received': (message: Message) => void;
  'message:sent': (message: Message) => void;
  message: (message: Message) => void;
  unreadCount: (count: number) => void;
  'widget:opened': () => void;
  'widget:closed': () => void;
}

export interface SmoochApi {
  readonly VERSION: string;
  init(options: InitOptions): Promise<void>;
  open(): void;
  close(): void;
  isOpened(): boolean;
  sendMessage(
    message: string | OutgoingMessage,
  ): Promise<{ message: Message; conversation: { _id: string; unreadCount: number } } | undefined>;
  startConversation(): Promise<void>;
  getConversation(): Conversation;
  getUser(): User | undefined;
  render(container: Element): void;
  destroy(): void;
  on<K extends keyof SmoochEvents>(event: K, handler: SmoochEvents[K]): void;
  off<K extends keyof SmoochEvents>(event?: K, handler?: SmoochEvents[K]): void;
}

declare const Smooch: SmoochApi;
export default Smooch;
