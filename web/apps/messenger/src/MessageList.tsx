import { keyOf, type LocalMessage, timeOf } from '@smooch/client';
import { Avatar, Icon, TypingDots } from '@smooch/ui/components';
import { type Group, group } from '@smooch/ui/groups';
import { formatTime } from '@smooch/ui/time';
import { useRef } from 'preact/hooks';
import { Bubble } from './Bubble';
import { Intro } from './Intro';
import { hasBubble, useModel } from './model';
import { fill } from './texts';
import { useScroll } from './useScroll';

function GroupView({
  item,
  newest,
  newestOwn,
  joined,
}: {
  item: Group<LocalMessage>;
  newest: LocalMessage | undefined;
  newestOwn: LocalMessage | undefined;
  /** The typing dots go on with this group and take its avatar. */
  joined: boolean;
}) {
  const { settings, texts, locale } = useModel();
  const first = item.items[0];
  const name = first?.name || settings.businessName;
  const avatar = item.items[item.items.length - 1]?.avatarUrl ?? settings.businessIconUrl;
  return (
    <>
      {item.date !== undefined && (
        <p class="date">{formatTime(item.date, texts.conversationTimestampHeaderFormat, locale)}</p>
      )}
      <div
        class={`group ${item.own ? 'own' : 'other'}${joined ? ' joined' : ''}`}
        aria-live={item.own ? 'off' : undefined}
      >
        {!item.own && name && <p class="name">{name}</p>}
        {item.items.map((message, index) => (
          <Bubble
            key={keyOf(message)}
            message={message}
            newest={message === newest}
            newestOwn={message === newestOwn}
            author={!item.own && index > 0 ? name : undefined}
          />
        ))}
        {!item.own && !joined && <Avatar name={name} url={avatar} />}
      </div>
    </>
  );
}

function Typing({ joined }: { joined: boolean }) {
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

function History() {
  const { conversation, texts } = useModel();
  if (conversation.loadingOlder.value) return <p class="history">{texts.fetchingHistory}</p>;
  return (
    <button type="button" class="history" onClick={() => void conversation.loadOlder()}>
      {texts.fetchHistory}
    </button>
  );
}

function QuickReplies({ message }: { message: LocalMessage | undefined }) {
  const { conversation } = useModel();
  const replies = message?.actions?.filter((action) => action.type === 'reply') ?? [];
  if (!replies.length) return null;
  return (
    <div class="replies">
      {replies.map(({ _id, text, payload, metadata, iconUrl }) => (
        <button
          key={_id}
          type="button"
          onClick={() =>
            void conversation.send({
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
          {hasPrevious ? <History /> : <Intro />}
          {groups.map((item, index) => (
            <GroupView
              key={item.key}
              item={item}
              newest={newest}
              newestOwn={newestOwn}
              joined={joined && index === groups.length - 1}
            />
          ))}
          <Typing joined={joined} />
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
