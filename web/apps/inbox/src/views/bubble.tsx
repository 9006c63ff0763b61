/** One message. */

import type { Bubble } from '../model/bubbles';
import { isWebAddress, shortAddress } from '../model/text';
import type { Outgoing } from '../model/thread';
import { clock, full } from '../model/time';
import type { ConversationStore } from '../state/conversation';
import type { Action, Message } from '../wire';
import { WarningIcon } from './icons';
import { Avatar, Prose } from './parts';

interface Props {
  bubble: Bubble;
  name: string; // of the user
  personId: string;
  seen: boolean;
  store: ConversationStore;
}

export function BubbleView({ bubble, name, personId, seen, store }: Props) {
  const { side, first, last, outgoing, message, at } = bubble;
  const author = side === 'user' ? name : bubble.author;
  const classes = [
    'bubble-row',
    side,
    first && 'first',
    last && 'last',
    outgoing && 'outgoing',
    outgoing?.refused && 'refused',
  ].filter(Boolean);
  return (
    <li class={classes.join(' ')}>
      {side === 'user' && last && <Avatar id={personId} name={name} size="small" />}
      <span class="hidden">
        {author}, {clock(at)}:
      </span>
      {outgoing?.failure && !outgoing.refused ? (
        <Failed text={bubble.text} onRetry={() => store.retry(outgoing)} />
      ) : (
        <Content bubble={bubble} />
      )}
      {outgoing?.failure && <Failure outgoing={outgoing} failure={outgoing.failure} />}
      {outgoing?.refused && <Mend outgoing={outgoing} store={store} />}
      {outgoing && !outgoing.failure && <p class="state sending">Sending…</p>}
      {last && message && (
        <p class="meta" aria-hidden="true">
          {side === 'business' && `${author} · `}
          <time title={full(at)}>{clock(at)}</time>
        </p>
      )}
      {seen && <p class="meta seen">Seen</p>}
    </li>
  );
}

function Content({ bubble }: { bubble: Bubble }) {
  const { actions = [], mediaUrl, submitted, type } = bubble.message ?? {};
  return (
    <div class="bubble" dir="auto" title={full(bubble.at)}>
      {bubble.message && mediaUrl && <Media message={bubble.message} url={mediaUrl} />}
      {bubble.text && <Prose text={bubble.text} />}
      {!bubble.text && !mediaUrl && actions.length === 0 && <em>({type})</em>}
      {type === 'form' && <em>{submitted ? 'Form, answered' : 'Form, not answered yet'}</em>}
      {actions.length > 0 && (
        <ul class="actions" aria-label="Buttons shown to the visitor">
          {actions.map((action) => (
            <li key={action._id}>
              <ActionLabel action={action} />
            </li>
          ))}
        </ul>
      )}
    </div>
  );
}

/** A picture that this server keeps is shown; one from elsewhere would tell others that it was looked at. */
function Media({ message, url }: { message: Message; url: string }) {
  if (!isWebAddress(url)) return null;
  const name = message.altText || shortAddress(url);
  const shown = message.type === 'image' && new URL(url).origin === location.origin;
  return (
    <a class="media" href={url} target="_blank" rel="noopener noreferrer nofollow">
      {shown ? <img src={url} alt={name} loading="lazy" /> : name}
    </a>
  );
}

/** The agent sees what the visitor can press; only links lead anywhere from here. */
function ActionLabel({ action }: { action: Action }) {
  if (!action.uri || !isWebAddress(action.uri)) return <span>{action.text}</span>;
  return (
    <a href={action.uri} target="_blank" rel="noopener noreferrer nofollow">
      {action.text}
    </a>
  );
}

/** The whole bubble is the target, so that a thumb finds it. */
function Failed({ text, onRetry }: { text: string; onRetry(): void }) {
  return (
    <button type="button" class="bubble" dir="auto" onClick={onRetry}>
      {text}
      <span class="again">Send again</span>
    </button>
  );
}

function Failure({ outgoing, failure }: { outgoing: Outgoing; failure: string }) {
  return (
    <div class="state failed" role="alert">
      <WarningIcon />
      {outgoing.refused ? (
        <p>
          Not sent. The message cannot go out like this.
          <small>The server says: {failure}</small>
        </p>
      ) : (
        <p>Not sent. {failure}</p>
      )}
    </div>
  );
}

/** What can be done with an answer that would be refused again. */
function Mend({ outgoing, store }: { outgoing: Outgoing; store: ConversationStore }) {
  return (
    <p class="state mend">
      <button type="button" class="link" onClick={() => store.edit(outgoing)}>
        Edit
      </button>
      <button type="button" class="link" onClick={() => store.discard(outgoing)}>
        Discard
      </button>
    </p>
  );
}
