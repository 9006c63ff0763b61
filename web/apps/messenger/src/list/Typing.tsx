import { Avatar, TypingDots } from '@smooch/ui/components';
import { useRef } from 'preact/hooks';
import { nowSeconds, useModel } from '../model';
import { fill } from '../texts';

const TOLD_SECONDS = 10; // those who hear the list hear of typing no more often

/** The business is writing. */
export function Typing({ joined }: { joined: boolean }) {
  const { conversation, settings, texts } = useModel();
  const typing = conversation.typing.business.value;
  const told = useRef({ at: 0, on: false, aloud: false }).current;
  if (typing && !told.on) {
    told.aloud = nowSeconds() - told.at >= TOLD_SECONDS;
    if (told.aloud) told.at = nowSeconds();
  }
  told.on = !!typing;
  if (!typing) return null;
  const name = typing.name || settings.businessName;
  return (
    <div class={`group other typing${joined ? ' continues' : ''}`}>
      {!joined && name && (
        <p class="name" aria-hidden="true">
          {name}
        </p>
      )}
      <div class="message">
        <div class="bubble">
          <TypingDots />
          {told.aloud && <span class="unseen">{fill(texts.typingLabel, { name })}</span>}
        </div>
      </div>
      <Avatar name={name} url={typing.avatarUrl ?? settings.businessIconUrl} />
    </div>
  );
}
