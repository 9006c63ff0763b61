/** The wire types under one name, so that views do not care which generated file has them. */

import type { ChangeEvent, MessageEvent, ReadEvent, StartEvent } from '@smooch/protocol/events';

export type {
  ActivityEvent,
  ClientFrame,
  Cursor,
  Failure,
  Heartbeat,
  Reset,
  ServerFrame,
  Subscribed,
} from '@smooch/protocol/events';
export type {
  Agent,
  AgentReply,
  App,
  AppList,
  AppUserReply,
  ChangePassword,
  ConversationList,
  ConversationReply,
  ConversationRow,
  Messages,
  Person,
  Posted,
  PostMessage,
  SignIn,
  SignInLink,
  Typing,
} from '@smooch/protocol/inbox';
export type { Action, AppUser, Client, ErrorBody, Message } from '@smooch/protocol/shapes';

/** An event of the log: numbered, in order, applied once. */
export type StoredEvent = MessageEvent | ChangeEvent | ReadEvent | StartEvent;
