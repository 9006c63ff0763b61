import type { LocalMessage } from '@smooch/client';
import { lazy } from '../lazy';
import { TextBody } from './TextBody';

export interface BodyProps {
  message: LocalMessage;
}

/** The types that are more than text, with about the height of each, so that little moves when what shows them has come. */
const HEIGHTS: Record<string, number> = {
  image: 180,
  file: 44,
  location: 40,
  carousel: 260,
  list: 240,
  form: 200,
  formResponse: 80,
};

/** What stands in the place of a body that is not loaded yet. */
export function reserved({ message }: BodyProps) {
  return <div style={{ width: '240px', maxWidth: '100%', height: `${HEIGHTS[message.type]}px` }} />;
}

const RichBody = lazy(async () => (await import('../rich')).RichBody, reserved, TextBody);

/** What shows messages of a type. */
export function bodyOf(type: string) {
  return type === 'text' ? TextBody : RichBody;
}
