import { useEffect, useState } from 'preact/hooks';
import { useDesk } from './context';
import { OfflineIcon } from './icons';

const QUIET_MS = 2000; // most breaks are over by then and not worth a word

/** A quiet bar while nothing comes in live. What is on the page stays usable. */
export function LineBar() {
  const desk = useDesk();
  const state = desk.lineState.value;
  const offline = useOffline();
  const late = useLate(state !== 'live');
  if (state === 'stopped') {
    return (
      <p class="line-bar" role="status">
        <OfflineIcon />
        <span>Live updates have stopped.</span>
        <button type="button" onClick={() => location.reload()}>
          Reload
        </button>
      </p>
    );
  }
  const text = offline ? 'You are offline. What you write waits here.' : 'Reconnecting…';
  return (
    <p class="line-bar" role="status" hidden={!late && !offline}>
      {(late || offline) && (
        <>
          <OfflineIcon />
          <span>{text}</span>
        </>
      )}
    </p>
  );
}

/** True once `on` has been true for a while. */
function useLate(on: boolean): boolean {
  const [late, setLate] = useState(false);
  useEffect(() => {
    setLate(false);
    if (!on) return;
    const timer = setTimeout(() => setLate(true), QUIET_MS);
    return () => clearTimeout(timer);
  }, [on]);
  return late && on;
}

function useOffline(): boolean {
  const [offline, setOffline] = useState(!navigator.onLine);
  useEffect(() => {
    const update = () => setOffline(!navigator.onLine);
    window.addEventListener('online', update);
    window.addEventListener('offline', update);
    return () => {
      window.removeEventListener('online', update);
      window.removeEventListener('offline', update);
    };
  }, []);
  return offline;
}
