import { useLayoutEffect, useRef, useState } from 'preact/hooks';
import { Icon } from './icons';

const MAX_LINES = 5;

export interface ComposerProps {
  placeholder: string;
  sendLabel: string;
  onSend(text: string): void;
  onType(text: string): void;
  onFocus(): void;
}

/** One line that grows to five. Enter sends, Shift+Enter breaks the line, Enter that ends a composition does neither. */
export function Composer({ placeholder, sendLabel, onSend, onType, onFocus }: ComposerProps) {
  const [text, setText] = useState('');
  const area = useRef<HTMLTextAreaElement>(null);
  const ready = text.trim() !== '';

  // biome-ignore lint/correctness/useExhaustiveDependencies: the height follows the text
  useLayoutEffect(() => {
    const field = area.current;
    if (!field) return;
    const { lineHeight, paddingTop } = getComputedStyle(field);
    const border = field.offsetHeight - field.clientHeight;
    const most = Number.parseFloat(lineHeight) * MAX_LINES + Number.parseFloat(paddingTop) * 2 + border;
    field.style.height = '0';
    const wanted = field.scrollHeight && field.scrollHeight + border;
    field.style.height = wanted ? `${Math.min(wanted, most)}px` : ''; // nothing is measured while it is hidden
    field.style.overflowY = wanted > most ? 'auto' : 'hidden';
  }, [text]);

  const send = () => {
    area.current?.focus();
    if (!ready) return;
    onSend(text);
    setText('');
  };

  return (
    <form
      class={`composer${ready ? ' ready' : ''}`}
      onSubmit={(event) => {
        event.preventDefault();
        send();
      }}
    >
      <textarea
        ref={area}
        rows={1}
        value={text}
        placeholder={placeholder}
        aria-label={placeholder}
        enterkeyhint="send"
        onFocus={onFocus}
        onInput={({ currentTarget }) => {
          setText(currentTarget.value);
          onType(currentTarget.value);
        }}
        onKeyDown={(event) => {
          if (event.key !== 'Enter' || event.shiftKey || event.isComposing || event.keyCode === 229) return;
          event.preventDefault();
          send();
        }}
      />
      <button
        type="submit"
        aria-label={sendLabel}
        title={sendLabel}
        disabled={!ready}
        onPointerDown={(event) => event.preventDefault()} // the field keeps its focus, and the keyboard of a phone stays
      >
        <Icon name="send" />
      </button>
    </form>
  );
}
