import { render } from 'preact';
import { Inbox } from './state/inbox';
import { App } from './views/app';
import { InboxContext, startClock } from './views/context';
import './styles/index.css';

const root = document.getElementById('inbox');
if (root) {
  const inbox = new Inbox();
  startClock();
  void inbox.start();
  render(
    <InboxContext.Provider value={inbox}>
      <App />
    </InboxContext.Provider>,
    root,
  );
}
