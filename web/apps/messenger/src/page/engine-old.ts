// The ES5 build's way to do what `engine.ts` does.

export { RESET } from 'smooch/engine-old';

export const SEEN = '100%';
export const FROM = '0';

export function addPageSheet({ document: doc }: Window, css: string): () => void {
  const element = doc.createElement('style');
  element.appendChild(doc.createTextNode(css));
  doc.head.appendChild(element);
  return () => element.parentNode?.removeChild(element);
}
