/** Escape closes what nothing on top of it has taken for itself. */
export function handleKeys(doc: Document, close: () => void): void {
  doc.addEventListener('keydown', (event) => {
    if (event.key !== 'Escape' || event.isComposing || event.defaultPrevented) return;
    event.preventDefault();
    close();
  });
}
