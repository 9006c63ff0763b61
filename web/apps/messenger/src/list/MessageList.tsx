import type { LocalMessage } from '@smooch/client';
import { Icon } from '@smooch/ui/components';
import { useLayoutEffect, useRef } from 'preact/hooks';
import { Intro } from '../app/Intro';
import { lazy } from '../lazy';
import { QuickReplies } from '../message/QuickReplies';
import { hasBubble, useModel } from '../model';
import { GroupView } from './GroupView';
import { groupMessages } from './grouping';
import { useScroll } from './useScroll';

const Typing = lazy(async () => (await import('./Typing')).Typing);

const older = () => import('./older');
const History = lazy(async () => (await older()).History);
const Long = lazy(async () => (await older()).Long);

const PAGE = 50; // messages; from here on there may be more above

/** The conversation: history above, the newest at the end, where it stays unless the reader goes up. */
export function MessageList() {
  const model = useModel();
  const { conversation, texts, settings, atEnd } = model;
  const long = model.long.value;
  const scroller = useRef<HTMLDivElement>(null);
  const { messages, hasPrevious } = conversation.thread.value;
  const typing = conversation.typing.business.value;
  const last = messages[messages.length - 1];
  let newest: LocalMessage | undefined;
  let newestOwn: LocalMessage | undefined;
  for (let at = messages.length; at-- && !newestOwn; ) {
    const message = messages[at] as LocalMessage;
    if (!hasBubble(message, at, messages)) continue;
    newest ??= message;
    if (message.role === 'appUser' && !message.status) newestOwn = message;
  }
  const groups = long ? long.groups(messages) : groupMessages(messages.filter(hasBubble));
  const joined = !!typing && !!newest && newest.role !== 'appUser' && newest.name === typing.name;
  useLayoutEffect(() => long?.settle());
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
          {messages.length >= PAGE && <Long list={scroller} />}
          {hasPrevious ? <History /> : !settings.fixedIntroPane && <Intro />}
          {long && <div ref={long.above} />}
          {groups.map((item, index) => (
            <GroupView
              key={item.key}
              item={item}
              newest={newest}
              newestOwn={newestOwn}
              joined={joined && index === groups.length - 1}
              live={index === groups.length - 1 && !long?.away}
            />
          ))}
          {long && <div ref={long.below} />}
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
