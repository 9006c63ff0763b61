import { addSheet, fillFrame, RESET, setProperty, TAB } from './engine';
import frameCss from './frame.css';
import { inkOn, type Look } from './settings';

const ID = 'web-messenger-container';
/** Where the closed frame stands and how large it is; the messenger sets the rest. */
function geometry({ tab, width, height }: Look, embedded: boolean): string {
  if (embedded) return 'width:100%;height:100%';
  return `position:fixed;${
    tab ? TAB : `right:14px;bottom:20px;width:calc(${width} + 12px);height:calc(${height} + 32px)`
  }`;
}

const detach = (element: Element) => element.parentNode?.removeChild(element);

/** A frame that is alive; a copy of it is not. */
type Marked = HTMLIFrameElement & { smooch?: boolean };

/**
 * Puts the empty frame into the page; everything done there by it, or later by the messenger, is undone by `remove`, which
 * may be called twice. Calls `lost` when the page took it away, or moved it, which empties it.
 */
export function createFrame(parent: Element, look: Look, embedded: boolean, lost: () => void) {
  const element: Marked = document.createElement('iframe');
  const page = document.documentElement;
  const names = [embedded ? 'embedded' : 'init', look.tab ? 'tab' : 'button'];
  let gone = lost;
  const check = () => page.contains(element) || gone();
  const watch = new MutationObserver(check);

  element.id = ID;
  element.title = look.text('frameTitle');
  element.setAttribute('scrolling', 'no');
  element.allowFullscreen = true;
  element.style.cssText =
    `${RESET};display:block;z-index:9998;color-scheme:light;${geometry(look, embedded)};`.replace(
      /;/g,
      '!important;',
    );
  for (const name of names) page.classList.add(`smooch-${name}`);
  // what a page copied with its body and put back is a frame without anything behind it
  for (const old of document.querySelectorAll<Marked>(`#${ID}`)) if (!old.smooch) detach(old);
  element.smooch = true;

  return {
    ready: new Promise<Document>((resolve) => {
      fillFrame(element, gone, (doc) => {
        const root = doc.documentElement;
        const { tag, dir } = look.language ?? {
          tag: page.lang || 'en',
          dir: getComputedStyle(parent).direction,
        };
        doc.title = element.title;
        root.lang = tag;
        root.dir = dir;
        root.className = names.join(' ');
        setProperty(root, '--brand', `#${look.brandColor}`);
        setProperty(root, '--on-brand', inkOn(look.brandColor));
        addSheet(doc, frameCss);
        for (const node of [page, parent]) watch.observe(node, { childList: true });
        check();
        resolve(doc);
      });
      parent.appendChild(element);
    }),

    remove(): void {
      element.onload = null;
      gone = () => {};
      watch.disconnect();
      page.className = page.className.replace(/ ?smooch-\w+/g, '');
      if (!page.className) page.removeAttribute('class');
      detach(element);
    },
  };
}
