import frameCss from './frame.css';
import { inkOn, type Look } from './settings';

type State = 'init' | 'opened' | 'closing' | 'closed' | 'embedded';

/** Media queries by size class, with the frame's width and height when opened; the first that fits counts. */
const SIZES: [name: string, query: string, width: string, height: string][] = [
  ['xs', '(max-width:767.98px)', '100%', 'var(--seen,100%)'],
  ['sm', '(max-height:507.98px)', '354px', '444px'],
  ['lg', '(min-width:1200px) and (min-height:668px)', '434px', '664px'],
  ['md', 'all', '374px', '504px'],
];
const ID = 'web-messenger-container';
const LOCK = '.smooch-lock,.smooch-lock body{overflow:hidden!important;max-height:100%!important}';

/** Adds a style sheet, in the way that also the strictest policy allows, and returns how to take it away. */
function addSheet(doc: Document, css: string): () => void {
  const sheet = new (doc.defaultView as typeof globalThis & Window).CSSStyleSheet();
  sheet.replaceSync(css);
  doc.adoptedStyleSheets = [...doc.adoptedStyleSheets, sheet];
  return () => {
    doc.adoptedStyleSheets = doc.adoptedStyleSheets.filter((other) => other !== sheet);
  };
}

/** Where the frame stands and how large it is. */
function geometry(state: State, [size, , width, height]: (typeof SIZES)[number], look: Look): string {
  const xs = size === 'xs';
  const box = (right: number, bottom: number, w: string, h: string) =>
    `position:fixed;right:${right}px;bottom:${bottom}px;width:${w};height:${h}`;
  const shadow = ';filter:drop-shadow(0 1px 2px #0002)drop-shadow(0 6px 18px #0003)';
  if (state === 'embedded') return 'width:100%;height:100%';
  if (state === 'opened' || state === 'closing') {
    return xs
      ? `position:fixed;left:0;top:var(--from,0);width:100%;height:${height}`
      : box(look.tab ? -4 : 8, look.tab ? 0 : 8, width, height) + shadow;
  }
  if (look.tab) return box(xs ? 0 : 8, 0, xs ? width : '330px', '44px') + shadow;
  return box(14, 20, `calc(${look.width} + 12px)`, `calc(${look.height} + 32px)`) + shadow;
}

/** A frame that is alive; a copy of it is not. */
type Marked = HTMLIFrameElement & { smooch?: boolean };

export interface Frame {
  document: Document;
  /** Tells the page and the frame how things stand, by class. */
  state(state: State): void;
}

/**
 * Puts the empty frame into the page; everything it does there is undone by `remove`. Calls `lost` when the page took it
 * away, or moved it, which empties it.
 */
export function createFrame(parent: Element, look: Look, embedded: boolean, lost: () => void) {
  const element: Marked = document.createElement('iframe');
  const page = document.documentElement;
  const lists = SIZES.map(([, query]) => matchMedia(query));
  const unlock = addSheet(document, LOCK);
  let root: HTMLElement | undefined;
  let state: State = embedded ? 'embedded' : 'init';
  let names: string[] = [];

  const update = () => {
    const size = SIZES[lists.findIndex((list) => list.matches)] as (typeof SIZES)[number];
    const style = look.tab ? 'tab' : 'button';
    page.classList.remove(...names);
    names = [`smooch-${state}`, `smooch-${style}`];
    if (size[0] === 'xs' && state === 'opened') names.push('smooch-lock');
    page.classList.add(...names);
    element.style.cssText =
      `all:initial;display:block;z-index:9998;color-scheme:light;${geometry(state, size, look)};`.replace(
        /;/g,
        '!important;',
      );
    if (root) root.className = `${state} ${style} ${size[0]}`;
  };

  element.id = ID;
  element.title = look.text('frameTitle');
  element.setAttribute('scrolling', 'no');
  element.allowFullscreen = true;
  for (const list of lists) list.addListener(update);
  update();

  let resolve: (frame: Frame) => void;
  const ready = new Promise<Frame>((done) => {
    resolve = done;
  });
  let gone = lost;
  const check = () => page.contains(element) || gone();
  const watch = new MutationObserver(check);
  element.onload = () => {
    if (root) return gone(); // it was taken out and put in again, which emptied it
    const doc = element.contentDocument as Document;
    doc.title = element.title;
    root = doc.documentElement;
    const { tag, dir } = look.language ?? {
      tag: page.lang || 'en',
      dir: getComputedStyle(parent).direction,
    };
    root.lang = tag;
    root.dir = dir;
    root.style.setProperty('--brand', `#${look.brandColor}`);
    root.style.setProperty('--on-brand', inkOn(look.brandColor));
    addSheet(doc, frameCss);
    update();
    for (const node of [page, parent]) watch.observe(node, { childList: true });
    check();
    resolve({
      document: doc,
      state: (next) => {
        state = next;
        update();
      },
    });
  };

  // what a page copied with its body and put back is a frame without anything behind it
  for (const old of document.querySelectorAll<Marked>(`#${ID}`)) if (!old.smooch) old.remove();
  element.smooch = true;
  element.srcdoc = '<!doctype html><div id=mount>';
  parent.appendChild(element);
  return {
    ready,
    remove(): void {
      gone = () => {};
      watch.disconnect();
      for (const list of lists) list.removeListener(update);
      unlock();
      page.classList.remove(...names);
      if (!page.className) page.removeAttribute('class');
      element.remove();
    },
  };
}
