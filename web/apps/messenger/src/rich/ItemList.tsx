import type { LocalMessage } from '@smooch/client';
import type { Action, Item } from '@smooch/protocol/shapes';
import { addSheet } from '../sheet';
import { ActionButton } from './ActionButton';
import css from './list.part.css';
import { Picture } from './Picture';

addSheet(css);

const WIDE = 1.91;

/** The action that pressing the whole card stands for. */
function wholeOf(actions: readonly Action[]): Action | undefined {
  return actions.find((action) => action.default && action.type !== 'share');
}

function Row({ item }: { item: Item }) {
  const { title, description, mediaUrl, altText, actions, size } = item;
  const whole = wholeOf(actions);
  const large = size === 'large';
  return (
    <li class={large ? 'large' : ''}>
      {mediaUrl && <Picture url={mediaUrl} alt={altText ?? ''} ratio={large ? WIDE : 1} />}
      <div class="words">
        <b dir="auto">
          {whole ? (
            <ActionButton action={whole} item={item} look="whole">
              {title}
            </ActionButton>
          ) : (
            title
          )}
        </b>
        {description && <p dir="auto">{description}</p>}
        {actions.map(
          (action) =>
            action !== whole && (
              <ActionButton key={action._id} action={action} item={item} look="row-action" />
            ),
        )}
      </div>
    </li>
  );
}

/** Cards below one another, the first perhaps large; the message's own buttons stand at the end. */
export function ItemList({ message }: { message: LocalMessage }) {
  return (
    <ul class="items">
      {message.items?.map((item) => (
        <Row key={item._id} item={item} />
      ))}
    </ul>
  );
}
