import { attention as words } from '@smooch/locales/en/attention';
import { effect } from '@smooch/ui/signals';
import { type Model, newestOfBusiness } from '../model';
import { createPreview } from './preview';
import { createSound } from './sound';
import { createTitle } from './title';

/** Sounds once for messages that come while the reader is elsewhere; `known` is when the newest known one came. */
function attendBySound({ bridge, conversation, settings }: Model, known: number): () => void {
  const sound = createSound(window);
  let whose = conversation.conversationId.value;
  let heard = known;
  const stop = effect(() => {
    const newest = newestOfBusiness(conversation.thread.value.messages);
    const id = conversation.conversationId.value;
    const news = newest > heard && id === whose; // another conversation as a whole is no news
    heard = id === whose ? Math.max(heard, newest) : newest;
    whose = id;
    if (news && settings.soundNotificationEnabled && !bridge.page.document.hasFocus()) sound.play();
  });
  return () => {
    stop();
    sound.stop();
  };
}

/** Draws attention to unread messages: the page's title, a sound, a look at the last one. Returns how to stop. */
export function attend(model: Model, known: number): () => void {
  const { bridge, conversation } = model;
  const texts = model.addTexts(words);
  const title = createTitle(bridge.page.document);
  const stops = [
    effect(() => {
      const count = conversation.thread.value.unreadCount;
      const text = count === 1 ? texts.messageIndicatorTitleSingular : texts.messageIndicatorTitlePlural;
      title.show(count ? text.replace(/\{count\}/g, String(count)) : undefined);
    }),
    title.stop,
    attendBySound(model, known),
    createPreview(model),
  ];
  return () => {
    for (const stop of stops) stop();
  };
}
