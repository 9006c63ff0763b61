import type * as sdk from '@smooch/protocol/sdk';
import type { AppUser } from '@smooch/protocol/shapes';
import type { Conversation } from '../conversation';
import { type Credentials, RequestError } from '../rest';
import { batch } from '../signals';
import { EMPTY } from '../thread/messages';
import { take } from '../thread/timeline';

/** Takes up the session kept in this browser, if there is one; one that is not valid any more is forgotten. */
export function restore(conversation: Conversation): Promise<void> {
  conversation.restoring_ ??= takeUp(conversation).finally(() => {
    conversation.restoring_ = undefined;
  });
  return conversation.restoring_;
}

/** Makes the user and the conversation on the server where they are missing. Calls at the same time share the work. */
export async function start(conversation: Conversation): Promise<void> {
  if (conversation.conversationId.value) return;
  conversation.starting_ ??= conversation.options_
    .exclusively(() => create(conversation))
    .finally(() => {
      conversation.starting_ = undefined;
    });
  await conversation.starting_;
}

/** Somebody speaks from here on, as the server knows them. */
export function adopt(conversation: Conversation, session: Partial<sdk.Session>, page?: sdk.Messages): void {
  const { appUser, conversation: started, cursor } = session;
  batch(() => {
    conversation.user.value = appUser;
    conversation.conversationId.value = started?._id;
    if (page) take(conversation, page);
    if (started) conversation.realtime_.start(page?.cursor ?? cursor);
  });
}

/**
 * Nobody is known any more: what was shown is another's. What was not sent stays, or only that whose turn comes when
 * somebody else speaks.
 */
export function end(conversation: Conversation, all = true): void {
  const { thread, user, conversationId, realtime_ } = conversation;
  conversation.credentials_ = undefined;
  conversation.owner_ = '';
  realtime_.stop();
  batch(() => {
    const messages = thread.value.messages.filter(({ status }) => (all ? status : status === 'sending'));
    thread.value = { ...EMPTY, messages, local: messages.length };
    user.value = undefined;
    conversationId.value = undefined;
  });
}

/**
 * Tells whether a request of `who` failed because the server does not know them any more. Then this tab is a new
 * visitor's.
 */
export function refused(conversation: Conversation, error: unknown, who: Credentials | undefined): boolean {
  if (!(error instanceof RequestError && error.unauthorised)) return false;
  if (who === conversation.credentials_) {
    if (who) conversation.options_.identity.forget(who);
    const known = conversation.owner_;
    end(conversation);
    const { thread } = conversation;
    if (known) {
      // what a known user wrote is not sent as somebody else's
      const messages = thread.value.messages.map((message) => ({ ...message, status: 'failed' as const }));
      thread.value = { ...thread.value, messages };
    }
  }
  return true;
}

async function takeUp(conversation: Conversation): Promise<void> {
  const { options_, rest_, credentials_: before } = conversation;
  const kept: Credentials | undefined = options_.identity.session;
  if (!kept || before?.jwt || kept.sessionToken === before?.sessionToken) return;
  if (before) end(conversation); // another tab has begun anew
  conversation.credentials_ = kept;
  try {
    const session = await rest_.session();
    const page = session.conversation && (await rest_.messages());
    if (conversation.credentials_ === kept) adopt(conversation, session, page);
  } catch (error) {
    if (refused(conversation, error, kept)) return;
    conversation.credentials_ = undefined;
    throw error;
  }
}

async function create(conversation: Conversation): Promise<void> {
  await restore(conversation); // another tab may have been first
  if (conversation.conversationId.value) return;
  const { options_, rest_, credentials_: who, user, profile_ } = conversation;
  if (who?.appUserId) {
    const made = await rest_.call<sdk.ConversationReply>('POST', rest_.user('/conversation'), {});
    const page = await rest_.messages(); // it may have been there, with messages
    if (who === conversation.credentials_)
      adopt(conversation, { ...made, appUser: user.value as AppUser }, page);
    return;
  }
  const { identity } = options_;
  const body = { client: client(conversation), ...(who?.userId && { userId: who.userId }) };
  // not repeated: an unanswered creation may have made a user already
  const ask = (given: sdk.CreateUser) => rest_.call<sdk.Session>('POST', '/appusers', given, 1);
  const session = await (profile_ ? profile_.created(body, ask) : ask(body));
  if (who !== conversation.credentials_) return;
  const appUserId = session.appUser._id;
  const { sessionToken } = session;
  if (who) who.appUserId = appUserId;
  if (sessionToken) {
    conversation.credentials_ = { appUserId, sessionToken };
    identity.keep({ appUserId, sessionToken });
  }
  // a known user may have begun on another device meanwhile
  adopt(conversation, session, who && (await rest_.messages()));
}

/** This device, as the server is told of it. */
export function client({ options_ }: Conversation): sdk.ClientInfo {
  const { identity, version, clientInfo } = options_;
  return { id: identity.needClientId(), platform: 'web', appVersion: version, info: clientInfo() };
}
