const STOPS = 'a[href],button:not([disabled]),textarea,[tabindex="0"]';

/** Escape closes; on a phone, where the widget is all there is to see, Tab stays inside. */
export function handleKeys(doc: Document, close: () => void): void {
  doc.addEventListener('keydown', (event) => {
    if (event.key === 'Escape' && !event.isComposing && !event.defaultPrevented) {
      event.preventDefault();
      close();
    }
    if (event.key !== 'Tab' || !doc.documentElement.classList.contains('xs')) return;
    const stops = Array.from(doc.querySelectorAll<HTMLElement>(`#mount :is(${STOPS})`));
    const edge = event.shiftKey ? stops[0] : stops[stops.length - 1];
    if (doc.activeElement !== edge) return;
    event.preventDefault();
    (event.shiftKey ? stops[stops.length - 1] : stops[0])?.focus();
  });
}
