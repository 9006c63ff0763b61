import type * as sdk from '@smooch/protocol/sdk';
import type { Conversation } from '../conversation';
import { RequestError, unreachable } from '../rest';
import { refused, start } from '../session/session';
import type { LocalMessage } from '../thread/messages';
import { change } from '../thread/timeline';

/** Names of what waits begin so; one name a message, so that tabs cannot overwrite one another. */
export const KEPT = 'outbox.';

const LEASE_MS = 15_000; // renewed with every attempt

/** A message that is kept until the server has it. `until`: from when a tab that is not known to live may lose it, in ms. */
export interface Kept {
  owner: string;
  tab: string;
  until: number;
  /** It has a file, which is kept apart. */
  file: boolean;
  message: LocalMessage;
}

/** What only this device knows of a message, and what it says. */
function parts({ role, status, _clientSent, file, preview, progress, refused, ...said }: LocalMessage) {
  return { said, local: { role, _clientSent } };
}

/** Keeps a message in the browser, before anything else is tried with it. */
export function keep({ options_, owner_: owner }: Conversation, message: LocalMessage): void {
  const { said, local } = parts(message);
  const until = options_.env.now() + LEASE_MS;
  const kept: Kept = {
    owner,
    tab: options_.tab,
    until,
    file: !!message.file,
    message: { ...said, ...local },
  };
  options_.identity.write(KEPT + message._clientId, JSON.stringify(kept));
}

/** Sends a message in its turn. Resolves to undefined when the first try fails: what only waits is delivered later. */
export function enqueue(conversation: Conversation, message: LocalMessage): Promise<sdk.Posted | undefined> {
  const { news_ } = conversation;
  change(conversation, { type: 'sending', message });
  news_.expect(message._clientId as string);
  keep(conversation, message);
  if (message.file)
    void import('./files').then(
      ({ keepFile }) => keepFile(conversation, message),
      () => {},
    );
  const sent = conversation.turn_.then(() => {
    if (!conversation.waiting_) return deliver(conversation, message);
    setStatus(conversation, message, 'waiting');
    resume(conversation);
    return undefined;
  });
  conversation.turn_ = sent;
  return sent;
}

/** Tries to bring a message to the server. Never rejects: what became of it is shown at it. */
export async function deliver(
  conversation: Conversation,
  message: LocalMessage,
): Promise<sdk.Posted | undefined> {
  const { rest_, profile_, thread, conversationId, credentials_: who, news_ } = conversation;
  const { _clientId = '', file } = message;
  const known = () => thread.value.messages.find((other) => other._clientId === _clientId);
  const done = (posted?: sdk.Posted) => {
    drop(conversation, message);
    if (!posted) return undefined;
    change(conversation, { type: 'sent', message: { ...posted.message, _clientId } });
    news_.announce('sent', posted.message);
    return posted;
  };
  if (known()?.status !== 'sending') return done(); // taken back, or another's
  try {
    await start(conversation);
    await profile_?.flush();
    return done(
      file
        ? await (await import('./upload').catch(unreachable)).upload(conversation, rest_, message)
        : await rest_.call('POST', rest_.user('/messages'), { message: parts(message).said }),
    );
  } catch (error) {
    const echo = known();
    if (echo?._id) {
      // only the answer was lost: the message itself came back as an event
      const { unreadCount } = thread.value;
      const _id = conversationId.value as string;
      return done({ message: echo as sdk.Posted['message'], conversation: { _id, unreadCount } });
    }
    if (error instanceof RequestError && error.retryable) {
      conversation.waiting_ = true;
      setStatus(conversation, message, 'waiting');
      resume(conversation, true);
      return undefined;
    }
    refused(conversation, error, who);
    setStatus(conversation, message, 'failed');
    return done();
  }
}

export function setStatus(
  conversation: Conversation,
  { _clientId: clientId }: LocalMessage,
  status: NonNullable<LocalMessage['status']>,
): void {
  change(conversation, { type: 'status', clientId, status });
}

/** Does not keep a message any more. */
export function drop(conversation: Conversation, { _clientId, file }: LocalMessage): void {
  conversation.options_.identity.drop(KEPT + _clientId);
  if (file)
    void import('./files').then(
      ({ dropFile }) => dropFile(conversation, _clientId),
      () => {},
    );
}

/** Sends what waits in this browser, also what a tab that is gone has left; or, after a failure, in a while. */
export function resume(conversation: Conversation, later?: boolean): void {
  const { thread, options_, waiting_ } = conversation;
  const shown = (name: string) => thread.value.messages.some(({ _clientId }) => KEPT + _clientId === name);
  if (!waiting_ && options_.identity.names(KEPT).every(shown)) return; // what is kept is on its way
  import('./waiting').then(
    ({ again }) => again(conversation, later),
    () => {}, // the next time the network is back
  );
}
