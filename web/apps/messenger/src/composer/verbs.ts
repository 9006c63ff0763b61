import type { Model } from '../model';

const TYPING_MS = 10_000;

let timer: ReturnType<typeof setTimeout>;

/** Puts a text into the composer, in place of what is there. */
export function setPredefinedMessage({ draft }: Model, text: string): void {
  draft.value = text;
}

/** Says that the visitor types, until `stopTyping` or for 10 s. */
export function startTyping(model: Model): void {
  clearTimeout(timer);
  timer = setTimeout(() => stopTyping(model), TYPING_MS);
  model.conversation.typed('…');
}

export function stopTyping({ conversation }: Model): void {
  clearTimeout(timer);
  conversation.typed('');
}
