import type { Conversation } from './conversation';
import type { LocalMessage } from './messages';

type Change = (message: LocalMessage) => LocalMessage[];

/** Only parts that are loaded later change what is on its way, so this is no business of the thread's own code. */
function change({ thread }: Conversation, { _clientId }: LocalMessage, make: Change): void {
  const messages = thread.value.messages.flatMap((message) =>
    message._clientId === _clientId && message.status ? make(message) : message,
  );
  thread.value = { ...thread.value, messages };
}

/** Changes a message that is on its way, or failed. */
export function patch(
  conversation: Conversation,
  message: LocalMessage,
  values: Partial<LocalMessage>,
): void {
  change(conversation, message, (old) => [{ ...old, ...values }]);
}

/** Takes back a message that is on its way, or failed; an upload ends. */
export function drop(conversation: Conversation, message: LocalMessage): void {
  change(conversation, message, () => []);
}
