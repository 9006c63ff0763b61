/** Which key means what. Pure: the page decides what to do with it. */

export type KeyAction = 'next' | 'previous' | 'answer' | 'search' | 'help' | 'leave';
export type KeyTarget = 'page' | 'field' | 'dialog';

export interface Key {
  key: string;
  ctrlKey: boolean;
  metaKey: boolean;
  altKey: boolean;
  isComposing: boolean;
  defaultPrevented: boolean;
}

const SINGLE: Readonly<Record<string, KeyAction>> = {
  j: 'next',
  k: 'previous',
  r: 'answer',
  '/': 'search',
  '?': 'help',
};

/** The action of a key pressed on `target`; single keys count only outside of fields and when they are on. */
export function keyAction(key: Key, target: KeyTarget, singleKeys: boolean): KeyAction | undefined {
  if (key.defaultPrevented || key.isComposing || key.ctrlKey || key.metaKey || key.altKey) return undefined;
  if (target === 'dialog') return undefined;
  if (key.key === 'Escape') return 'leave';
  if (target === 'field' || !singleKeys) return undefined;
  return SINGLE[key.key];
}

/** Enter sends, Shift+Enter makes a new line, and an input method's Enter only picks a word. */
export function sends(key: {
  key: string;
  shiftKey: boolean;
  isComposing: boolean;
  keyCode: number;
}): boolean {
  const composing = key.isComposing || key.keyCode === 229; // Safari ends the composition before the key
  return key.key === 'Enter' && !key.shiftKey && !composing;
}
