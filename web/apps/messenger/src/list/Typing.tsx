import { Avatar, TypingDots } from '@smooch/ui/components';
import { useModel } from '../model';
import { fill } from '../texts';

/** The business is writing. */
export function Typing({ joined }: { joined: boolean }) {
  const { conversation, settings, texts } = useModel();
  const typing = conversation.typing.business.value;
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
          <span class="unseen">{fill(texts.typingLabel, { name })}</span>
        </div>
      </div>
      <Avatar name={name} url={typing.avatarUrl ?? settings.businessIconUrl} />
    </div>
  );
}
