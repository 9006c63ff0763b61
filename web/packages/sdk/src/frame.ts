import { css as cssColour, parseColour, type Rgb, textOn } from '@smooch/ui/colour';
import type { Settings } from './bridge';
import frameCss from './frame.css';
import pageCss from './page.css';
import { hostText } from './settings';

const SIZES = {
  xs: '(max-width:767.98px)',
  lg: '(min-width:1200px) and (min-height:668px)',
  sm: '(max-height:507.98px)',
};

/** Whether the screen is a phone's. */
export const isPhone = () => matchMedia(SIZES.xs).matches;

type Sheets = Document & { adoptedStyleSheets?: readonly CSSStyleSheet[] };

/**
 * Adds a style sheet and returns how to take it away. A constructed sheet passes the strictest policy; where there is
 * none, an element with the page's nonce does.
 */
function addSheet(doc: Sheets, css: string, nonce: string | undefined): () => void {
  const view = doc.defaultView as (Window & typeof globalThis) | null;
  if (doc.adoptedStyleSheets && view) {
    const sheet = new view.CSSStyleSheet();
    sheet.replaceSync(css);
    doc.adoptedStyleSheets = [...doc.adoptedStyleSheets, sheet];
    return () => {
      doc.adoptedStyleSheets = (doc.adoptedStyleSheets ?? []).filter((other) => other !== sheet);
    };
  }
  const element = doc.createElement('style');
  if (nonce) element.nonce = nonce;
  element.textContent = css;
  doc.head.appendChild(element);
  return () => element.remove();
}

export interface Frame {
  element: HTMLIFrameElement;
  document: Document;
  window: Window;
  /** The element the messenger draws in. */
  mount: HTMLElement;
  /** One of `init`, `opened`, `closing`, `closed`, `embedded`: a class of the page and of the frame. */
  state(name: string): void;
  remove(): void;
}

/** Follows a media query of the page until the returned function is called. */
function follow(query: string, run: () => void): () => void {
  const list = matchMedia(query);
  list.addEventListener('change', run);
  return () => list.removeEventListener('change', run);
}

/** Keeps a full-screen frame inside what the on-screen keyboard leaves visible. */
function followKeyboard(element: HTMLElement, wanted: () => boolean): () => void {
  const viewport = visualViewport;
  if (!viewport) return () => {};
  const fit = () => {
    const on = wanted() && viewport.scale === 1;
    element.style.setProperty('--seen', on ? `${viewport.height}px` : '100%');
    element.style.setProperty('--from', on ? `${viewport.offsetTop}px` : '0px');
  };
  viewport.addEventListener('resize', fit);
  viewport.addEventListener('scroll', fit);
  return () => {
    viewport.removeEventListener('resize', fit);
    viewport.removeEventListener('scroll', fit);
  };
}

/** Puts the empty frame into the page; everything it does there is undone by `remove`. */
export function createFrame(
  parent: Element,
  settings: Settings,
  nonce: string | undefined,
): { ready: Promise<Frame>; remove(): void } {
  const element = document.createElement('iframe');
  element.id = 'web-messenger-container';
  element.title = hostText(settings, 'frameTitle', 'Chat box');
  element.setAttribute('scrolling', 'no');
  element.setAttribute('allowtransparency', 'true');
  element.allowFullscreen = true;
  element.style.setProperty('--w', settings.buttonWidth);
  element.style.setProperty('--h', settings.buttonHeight);
  const page = document.documentElement;
  let named: string[] = [];
  const undo = [
    addSheet(document, pageCss, nonce),
    () => page.classList.remove(...named),
    () => element.remove(),
  ];

  /** Names the state and the size on the page's and the frame's root. */
  const state = (root: Element, name: string) => {
    const size = (Object.keys(SIZES) as (keyof typeof SIZES)[]).find((key) => matchMedia(SIZES[key]).matches);
    page.classList.remove(...named);
    named = [`smooch-${name}`, `smooch-${settings.displayStyle}`];
    page.classList.add(...named);
    root.className = `${name} ${settings.displayStyle} ${size ?? 'md'}`;
  };

  const ready = new Promise<Frame>((resolve) => {
    element.onload = () => {
      const doc = element.contentDocument as Document;
      const root = doc.documentElement;
      element.onload = null;
      addSheet(doc, frameCss, nonce);
      root.lang = page.lang || 'en';
      root.dir = getComputedStyle(parent).direction;
      const brand = parseColour(settings.brandColor) as Rgb;
      root.style.setProperty('--brand', cssColour(brand));
      root.style.setProperty('--on-brand', cssColour(textOn(brand)));
      const mount = doc.createElement('div');
      mount.id = 'mount';
      doc.body.appendChild(mount);
      let current = settings.embedded ? 'embedded' : 'init';
      const set = (name: string) => {
        current = name;
        state(root, name);
      };
      set(current);
      for (const query of Object.values(SIZES)) undo.push(follow(query, () => state(root, current)));
      undo.push(followKeyboard(element, () => current === 'opened' && isPhone()));
      resolve({
        element,
        mount,
        document: doc,
        window: doc.defaultView as Window,
        state: set,
        remove,
      });
    };
  });

  function remove(): void {
    for (const run of undo.splice(0)) run();
  }

  element.srcdoc = '<!doctype html>';
  parent.appendChild(element);
  return { ready, remove };
}
