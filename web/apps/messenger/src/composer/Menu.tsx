import { attach as words } from '@smooch/locales/en/attach';
import { useEffect, useRef } from 'preact/hooks';
import type { Model } from '../model';
import type { Kind } from './Attach';
import { Glyph } from './glyphs';
import { addLayer } from './layer';

interface MenuProps {
  model: Model;
  kinds: readonly Kind[];
  button: HTMLElement;
  choose(kind: Kind): void;
  /** With `back` the focus returns to the button. */
  close(back: boolean): void;
}

function Menu({ model, kinds, button, choose, close }: MenuProps) {
  const texts = model.addTexts(words);
  const list = useRef<HTMLDivElement>(null);
  const labels: Record<Kind, string> = {
    imageUpload: texts.shareImageLabel,
    fileUpload: texts.shareFileLabel,
    shareLocation: texts.shareLocationLabel,
  };
  const items = () => Array.from(list.current?.querySelectorAll('button') ?? []);
  const focus = (index: number) => items()[(index + kinds.length) % kinds.length]?.focus();
  const onKeyDown = (event: KeyboardEvent) => {
    const at = items().indexOf(document.activeElement as HTMLButtonElement);
    const moves: Record<string, number> = { ArrowDown: at + 1, ArrowUp: at - 1, Home: 0, End: -1 };
    const { key } = event;
    if (key === 'Escape') close(true);
    else if (key in moves) focus(moves[key] as number);
    else {
      if (key === 'Tab') close(true); // and on from the button
      return;
    }
    event.preventDefault();
    event.stopPropagation(); // the widget stays open
  };
  // biome-ignore lint/correctness/useExhaustiveDependencies: once, when it is there
  useEffect(() => {
    focus(0);
    const outside = ({ target }: Event) =>
      [list.current, button].some((part) => part?.contains(target as Node)) || close(false);
    const leave = () => close(false);
    document.addEventListener('pointerdown', outside);
    window.addEventListener('blur', leave);
    return () => {
      document.removeEventListener('pointerdown', outside);
      window.removeEventListener('blur', leave);
    };
  }, []);
  return (
    <div
      ref={list}
      class="menu"
      role="menu"
      tabIndex={-1}
      aria-label={model.texts.attachLabel}
      onKeyDown={onKeyDown}
    >
      {kinds.map((kind) => (
        <button
          key={kind}
          type="button"
          role="menuitem"
          tabIndex={-1}
          onClick={() => {
            close(true);
            choose(kind);
          }}
        >
          <Glyph name={kind} />
          {labels[kind]}
        </button>
      ))}
    </div>
  );
}

/** Closes the menu that is open. */
let shut: ((back: boolean) => void) | undefined;

/** Opens the menu above its button; pressing the button again closes it. */
export function openMenu(
  model: Model,
  kinds: readonly Kind[],
  button: HTMLElement,
  choose: (kind: Kind) => void,
): void {
  if (shut) {
    shut(true);
    return;
  }
  button.setAttribute('aria-expanded', 'true');
  addLayer(button.parentElement as Element, (remove) => {
    shut = (back: boolean) => {
      shut = undefined;
      button.setAttribute('aria-expanded', 'false');
      remove();
      if (back) button.focus();
    };
    return <Menu model={model} kinds={kinds} button={button} choose={choose} close={shut} />;
  });
}
