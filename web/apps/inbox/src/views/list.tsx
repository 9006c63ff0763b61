/** The list pane: which app, search, and the conversations, newest first. */

import { useDesk, useInbox } from './context';
import { ChevronIcon, CloseIcon, SearchIcon } from './icons';
import { AgentMenu } from './menu';
import { Empty, Logo, QuietArt, Skeletons } from './parts';
import { Rows } from './rows';

export function ListPane() {
  return (
    <nav class="pane list-pane" aria-label="Conversations">
      <header class="list-head">
        <AppName />
        <AgentMenu />
      </header>
      <Search />
      <Content />
    </nav>
  );
}

function AppName() {
  const inbox = useInbox();
  const desk = useDesk();
  const apps = inbox.apps.value;
  const name = apps.find((app) => app._id === desk.appId)?.name ?? '';
  return (
    <div class="app-name">
      <Logo size={26} />
      <h2>{name}</h2>
      {apps.length > 1 && (
        <>
          <ChevronIcon />
          <select
            aria-label="App"
            value={desk.appId}
            onChange={(event) => inbox.openApp(event.currentTarget.value)}
          >
            {apps.map((app) => (
              <option key={app._id} value={app._id}>
                {app.name}
              </option>
            ))}
          </select>
        </>
      )}
    </div>
  );
}

function Search() {
  const { query } = useDesk().list;
  const clear = () => {
    query.value = '';
    document.getElementById('list-search')?.focus();
  };
  return (
    <search class="search">
      <SearchIcon />
      <input
        id="list-search"
        type="search"
        placeholder="Search"
        aria-label="Search names and last messages"
        autoComplete="off"
        spellcheck={false}
        value={query}
        onInput={(event) => {
          query.value = event.currentTarget.value;
        }}
      />
      {query.value ? (
        <button type="button" class="icon-button" aria-label="Clear search" onClick={clear}>
          <CloseIcon />
        </button>
      ) : (
        <kbd class="only-keys">/</kbd>
      )}
    </search>
  );
}

function Content() {
  const { list } = useDesk();
  const shown = list.shown.value;
  if (list.status.value === 'loading') {
    return (
      <div class="list-scroller" role="status" aria-label="Loading conversations">
        <Skeletons count={7} kind="row" />
      </div>
    );
  }
  if (list.status.value === 'failed') {
    return (
      <Empty title="The list did not load">
        <p>{list.failure}</p>
        <button type="button" class="secondary" onClick={() => void list.reload()}>
          Try again
        </button>
      </Empty>
    );
  }
  if (shown.length > 0) return <Rows />;
  return list.query.value ? <NothingFound /> : <Empty title="No conversations yet" art={<QuietArt />} />;
}

function NothingFound() {
  const { list } = useDesk();
  return (
    <Empty title={`Nothing found for “${list.query.value}”`}>
      <p>Searched: names and last messages of {list.rows.value.length} conversations.</p>
      {list.next.value && (
        <button type="button" class="secondary" onClick={() => void list.loadMore()}>
          {list.loadingMore.value ? 'Loading…' : 'Load older ones'}
        </button>
      )}
    </Empty>
  );
}
