import { rich } from '@smooch/locales/en/rich';
import type { Action } from '@smooch/protocol/shapes';
import { Glyph, Icon } from '@smooch/ui/components';
import { render } from 'preact';
import { useEffect, useRef } from 'preact/hooks';
import type { Model } from '../model';
import { addSheet } from '../sheet';
import { OUT } from './icons';
import css from './webview.part.css';

/**
 * What a page of the business may do: not lead the customer's page away, and keep its own origin only where that is not
 * the customer's, whose frame it could otherwise reach into.
 */
const ALLOWED = 'allow-forms allow-popups allow-popups-to-escape-sandbox allow-scripts';

const SIZES = ['compact', 'tall', 'full'];

function Webview({
  action,
  href,
  model,
  close,
}: {
  action: Action;
  href: string;
  model: Model;
  close(): void;
}) {
  const dialog = useRef<HTMLDialogElement>(null);
  const texts = model.addTexts(rich);
  const foreign = new URL(href).origin !== model.bridge.page.location.origin;
  useEffect(() => dialog.current?.showModal(), []);
  const size = SIZES.indexOf(action.size ?? '') < 0 ? 'full' : action.size;
  return (
    <dialog
      ref={dialog}
      class={`webview ${size}`}
      aria-label={action.text}
      onClose={close}
      onClick={({ target, currentTarget }) => target === currentTarget && currentTarget.close()}
      onKeyDown={(event) => event.key === 'Escape' && event.stopPropagation()} // the widget stays open
    >
      <div class="sheet">
        <div class="bar">
          <b>{action.text}</b>
          <a
            href={href}
            target="_blank"
            rel="noopener noreferrer"
            aria-label={texts.openInTab}
            title={texts.openInTab}
          >
            <Glyph path={OUT} />
          </a>
          <button
            type="button"
            aria-label={texts.closeWebview}
            title={texts.closeWebview}
            onClick={() => dialog.current?.close()}
          >
            <Icon name="close" />
          </button>
        </div>
        <iframe
          src={href}
          title={action.text}
          sandbox={foreign ? `${ALLOWED} allow-same-origin` : ALLOWED}
          referrerpolicy="no-referrer"
        />
      </div>
    </dialog>
  );
}

/** Shows a page of the business over the conversation; the focus comes back when it is closed. */
export function showWebview(model: Model, action: Action, href: string): void {
  addSheet(css);
  const mount = document.getElementById('mount') as HTMLElement;
  const layer = mount.appendChild(document.createElement('div'));
  const close = () => {
    render(null, layer);
    layer.remove();
  };
  render(<Webview action={action} href={href} model={model} close={close} />, layer);
}
