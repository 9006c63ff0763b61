import type { ComponentChildren } from 'preact';
import { lazy } from '../lazy';

const Markup = lazy(async () => (await import('./Markup')).Markup);

/** A text of the page, which may hold markup. */
export function Html({ text }: { text: string }): ComponentChildren {
  return /[<&]/.test(text) ? <Markup text={text} /> : text;
}
