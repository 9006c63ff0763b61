const STOPS = 'a[href],button:not([disabled]),textarea,[tabindex="0"]';

const isFullScreen = (doc: Document) => doc.documentElement.classList.contains('xs');

/** Where the widget is all there is to see, Tab stays inside. */
function keepTabInside(doc: Document): () => void {
  const onKeyDown = (event: KeyboardEvent) => {
    if (event.key !== 'Tab' || event.defaultPrevented || !isFullScreen(doc)) return;
    const stops = Array.from(doc.querySelectorAll<HTMLElement>(`#mount :is(${STOPS})`));
    const edge = event.shiftKey ? stops[0] : stops[stops.length - 1];
    if (doc.activeElement !== edge) return;
    event.preventDefault();
    (event.shiftKey ? stops[stops.length - 1] : stops[0])?.focus();
  };
  doc.addEventListener('keydown', onKeyDown);
  return () => doc.removeEventListener('keydown', onKeyDown);
}

/** Keeps a full-screen frame inside what the on-screen keyboard leaves visible. */
function followKeyboard({ visualViewport: viewport }: Window): () => void {
  const fit = () => {
    const style = (window.frameElement as HTMLElement | null)?.style;
    if (!viewport || !style) return;
    style.setProperty('--seen', `${viewport.height}px`);
    style.setProperty('--from', `${viewport.offsetTop}px`);
  };
  const names = ['resize', 'scroll'];
  for (const name of names) viewport?.addEventListener(name, fit);
  fit();
  return () => {
    for (const name of names) viewport?.removeEventListener(name, fit);
  };
}

/** What a widget needs that fills the screen. Returns how to stop. */
export function meetPhone(page: Window, doc: Document): () => void {
  const stops = [keepTabInside(doc), followKeyboard(page)];
  return () => {
    for (const stop of stops) stop();
  };
}
