import { type ComponentChild, render } from 'preact';

/** Draws something over a part of the widget until it is taken away. */
export function addLayer(parent: Element, what: (close: () => void) => ComponentChild): () => void {
  const layer = parent.appendChild(document.createElement('div'));
  const close = () => {
    render(null, layer);
    layer.remove();
  };
  render(what(close), layer);
  return close;
}

export const mountPoint = () => document.getElementById('mount') as HTMLElement;
