import { Composer } from '../composer/Composer';
import { lazy } from '../lazy';
import { MessageList } from '../list/MessageList';
import { type Model, ModelContext, useModel } from '../model';
import { Header } from './Header';

function OfflineBar() {
  const { offline, texts } = useModel();
  return (
    <div class="offline" role="status">
      {offline.value && <p>{texts.offlineText}</p>}
    </div>
  );
}

const Banner = lazy(async () => (await import('./Banner')).Banner);

/** It stands there before there is anything to say, so that what comes is read out. */
function Alerts() {
  const { notice } = useModel();
  return <div role="alert">{notice.value && <Banner notice={notice.value} />}</div>;
}

export function App({ model }: { model: Model }) {
  const { messages } = model.conversation.thread.value;
  const blocked = messages.some((form) => form.blockChatInput && !form.submitted);
  return (
    <ModelContext.Provider value={model}>
      <Header />
      <main class={blocked ? 'blocked' : ''}>
        <Alerts />
        <OfflineBar />
        <MessageList />
        <Composer />
      </main>
    </ModelContext.Provider>
  );
}
