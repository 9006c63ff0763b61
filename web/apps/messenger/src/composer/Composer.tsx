import { Icon } from '@smooch/ui/components';
import { useLayoutEffect, useRef } from 'preact/hooks';
import { useModel } from '../model';
import { send } from '../send';
import { Attach } from './Attach';

const BORDERS_PX = 2;

// iPads say that they are Macs, which have no touch screen
if ('ontouchstart' in window && /Mac OS/.test(navigator.userAgent)) import('./ios').catch(() => {});

/** One line that grows to five. Enter sends, Shift+Enter breaks the line, Enter that ends a composition does neither. */
export function Composer() {
  const model = useModel();
  const { conversation, draft, texts, visible } = model;
  const text = draft.value;
  const area = useRef<HTMLTextAreaElement>(null);
  const ready = text.trim() !== '';

  // biome-ignore lint/correctness/useExhaustiveDependencies: the height follows the text
  useLayoutEffect(() => {
    const field = area.current;
    if (!field) return;
    field.style.height = '0';
    const { scrollHeight } = field;
    field.style.height = scrollHeight ? `${scrollHeight + BORDERS_PX}px` : ''; // nothing is measured while it is hidden
  }, [text, visible.value]);

  const submit = (event: Event) => {
    event.preventDefault();
    area.current?.focus();
    const said = draft.value; // what was typed last may not be drawn yet
    if (!said.trim()) return;
    draft.value = '';
    void send(model, { text: said });
  };

  return (
    <form class={`composer${ready ? ' ready' : ''}`} onSubmit={submit}>
      <Attach />
      <textarea
        ref={area}
        rows={1}
        value={text}
        placeholder={texts.inputPlaceholder}
        aria-label={texts.inputPlaceholder}
        enterkeyhint="send"
        onFocus={() => conversation.markRead()}
        onInput={({ currentTarget }) => {
          draft.value = currentTarget.value;
          conversation.markRead();
          conversation.typed(draft.value);
        }}
        onKeyDown={(event) => {
          if (event.key !== 'Enter' || event.shiftKey || event.isComposing || event.keyCode === 229) return;
          submit(event);
        }}
      />
      <button
        type="submit"
        class="send"
        aria-label={texts.sendButtonText}
        title={texts.sendButtonText}
        disabled={!ready}
        onPointerDown={(event) => event.preventDefault()} // the field keeps its focus, and the keyboard of a phone stays
      >
        <Icon name="send" />
      </button>
    </form>
  );
}
