import type { Conversation } from '../conversation';
import type { LocalMessage } from '../thread/messages';
import { change } from '../thread/timeline';
import { readFile } from './files';
import { deliver, KEPT, type Kept, keep, setStatus } from './outbox';

const MAX_WAIT_SECONDS = 30;

const attempts = new WeakMap<Conversation, number>();
const planned = new WeakSet<Conversation>();

/** Tries all that waits, in order and in turn with what is said now; after a failure only in a while. */
export function again(conversation: Conversation, later?: boolean): void {
  const { env } = conversation.options_;
  env.clearTimeout(conversation.retryTimer_);
  if (later) {
    const attempt = attempts.get(conversation) ?? 0;
    const seconds = (0.5 + env.random() / 2) * Math.min(MAX_WAIT_SECONDS, 2 ** attempt);
    attempts.set(conversation, attempt + 1);
    conversation.retryTimer_ = env.setTimeout(() => again(conversation), seconds * 1000);
    return;
  }
  if (planned.has(conversation)) return;
  planned.add(conversation);
  conversation.turn_ = conversation.turn_
    .then(() => {
      planned.delete(conversation);
      return drain(conversation);
    })
    .catch(() => {}); // a storage that is refused all at once
}

async function drain(conversation: Conversation): Promise<void> {
  const { thread } = conversation;
  conversation.waiting_ = false;
  await takeOver(conversation);
  for (;;) {
    const message = thread.value.messages.find(({ status }) => status === 'waiting');
    if (!message) break;
    setStatus(conversation, message, 'sending');
    keep(conversation, message);
    await deliver(conversation, message);
    if (conversation.waiting_) return; // this one did not get through: nor would the next
  }
  attempts.delete(conversation);
}

/** Shows the messages that a tab kept before it was closed, was reloaded, or died, as waiting. */
async function takeOver(conversation: Conversation): Promise<void> {
  const { options_, thread, news_ } = conversation;
  const { identity, env } = options_;
  for (const name of identity.names(KEPT)) {
    const id = name.slice(KEPT.length);
    const shown = () => thread.value.messages.some((message) => message._clientId === id);
    const kept = parse(identity.read(name));
    if (!kept || kept.owner !== conversation.owner_ || shown()) continue;
    if (!(await abandoned(conversation, kept))) {
      if (!options_.tabLives) env.setTimeout(() => again(conversation), kept.until - env.now());
      continue;
    }
    const file = kept.file ? await readFile(conversation, id) : undefined;
    // meanwhile it may have been sent
    if (!identity.read(name) || shown()) continue;
    if (kept.file && !file) {
      identity.drop(name);
      continue;
    }
    const preview = file && kept.message.type === 'image' ? URL.createObjectURL(file) : undefined;
    const message: LocalMessage = { ...kept.message, status: 'waiting', ...(file && { file, preview }) };
    change(conversation, { type: 'sending', message });
    news_.expect(id);
  }
}

/** Tells whether the tab that kept a message is gone. */
async function abandoned({ options_ }: Conversation, { tab, until }: Kept): Promise<boolean> {
  if (tab === options_.tab) return true;
  return options_.tabLives ? !(await options_.tabLives(tab)) : until <= options_.env.now();
}

function parse(text: string | undefined): Kept | undefined {
  try {
    return JSON.parse(text ?? '');
  } catch {
    return undefined;
  }
}

/** What was not sent goes along with whoever speaks now. */
export function takeAlong(conversation: Conversation): void {
  for (const message of conversation.thread.value.messages) {
    if (message.status === 'waiting' || message.status === 'sending') keep(conversation, message);
  }
}

/** Forgets all that waits of whoever speaks now. */
export function discard(conversation: Conversation): void {
  const { identity } = conversation.options_;
  for (const name of identity.names(KEPT)) {
    if (parse(identity.read(name))?.owner === conversation.owner_) identity.drop(name);
  }
  conversation.waiting_ = false;
}
