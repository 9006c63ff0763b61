import { Composer } from '@smooch/ui/components';
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

export function App({ model }: { model: Model }) {
  const { conversation, texts } = model;
  return (
    <ModelContext.Provider value={model}>
      <Header />
      <main>
        <OfflineBar />
        <MessageList />
        <Composer
          placeholder={texts.inputPlaceholder}
          sendLabel={texts.sendButtonText}
          onFocus={() => conversation.markRead()}
          onType={(text) => {
            conversation.markRead();
            conversation.typed(text);
          }}
          onSend={(text) => void conversation.send({ text })}
        />
      </main>
    </ModelContext.Provider>
  );
}
