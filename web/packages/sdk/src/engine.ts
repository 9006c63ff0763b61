// What is done in other ways by old browsers: in the ES5 build `engine-old.ts` stands in the place of this file.
import type * as sdk from '@smooch/protocol/sdk';

/** Undoes what a page's style sheet says of frames. */
export const RESET = 'all:initial';

export const supported = () => typeof window !== 'undefined' && !!window.matchMedia && !!window.fetch;

// A tab is as wide as a small screen: below 768 px the products are huge, above they are negative.
export const TAB = `right:clamp(0px,(100vw - 768px)*99,8px);bottom:0;width:min(100%,max(330px,(768px - 100vw)*99));height:44px;
filter:drop-shadow(0 1px 2px #0002)drop-shadow(0 6px 18px #0003)`;

/** Adds a style sheet to the frame, in the way that also the strictest policy allows. */
export function addSheet(doc: Document, css: string): void {
  const sheet = new (doc.defaultView as typeof globalThis & Window).CSSStyleSheet();
  sheet.replaceSync(css);
  doc.adoptedStyleSheets = [sheet];
}

/** Sets a custom property. */
export function setProperty(root: HTMLElement, name: string, value: string): void {
  root.style.setProperty(name, value);
}

const EMPTY = '<!doctype html><div id=mount>';

/** Gives a frame that is about to be put into the page its document; `gone` when it loses that again. */
export function fillFrame(
  element: HTMLIFrameElement,
  gone: () => void,
  loaded: (doc: Document) => void,
): void {
  element.onload = () => {
    element.onload = gone; // it was taken out and put in again
    loaded(element.contentDocument as Document);
  };
  element.srcdoc = EMPTY;
}

/** The elements that bring the messenger, and a promise of its styles. */
export function codeOf(doc: Document, assets: sdk.Assets) {
  const link = doc.createElement('link');
  const script = doc.createElement('script');
  const styled = new Promise((done, reject) => {
    link.onload = done;
    link.onerror = reject;
  });
  link.rel = 'stylesheet';
  link.href = assets.messengerCss;
  script.type = 'module'; // so that its parts can be loaded when they are needed
  script.src = assets.messengerJs;
  return { styled, script, parts: [link, script] };
}

/** The script that is running, when a page has loaded it by its address. */
export const ownScript = () => document.currentScript as HTMLScriptElement | null;
