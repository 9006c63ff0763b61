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

/** A link; one whose address must not be followed leads nowhere. */
function LinkAction({ action, look = 'action', children }: ActionProps) {
  const href = safeHref(action.uri);
  if (!href) return <span class={`${look} inert`}>{children}</span>;
  return (
    <a class={look} href={href} target="_blank" rel="noopener noreferrer">
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
    <WorkButton look={look} work={work}>
      <span role="status">{copied ? linkCopied : children}</span>
    </WorkButton>
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
