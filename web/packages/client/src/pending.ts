import type { Conversation } from './conversation';
import { drop as forget } from './outbox/outbox';
import type { Signal } from './signals';
import type { LocalMessage, Thread } from './thread/messages';

interface Threaded {
  thread: Signal<Thread>;
}

type Change = (message: LocalMessage) => LocalMessage[];

/** Only parts that are loaded later change what is on its way, so this is no business of the thread's own code. */
function change({ thread }: Threaded, { _clientId }: LocalMessage, make: Change): void {
  const messages = thread.value.messages.flatMap((message) =>
    message._clientId === _clientId ? make(message) : message,
  );
  const local = messages.filter(({ status }) => status).length;
  thread.value = { ...thread.value, messages, local };
}

/** Changes a message that is on its way, or failed. */
export function patch(conversation: Threaded, message: LocalMessage, values: Partial<LocalMessage>): void {
  change(conversation, message, (old) => [old.status ? { ...old, ...values } : old]);
}

/** Takes back a message that is on its way, or failed; an upload ends. */
export function drop(conversation: Conversation, message: LocalMessage): void {
  forget(conversation, message);
  change(conversation, message, (old) => (old.status ? [] : [old]));
}

/** Gives up the preview of an upload: what is stored can be seen. */
export function release(conversation: Threaded, message: LocalMessage): void {
  const { preview } = message;
  if (!preview) return;
  URL.revokeObjectURL(preview);
  change(conversation, message, (old) => [{ ...old, preview: undefined }]);
}
