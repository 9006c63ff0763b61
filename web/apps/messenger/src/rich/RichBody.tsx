import type { ComponentChildren, ComponentType } from 'preact';
import { lazy } from '../lazy';
import { type BodyProps, reserved } from '../message/bodies';
import { TextBody } from '../message/TextBody';

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

/** Shows a message that is more than text, by its type. */
export function RichBody({ message }: BodyProps) {
  const Content = BODIES[message.type] ?? TextBody;
  return <Content message={message} />;
}
