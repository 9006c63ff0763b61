import { keyOf, type LocalMessage, timeOf } from '@smooch/client';
import { type Group, group } from '@smooch/ui/groups';

/** Messages that are shown, in the groups they stand in. */
export function groupMessages(messages: readonly LocalMessage[]): Group<LocalMessage>[] {
  return group(messages, (message) => ({
    key: keyOf(message),
    role: message.role,
    at: timeOf(message),
    ...(message.name && { name: message.name }),
  }));
}
