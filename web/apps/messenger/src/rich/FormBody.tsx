import type { LocalMessage } from '@smooch/client';
import { forms } from '@smooch/locales/en/forms';
import type { Message } from '@smooch/protocol/shapes';
import { Glyph, Icon } from '@smooch/ui/components';
import { useRef, useState } from 'preact/hooks';
import { useModel } from '../model';
import { addSheet } from '../sheet';
import { useTexts } from '../texts';
import { Answers } from './Answers';
import { FormField } from './FormField';
import css from './form.part.css';
import { CHECK } from './icons';
import { answered, problem, responseTo, type Values } from './responses';
import { Spinner } from './Spinner';

addSheet(css);

/** What was typed into forms that are not sent, by message: it stays while the list draws other messages. */
const drafts = new Map<string, Values>();

function Done({ response }: { response: LocalMessage | undefined }) {
  const { formSubmitted } = useTexts(forms);
  return (
    <>
      {response && <Answers message={response} />}
      <p class="submitted">
        <Glyph path={CHECK} size={16} />
        {formSubmitted}
      </p>
    </>
  );
}

/** The questions, until they are answered here or elsewhere. */
function Questions({ message, response }: { message: LocalMessage; response: LocalMessage | undefined }) {
  const { conversation } = useModel();
  const texts = useTexts(forms);
  const { _id = '', fields = [] } = message;
  const form = useRef<HTMLFormElement>(null);
  const [values, setValues] = useState<Values>(drafts.get(_id) ?? {});
  const [checked, setChecked] = useState<Record<string, true>>({});
  const busy = response?.status === 'sending';
  const wrong = (name: string) => {
    const field = fields.find((each) => each.name === name);
    return field ? problem(field, values[name] ?? '', texts) : '';
  };
  const type = (name: string, value: string) => {
    const next = { ...values, [name]: value };
    drafts.set(_id, next);
    setValues(next);
  };
  const submit = (event: Event) => {
    event.preventDefault();
    if (busy) return;
    setChecked(Object.fromEntries(fields.map(({ name }) => [name, true])));
    const first = fields.findIndex(({ name }) => wrong(name));
    if (first >= 0) {
      form.current?.querySelectorAll<HTMLElement>('input,select')[first]?.focus();
      return;
    }
    const answers = answered(fields, values);
    if (response) void conversation.retry({ ...response, fields: answers });
    else {
      const quotedMessage = { type: 'message', content: { _id } as Message };
      void conversation.send({ type: 'formResponse', fields: answers, quotedMessage });
    }
  };
  return (
    <form ref={form} noValidate aria-label={texts.formLabel} onSubmit={submit}>
      {fields.map((field, index) => (
        <FormField
          key={field.name}
          id={`form-${_id}-${index}`}
          field={field}
          value={values[field.name] ?? ''}
          error={checked[field.name] ? wrong(field.name) : ''}
          disabled={busy}
          onType={(value) => type(field.name, value)}
          onLeave={() => values[field.name] && setChecked({ ...checked, [field.name]: true })}
        />
      ))}
      {response?.status === 'failed' && (
        <p class="form-error" role="alert">
          <Icon name="alert" size={16} />
          {texts.formError}
        </p>
      )}
      <button type="submit" class={`action${busy ? ' busy' : ''}`} aria-busy={busy}>
        <span>{busy ? texts.formSending : texts.formSubmit}</span>
        {busy && <Spinner />}
      </button>
    </form>
  );
}

/** Questions to answer in place; once they are, the answers. */
export function FormBody({ message }: { message: LocalMessage }) {
  const response = responseTo(message, useModel().conversation.thread.value.messages);
  const done = message.submitted || (response && !response.status);
  return (
    <div class="form">
      {done ? <Done response={response} /> : <Questions message={message} response={response} />}
    </div>
  );
}
