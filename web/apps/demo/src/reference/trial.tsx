/** A snippet whose values can be changed, and run. Nothing is evaluated: values are read as JSON, the calls are built in. */

import { useSignal } from '@preact/signals';
import type { Field } from './examples';

interface Props {
  label: string;
  before: string;
  after: string;
  fields: Field[];
  run(values: unknown[]): Promise<void>;
}

const written = ({ kind, value }: Field) =>
  kind === 'json' ? JSON.stringify(value, null, 1).replace(/\n\s*/g, ' ') : String(value ?? '');

function read(kind: Field['kind'], text: string): unknown {
  if (kind === 'json') return JSON.parse(text);
  return kind === 'switch' ? text === 'true' : text;
}

export function Trial({ label, before, after, fields, run }: Props) {
  const texts = useSignal(fields.map(written));
  const wrong = useSignal('');
  const busy = useSignal(false);
  const change = (at: number, text: string) => {
    texts.value = texts.value.map((old, index) => (index === at ? text : old));
  };
  const submit = async (event: Event) => {
    event.preventDefault();
    try {
      const values = fields.map(({ kind }, at) => read(kind, texts.value[at] ?? ''));
      wrong.value = '';
      busy.value = true;
      await run(values);
    } catch {
      wrong.value = 'This is not JSON.';
    } finally {
      busy.value = false;
    }
  };
  return (
    <form class="trial" onSubmit={submit}>
      <div class="code">
        <code>{before}</code>
        {fields.map((field, at) => (
          <Value
            key={field.label}
            name={`${label}: ${field.label}`}
            field={field}
            text={texts.value[at] ?? ''}
            change={(text) => change(at, text)}
          />
        ))}
        <code>{after}</code>
      </div>
      <button type="submit" aria-label={`Run ${label}`} aria-busy={busy.value}>
        Run
      </button>
      {wrong.value && (
        <p class="wrong" role="alert">
          {wrong.value}
        </p>
      )}
    </form>
  );
}

interface ValueProps {
  name: string;
  field: Field;
  text: string;
  change(text: string): void;
}

function Value({ name, field: { kind, choices }, text, change }: ValueProps) {
  const given = kind === 'switch' ? ['true', 'false'] : choices;
  if (given) {
    return (
      <select aria-label={name} value={text} onChange={(event) => change(event.currentTarget.value)}>
        {given.map((choice) => (
          <option key={choice} value={choice}>
            {kind === 'switch' ? choice : `'${choice}'`}
          </option>
        ))}
      </select>
    );
  }
  if (kind === 'json') {
    return (
      <textarea
        aria-label={name}
        rows={Math.ceil(text.length / 48)}
        spellcheck={false}
        value={text}
        onInput={(event) => change(event.currentTarget.value)}
      />
    );
  }
  return (
    <input
      aria-label={name}
      spellcheck={false}
      value={text}
      onInput={(event) => change(event.currentTarget.value)}
    />
  );
}
