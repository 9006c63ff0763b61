import { keyOf, timeOf } from '@smooch/client';
import { Icon } from '@smooch/ui/components';
import { group } from '@smooch/ui/groups';
import { useRef } from 'preact/hooks';
import { Intro } from '../app/Intro';
import { lazy } from '../lazy';
import { QuickReplies } from '../message/QuickReplies';
import { hasBubble, useModel } from '../model';
import { GroupView } from './GroupView';
import { useScroll } from './useScroll';

const Typing = lazy(async () => (await import('./Typing')).Typing);

function History() {
  const { conversation, texts } = useModel();
  if (conversation.loadingOlder.value) return <p class="history">{texts.fetchingHistory}</p>;
  return (
    <button type="button" class="history" onClick={() => void conversation.loadOlder()}>
      {texts.fetchHistory}
    </button>
  );
}

/** The conversation: history above, the newest at the end, where it stays unless the reader goes up. */
export function MessageList() {
  const { conversation, texts, settings, atEnd } = useModel();
  const scroller = useRef<HTMLDivElement>(null);
  const { messages, hasPrevious } = conversation.thread.value;
  const typing = conversation.typing.business.value;
  const shown = messages.filter(hasBubble);
  const last = messages[messages.length - 1];
  const newest = shown[shown.length - 1];
  const newestOwn = shown.filter((message) => message.role === 'appUser' && !message.status).pop();
  const groups = group(shown, (message) => ({
    key: keyOf(message),
    role: message.role,
    at: timeOf(message),
    ...(message.name && { name: message.name }),
  }));
  const joined = !!typing && !!newest && newest.role !== 'appUser' && newest.name === typing.name;
  const { toEnd } = useScroll(scroller, messages, typing);
  const style = settings.backgroundImageUrl
    ? { backgroundImage: `url(${JSON.stringify(settings.backgroundImageUrl)})` }
    : undefined;
  return (
    <div class="view">
      {settings.fixedIntroPane && <Intro />}
      <div
        ref={scroller}
        class="list"
        style={style}
        role="log"
        aria-live="polite"
        aria-label={texts.conversationLabel}
        aria-busy={conversation.loadingOlder.value}
        // biome-ignore lint/a11y/noNoninteractiveTabindex: it scrolls, also by keyboard
        tabIndex={0}
      >
        <div class="content">
          {hasPrevious ? <History /> : !settings.fixedIntroPane && <Intro />}
          {groups.map((item, index) => (
            <GroupView
              key={item.key}
              item={item}
              newest={newest}
              newestOwn={newestOwn}
              joined={joined && index === groups.length - 1}
              live={index === groups.length - 1}
            />
          ))}
          {typing && <Typing joined={joined} typing={typing} />}
          <QuickReplies message={last} />
        </div>
      </div>
      {!atEnd.value && (
        <button type="button" class="to-end" aria-label={texts.newMessagesLabel} onClick={toEnd}>
          <Icon name="down" />
        </button>
      )}
    </div>
  );
}
