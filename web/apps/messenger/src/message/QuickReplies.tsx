import type { LocalMessage } from '@smooch/client';
import { useModel } from '../model';
import { send } from '../send';

/** Answers to choose from, while their message is the newest. */
export function QuickReplies({ message }: { message: LocalMessage | undefined }) {
  const model = useModel();
  const replies = message?.actions?.filter((action) => action.type === 'reply') ?? [];
  if (!replies.length) return null;
  return (
    <div class="replies">
      {replies.map(({ _id, text, payload, metadata, iconUrl }) => (
        <button
          key={_id}
          type="button"
          onClick={() =>
            void send(model, {
              text,
              ...(payload !== undefined && { payload }),
              ...(metadata && { metadata }),
            })
          }
        >
          {iconUrl && <img src={iconUrl} alt="" width={20} height={20} />}
          {text}
        </button>
      ))}
    </div>
  );
}
