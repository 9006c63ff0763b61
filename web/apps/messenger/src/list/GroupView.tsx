import { keyOf, type LocalMessage } from '@smooch/client';
import { Avatar } from '@smooch/ui/components';
import type { Group } from '@smooch/ui/groups';
import { formatTime } from '@smooch/ui/time';
import { useModel } from '../model';
import { Bubble } from './Bubble';

/** Messages of one author in a row, with the date before them where a pause came first. */
export function GroupView({
  item,
  newest,
  newestOwn,
  joined,
  live,
}: {
  item: Group<LocalMessage>;
  newest: LocalMessage | undefined;
  newestOwn: LocalMessage | undefined;
  /** The typing dots go on with this group and take its avatar. */
  joined: boolean;
  /** What is added to it is news. */
  live: boolean;
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
        aria-live={item.own || !live ? 'off' : undefined}
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
