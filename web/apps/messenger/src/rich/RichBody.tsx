import { rich } from '@smooch/locales/en/rich';
import type { ComponentChildren, ComponentType } from 'preact';
import { lazy } from '../lazy';
import { type BodyProps, reserved } from '../message/bodies';
import { TextBody } from '../message/TextBody';
import { useTexts } from '../texts';

/** A body that is loaded with the first message of its type; the message as text when it cannot be. */
function part(load: () => Promise<ComponentType<BodyProps>>) {
  return lazy(load, reserved, TextBody);
}

const BODIES: Record<string, (props: BodyProps) => ComponentChildren> = {
  image: part(async () => (await import('./ImageBody')).ImageBody),
  file: part(async () => (await import('./FileBody')).FileBody),
  location: part(async () => (await import('./LocationBody')).LocationBody),
  carousel: part(async () => (await import('./Carousel')).Carousel),
  list: part(async () => (await import('./ItemList')).ItemList),
  form: part(async () => (await import('./FormBody')).FormBody),
  formResponse: part(async () => (await import('./Answers')).Answers),
};

/** Shows a message that is more than text, by its type; one of no type we know as text, or says so where it has none. */
export function RichBody({ message }: BodyProps) {
  const { unsupportedMessageType } = useTexts(rich);
  const { type, text, textFallback, mediaUrl } = message;
  const Content = (Object.keys(BODIES).indexOf(type) >= 0 && BODIES[type]) || TextBody;
  if (Content !== TextBody || text || textFallback || mediaUrl) return <Content message={message} />;
  return <span class="text">{unsupportedMessageType}</span>;
}
