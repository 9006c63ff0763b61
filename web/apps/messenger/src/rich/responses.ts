import type { LocalMessage } from '@smooch/client';
import type { forms } from '@smooch/locales/en/forms';
import type { Field } from '@smooch/protocol/shapes';
import { fill } from '../texts';

type Texts = typeof forms;

const EMAIL = /^[^@\s]+@[^@\s]+\.[^@\s]+$/;

/** What was typed into a form, by the names of its fields. */
export type Values = Record<string, string>;

/** What is wrong with one answer, as a sentence; '' when nothing is. Every field wants an answer. */
export function problem(field: Field, value: string, texts: Texts): string {
  const { type, minSize = 1, maxSize = Number.POSITIVE_INFINITY } = field;
  const given = value.trim();
  if (!given) return type === 'select' ? texts.formSelectRequired : texts.formRequired;
  if (type === 'email') return EMAIL.test(given) ? '' : texts.formEmailInvalid;
  const length = Array.from(given).length; // as the server counts: a smiley is one
  if (type !== 'text') return '';
  if (length < minSize) return fill(texts.formTooShort, { min: minSize });
  return length > maxSize ? fill(texts.formTooLong, { max: maxSize }) : '';
}

/** The fields of a response that says what was typed. */
export function answered(fields: readonly Field[], values: Values): Field[] {
  return fields.map(({ _id, type, name, label, options = [] }) => {
    const value = (values[name] ?? '').trim();
    if (type === 'select') {
      return { _id, type, name, label, select: options.filter((option) => option.name === value) };
    }
    return { _id, type, name, label, [type]: value };
  });
}

/** The response to a form, on its way or stored. */
export function responseTo(form: LocalMessage, all: readonly LocalMessage[]): LocalMessage | undefined {
  return all.find(
    ({ type, quotedMessage }) => type === 'formResponse' && quotedMessage?.content?._id === form._id,
  );
}

/** What a field of a response says. */
export function said({ select, text, email }: Field): string {
  return select ? select.map(({ label }) => label).join(', ') : (text ?? email ?? '');
}
