import { useModel } from '../model';

/** The link to what is older, and what stands for that while it is fetched. */
export function History() {
  const { conversation, texts } = useModel();
  if (conversation.loadingOlder.value) return <p class="history">{texts.fetchingHistory}</p>;
  return (
    <button type="button" class="history" onClick={() => void conversation.loadOlder()}>
      {texts.fetchHistory}
    </button>
  );
}
