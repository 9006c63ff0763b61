import type { LocalMessage } from '@smooch/client';
import { rich } from '@smooch/locales/en/rich';
import type { Action } from '@smooch/protocol/shapes';
import { Glyph } from '@smooch/ui/components';
import { useState } from 'preact/hooks';
import { isQuick, useModel } from '../model';
import { send } from '../send';
import { addSheet } from '../sheet';
import { useTexts } from '../texts';
import { PIN } from './icons';
import css from './replies.part.css';

addSheet(css);

/** A picture beside the words; where it cannot be shown, the words alone. */
function ReplyIcon({ url }: { url: string }) {
  const [broken, setBroken] = useState(false);
  return broken ? null : <img src={url} alt="" width={20} height={20} onError={() => setBroken(true)} />;
}

/** Answers to choose from: the chosen one becomes the visitor's message. */
export function Replies({ message }: { message: LocalMessage }) {
  const model = useModel();
  const { quickRepliesLabel } = useTexts(rich);
  const choose = async ({ type, text, payload, metadata }: Action) => {
    if (type === 'locationRequest') (await import('../composer/location')).sendLocation(model);
    else
      await send(model, { text, ...(payload !== undefined && { payload }), ...(metadata && { metadata }) });
  };
  return (
    // biome-ignore lint/a11y/useSemanticElements: a fieldset is for fields
    <div class="replies" role="group" aria-label={quickRepliesLabel}>
      {message.actions?.filter(isQuick).map((action) => (
        <button key={action._id} type="button" onClick={() => void choose(action)}>
          {action.iconUrl && <ReplyIcon url={action.iconUrl} />}
          {action.type === 'locationRequest' && !action.iconUrl && <Glyph path={PIN} />}
          {action.text}
        </button>
      ))}
    </div>
  );
}
