// The public typings. They stand alone: no import but of the file beside them.
import type { CustomText } from './custom-text';

export type { CustomText };

/** Values of single keys that travel with messages and users. */
export type Metadata = Record<string, string | number | boolean>;

export type ContentType =
  | 'text'
  | 'image'
  | 'file'
  | 'location'
  | 'carousel'
  | 'list'
  | 'form'
  | 'formResponse'
  | (string & {});

/** Where a message came from: a platform such as `web`, `api`, or a business system such as `inbox`. */
export interface MessageSource {
  type: string;
  id?: string;
  integrationId?: string;
}

/** A button of a message, a card or a list. Which fields are there depends on `type`. */
export interface Action {
  _id: string;
  type: 'link' | 'reply' | 'postback' | 'buy' | 'locationRequest' | 'webview' | 'share' | (string & {});
  text: string;
  uri?: string;
  payload?: string;
  /** In cents. */
  amount?: number;
  currency?: string;
  state?: 'offered' | 'processing' | 'paid' | (string & {});
  iconUrl?: string;
  default?: boolean;
  metadata?: Metadata;
  [key: string]: unknown;
}

/** A card of a carousel or a list. */
export interface MessageItem {
  _id: string;
  title: string;
  description?: string;
  mediaUrl?: string;
  mediaType?: string;
  altText?: string;
  size?: 'compact' | 'large' | (string & {});
  actions: Action[];
}

/** A message of the conversation. Times are unix seconds, with decimals. */
export interface Message {
  /** There once the server has it. */
  _id?: string;
  /** The name this device gave it. */
  _clientId?: string;
  /** The visitor, or the business. */
  role: 'appUser' | 'appMaker' | (string & {});
  type: ContentType;
  text?: string;
  name?: string;
  avatarUrl?: string;
  received?: number;
  mediaUrl?: string;
  mediaType?: string;
  mediaSize?: number;
  altText?: string;
  coordinates?: { lat: number; long: number };
  items?: MessageItem[];
  displaySettings?: { imageAspectRatio: 'horizontal' | 'square' | (string & {}) };
  actions?: Action[];
  payload?: string;
  metadata?: Metadata;
  source?: MessageSource;
  [key: string]: unknown;
}

/** What `sendMessage` takes besides a string. */
export interface SimpleMessage {
  /** @default 'text' */
  type?: string;
  text?: string;
  mediaUrl?: string;
  coordinates?: { lat: number; long: number };
  payload?: string;
  metadata?: Metadata;
  role?: 'appUser';
}

/** What was made of a sent message on the server. */
export interface SentMessage {
  message: Message;
  conversation: { _id: string; unreadCount: number };
}

export interface Conversation {
  /** Not there before the first message. */
  _id?: string;
  /** Messages of the business that the visitor has not read. */
  unreadCount: number;
  /** Those that are loaded, oldest first; also those on their way and those that failed. */
  messages: Message[];
}

/** A device or channel account of the user. */
export interface UserClient {
  id: string;
  platform: string;
  displayName?: string;
  [key: string]: unknown;
}

export interface User {
  /** Not there before the server knows the user. */
  _id?: string;
  /** Your own id of the user, proved by a JWT. */
  userId?: string;
  givenName?: string;
  surname?: string;
  email?: string;
  signedUpAt?: string;
  conversationStarted?: boolean;
  properties: Metadata;
  clients?: UserClient[];
  pendingClients?: UserClient[];
  [key: string]: unknown;
}

/** What `updateUser` sets; anything else is left out. `null` removes. */
export interface UserUpdate {
  givenName?: string | null;
  surname?: string | null;
  email?: string | null;
  signedUpAt?: Date | string | null;
  properties?: Record<string, string | number | boolean | null>;
}

/** A visitor's press of a postback button. */
export interface Postback {
  actionId: string;
  [key: string]: unknown;
}

/** The conversation, shortened, as functions of a delegate see it. */
export interface ConversationData {
  conversation: { _id?: string; [key: string]: unknown };
}

/** Your functions that the messenger asks on the way. */
export interface Delegate {
  /** Changes or drops (`null`) what the visitor sends. */
  beforeSend?(message: Message, data: ConversationData): Message | null | Promise<Message | null>;
  /** Changes or hides (`null`) a message before it is shown. */
  beforeDisplay?(message: Message, data: ConversationData): Message | null;
  /** Changes or drops (`null`) a postback. */
  beforePostbackSend?(postback: Postback, data: ConversationData): Postback | null | Promise<Postback | null>;
  /** Gives a new JWT when the server refused the one before. */
  onInvalidAuth?(): string | Promise<string>;
}

/** Colours of 3 or 6 hex digits; a leading `#` may stand before them. */
export interface CustomColors {
  /** The header, and the launcher. @default '65758e' */
  brandColor?: string;
  /** What the visitor says, quick replies, and the controls of the composer. @default '0099ff' */
  conversationColor?: string;
  /** Links and buttons in messages. @default '0099ff' */
  actionColor?: string;
}

/** What the visitor can attach. */
export interface MenuItems {
  /** @default true */
  imageUpload?: boolean;
  /** @default true */
  fileUpload?: boolean;
  /** @default true */
  shareLocation?: boolean;
}

interface Options {
  /** The address of your Smooch server; the script tag knows it by itself. */
  configBaseUrl?: string;
  /** Proves `userId`; never stored. */
  jwt?: string;
  /** Your id of the visitor; needs `jwt`. */
  userId?: string;
  /** The newer name of `userId`. */
  externalId?: string;
  /** A one-time code that makes this browser one of a user who is known. */
  authCode?: string;
  /** How dates are written, such as `fr-CA`. @default 'en-US' */
  locale?: string;
  /** Speak the language of `locale` too; `customText` still wins. @default false */
  translate?: boolean;
  /** @default true */
  soundNotificationEnabled?: boolean;
  /** False takes away `menuItems.imageUpload` and `menuItems.fileUpload`. @default true */
  imageUploadEnabled?: boolean;
  menuItems?: MenuItems;
  /** Show the messenger in an element of the page, given by `render`. @default false */
  embedded?: boolean;
  /** Keep the introduction on top of the messages. @default false */
  fixedIntroPane?: boolean;
  /** @default 'button' */
  displayStyle?: 'button' | 'tab';
  /** A picture on the button, at least 200 by 200 pixels. */
  buttonIconUrl?: string;
  /** A CSS length; a number is pixels. @default '58px' */
  buttonWidth?: string | number;
  /** A CSS length; a number is pixels. @default '58px' */
  buttonHeight?: string | number;
  /** Light, dark, or as the visitor's system has it. @default 'auto' */
  colorScheme?: 'light' | 'dark' | 'auto';
  businessName?: string;
  businessIconUrl?: string;
  /** Tiled behind the messages. */
  backgroundImageUrl?: string;
  /** Ids of the channels to offer, in this order. Left out: all. */
  integrationOrder?: string[];
  customColors?: CustomColors;
  customText?: CustomText;
  /** Suggest other channels after the first message. @default true */
  notificationChannelPromptEnabled?: boolean;
  /** Where the browser keeps an anonymous visitor's session. @default 'localStorage' */
  browserStorage?: 'localStorage' | 'sessionStorage';
  delegate?: Delegate;
}

/** What `init` takes: the app's id, or that of its web integration. */
export type InitOptions = Options &
  ({ appId: string; integrationId?: string } | { appId?: string; integrationId: string });

/** Events and what their handlers get. */
export interface SmoochEvents {
  /** `init` has come to its end. */
  ready: () => void;
  destroy: () => void;
  /** The business said something. */
  'message:received': (message: Message) => void;
  /** The server has what the visitor said here. */
  'message:sent': (message: Message) => void;
  /** After each of both, and for what the visitor said elsewhere. */
  message: (message: Message) => void;
  /** The number of unread messages changed. */
  unreadCount: (unreadCount: number) => void;
  'widget:opened': () => void;
  'widget:closed': () => void;
}

export interface SmoochApi {
  readonly VERSION: string;
  /** Starts the messenger. All methods but `on`, `off` and `render` need this to have succeeded. */
  init(options: InitOptions): Promise<void>;
  /** Opens the widget; nothing when embedded. */
  open(): void;
  /** Closes the widget; nothing when embedded. */
  close(): void;
  isOpened(): boolean;
  /** Makes the visitor a user of yours, whom the JWT proves; what was said before comes along. */
  login(userId: string, jwt: string): Promise<void>;
  /** Makes the visitor an anonymous one again. */
  logout(): Promise<void>;
  /** Takes the messenger and every listener away. The session stays for the next `init`. */
  destroy(): void;
  /** Says something for the visitor. Resolves to undefined when it could not be delivered. */
  sendMessage(message: string | SimpleMessage): Promise<SentMessage | undefined>;
  /** Presses a postback button for the visitor. */
  triggerPostback(actionId: string): Promise<void>;
  /** Tells who the visitor is; kept until there is a user to tell it of. */
  updateUser(props: UserUpdate): Promise<User | undefined>;
  getUser(): User | undefined;
  getConversation(): Conversation;
  /** Makes a user and a conversation on the server, unless they are there. */
  startConversation(): Promise<void>;
  markAllAsRead(): Promise<void>;
  /** Puts a text into the composer. */
  setPredefinedMessage(text: string): Promise<void>;
  /** Suggests the channels that can be linked. */
  showNotificationChannelPrompt(): Promise<void>;
  /** Changes or, without one, removes the delegate. */
  setDelegate(delegate?: Delegate | null): void;
  /** Says that the visitor types; ends by itself after 10 seconds. */
  startTyping(): Promise<void>;
  stopTyping(): Promise<void>;
  /** Erases the visitor and all that was said, where the app allows it. */
  deleteUser(): Promise<void>;
  /** The visitor's own data, where the app allows it. */
  exportConversation(): Promise<unknown>;
  /** Shows the embedded messenger in an element, which needs a height. */
  render(container: Element): void;
  on<K extends keyof SmoochEvents>(event: K, handler: SmoochEvents[K]): void;
  /** Without a handler: all of the event; without an event: all. */
  off<K extends keyof SmoochEvents>(event?: K, handler?: SmoochEvents[K]): void;
}

declare global {
  /** What the script tag makes. */
  var Smooch: SmoochApi;
}

declare const smooch: SmoochApi;
export default smooch;
