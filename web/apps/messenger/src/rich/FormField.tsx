import { forms } from '@smooch/locales/en/forms';
import type { Field } from '@smooch/protocol/shapes';
import { Icon } from '@smooch/ui/components';
import type { TargetedInputEvent } from 'preact';
import { useTexts } from '../texts';

export interface FormFieldProps {
  id: string;
  field: Field;
  value: string;
  error: string;
  disabled: boolean;
  onType(value: string): void;
  onLeave(): void;
}

/** One question with its label, where the answer goes, and what is wrong with it. */
export function FormField({ id, field, value, error, disabled, onType, onLeave }: FormFieldProps) {
  const { formChoose } = useTexts(forms);
  const { type, label, placeholder, options } = field;
  const shared = {
    id,
    value,
    disabled,
    required: true,
    'aria-invalid': !!error,
    'aria-describedby': error ? `${id}-error` : undefined,
    onBlur: onLeave,
  };
  const typed = {
    dir: 'auto',
    placeholder,
    onInput: ({ currentTarget }: TargetedInputEvent<HTMLInputElement>) => onType(currentTarget.value),
  } as const;
  return (
    <div class={`field${error ? ' wrong' : ''}`}>
      <label for={id} dir="auto">
        {label}
      </label>
      {type === 'select' ? (
        <select {...shared} onChange={({ currentTarget }) => onType(currentTarget.value)}>
          <option value="">{placeholder ?? formChoose}</option>
          {options?.map(({ name, label: shown }) => (
            <option key={name} value={name}>
              {shown}
            </option>
          ))}
        </select>
      ) : type === 'email' ? (
        <input type="email" autocomplete="email" {...shared} {...typed} />
      ) : (
        <input type="text" {...shared} {...typed} />
      )}
      {error && (
        <p class="form-error" id={`${id}-error`}>
          <Icon name="alert" size={16} />
          {error}
        </p>
      )}
    </div>
  );
}
