import type { ActivityEvent } from '@smooch/protocol/events';
import { Avatar, TypingDots } from '@smooch/ui/components';
import { useState } from 'preact/hooks';
import { nowSeconds, useModel } from '../model';
import { addSheet } from '../sheet';
import { fill } from '../texts';
import css from './typing.part.css';

const TOLD_SECONDS = 10; // those who hear the list hear of typing no more often

addSheet(css);

let toldAt = 0;

/** Tells whether it is time to say that somebody types, and remembers. */
function isAloud(): boolean {
  const now = nowSeconds();
  const aloud = now - toldAt >= TOLD_SECONDS;
  if (aloud) toldAt = now;
  return aloud;
}

/** The business is writing. */
export function Typing({ joined, typing }: { joined: boolean; typing: ActivityEvent }) {
  const { settings, texts } = useModel();
  const [aloud] = useState(isAloud);
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
          {aloud && <span class="unseen">{fill(texts.typingLabel, { name })}</span>}
        </div>
      </div>
      <Avatar name={name} url={typing.avatarUrl ?? settings.businessIconUrl} />
    </div>
  );
}
