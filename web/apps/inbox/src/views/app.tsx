import { useInbox } from './context';
import { DeskView } from './desk';
import { Logo } from './parts';
import { OfferPassword, SignIn } from './signin';

/** The whole page: one of its phases. */
export function App() {
  const inbox = useInbox();
  switch (inbox.phase.value) {
    case 'checking':
      return <div class="splash" role="status" aria-label="Loading" />;
    case 'unreachable':
      return <Unreachable />;
    case 'signedOut':
      return <SignIn />;
    case 'offerPassword':
      return <OfferPassword />;
    case 'signedIn':
      return <DeskView />;
  }
}

function Unreachable() {
  const inbox = useInbox();
  return (
    <main class="door">
      <div class="door-card">
        <Logo size={36} />
        <h1>The inbox cannot start</h1>
        <p class="door-lead">{inbox.problem}</p>
        <button type="button" class="primary" onClick={() => void inbox.check()}>
          Try again
        </button>
      </div>
    </main>
  );
}
