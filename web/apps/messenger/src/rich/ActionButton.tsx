import { rich } from '@smooch/locales/en/rich';
import type { Action, Item } from '@smooch/protocol/shapes';
import { safeHref } from '@smooch/ui/linkify';
import type { ComponentChildren } from 'preact';
import { useState } from 'preact/hooks';
import { useModel } from '../model';
import { addSheet } from '../sheet';
import { useTexts } from '../texts';
import css from './action.part.css';
import { postback } from './postback';
import { Spinner } from './Spinner';
import { share, sharedOf } from './share';

addSheet(css);

const LINKS = ['link', 'buy', 'webview']; // what leads to an address; one without a type is a link

export interface ActionProps {
  action: Action;
  /** The card on which it stands. */
  item?: Item;
  /** Another look than a button's. */
  look?: string;
  children?: ComponentChildren;
}

/** Tells whether a page can be shown over the conversation; else it is a link like others. */
function canShow(href: string): boolean {
  return typeof HTMLDialogElement !== 'undefined' && /^https?:/i.test(href);
}

/** A link; one whose address must not be followed leads nowhere. */
function LinkAction({ action, look = 'action', children }: ActionProps) {
  const model = useModel();
  const href = safeHref(action.uri);
  if (!href) return <span class={`${look} inert`}>{children}</span>;
  /** A page of the business opens over the conversation; by middle click and the like as links do. */
  const open = async (event: MouseEvent) => {
    if (action.type !== 'webview' || !canShow(href)) return;
    if (event.ctrlKey || event.metaKey || event.shiftKey) return;
    event.preventDefault();
    (await import('./webview')).showWebview(model, action, href);
  };
  return (
    <a
      class={look}
      href={href}
      target="_blank"
      rel="noopener noreferrer"
      onClick={(event) => void open(event)}
    >
      {children}
    </a>
  );
}

/** A button that is busy until its work is done, and not to be pressed meanwhile. */
function WorkButton({
  look,
  work,
  children,
}: {
  look: string;
  work(): Promise<unknown>;
  children: ComponentChildren;
}) {
  const [busy, setBusy] = useState(false);
  const press = async () => {
    if (busy) return;
    setBusy(true);
    await work();
    setBusy(false);
  };
  return (
    <button
      type="button"
      class={`${look}${busy ? ' busy' : ''}`}
      aria-busy={busy}
      onClick={() => void press()}
    >
      <span>{children}</span>
      {busy && <Spinner />}
    </button>
  );
}

function ShareAction({ action, item, look = 'action', children }: ActionProps) {
  const { page } = useModel().bridge;
  const { linkCopied } = useTexts(rich);
  const [copied, setCopied] = useState(false);
  const work = async () => setCopied(await share(sharedOf(action, item, page)));
  return (
    <>
      <WorkButton look={look} work={work}>
        {copied ? linkCopied : children}
      </WorkButton>
      <span class="unseen" role="status">
        {copied && linkCopied}
      </span>
    </>
  );
}

/** One thing the business offers to do. */
export function ActionButton(props: ActionProps) {
  const model = useModel();
  const { action, look = 'action', children = action.text } = props;
  const { _id, type = 'link' } = action;
  if (LINKS.indexOf(type) >= 0) return <LinkAction {...props}>{children}</LinkAction>;
  if (type === 'share') return <ShareAction {...props}>{children}</ShareAction>;
  if (type === 'postback') {
    return (
      <WorkButton look={look} work={() => postback(model, _id)}>
        {children}
      </WorkButton>
    );
  }
  return <p class="unsupported">{model.addTexts(rich).unsupportedActionType}</p>;
}
