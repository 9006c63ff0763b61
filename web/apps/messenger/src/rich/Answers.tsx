import type { LocalMessage } from '@smooch/client';
import { addSheet } from '../sheet';
import css from './answers.part.css';
import { said } from './responses';

addSheet(css);

/** What was answered to a form, question by question. */
export function Answers({ message }: { message: LocalMessage }) {
  return (
    <dl class="answers">
      {message.fields?.map((field) => (
        <div key={field.name}>
          <dt dir="auto">{field.label}</dt>
          <dd dir="auto">{said(field)}</dd>
        </div>
      ))}
    </dl>
  );
}
