/** Where the agent writes. */

import { useSignalEffect } from '@preact/signals';
import { useLayoutEffect, useRef, useState } from 'preact/hooks';
import type { ConversationStore } from '../state/conversation';
import { useDesk } from './context';
import { SendIcon } from './icons';
import { sends } from './keys';

interface Props {
  store: ConversationStore;
  name: string;
}

export function Composer({ store, name }: Props) {
  const desk = useDesk();
  const [text, setText] = useState(() => desk.draft(store.id));
  const field = useRef<HTMLTextAreaElement>(null);
  const empty = text.trim() === '';

  // biome-ignore lint/correctness/useExhaustiveDependencies: the height follows the text
  useLayoutEffect(() => {
    const element = field.current;
    if (!element) return;
    element.style.height = 'auto';
    element.style.height = `${element.scrollHeight}px`; // the style sheet stops it after eight lines
  }, [text]);

  useLayoutEffect(() => {
    // a phone's keyboard would cover what the agent came to read
    if (matchMedia('(hover: hover)').matches) field.current?.focus({ preventScroll: true });
  }, []);

  const change = (value: string) => {
    setText(value);
    desk.keepDraft(store.id, value);
    if (value.trim() === '') store.typing.stop();
    else store.typing.start();
  };
  useSignalEffect(() => {
    const recalled = store.recalled.value;
    if (recalled === undefined) return;
    store.recalled.value = undefined;
    change(text.trim() ? `${recalled}\n${text}` : recalled); // what was begun since then stays
    field.current?.focus();
  });
  const submit = () => {
    if (empty) return;
    store.send(text.trim());
    setText('');
    desk.keepDraft(store.id, '');
    field.current?.focus();
  };

  return (
    <form
      class="composer"
      onSubmit={(event) => {
        event.preventDefault();
        submit();
      }}
    >
      <div class="composer-box">
        <textarea
          id="composer-text"
          ref={field}
          rows={1}
          dir="auto"
          placeholder={`Answer ${name}`}
          aria-label={`Answer ${name}`}
          enterkeyhint="send"
          value={text}
          onInput={(event) => change(event.currentTarget.value)}
          onKeyDown={(event) => {
            if (!sends(event)) return;
            event.preventDefault();
            submit();
          }}
          onBlur={() => store.typing.stop()}
        />
        <button type="submit" class="send" aria-label="Send" disabled={empty}>
          <SendIcon />
        </button>
      </div>
      <p class="composer-hint only-keys" aria-hidden="true">
        <kbd>Enter</kbd> sends, <kbd>Shift</kbd> <kbd>Enter</kbd> starts a new line
      </p>
    </form>
  );
}
