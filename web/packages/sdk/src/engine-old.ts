// The ES5 build's way to do what `engine.ts` does. Nothing of the page is patched: it may rely on what its browser has.
import { fillCss } from '@smooch/legacy/sheets';
import type * as sdk from '@smooch/protocol/sdk';

export const supported = () => !!window.matchMedia && 'withCredentials' in new XMLHttpRequest();

/** Custom properties of a document's root, which these browsers do not keep. */
const values: Record<string, string> = {};

/** What a page's style sheet may say of frames is undone one by one. */
export const RESET =
  'margin:0;border:0;padding:0;opacity:1;float:none;clip:auto;visibility:visible;background:none;border-radius:0;' +
  'min-width:0;min-height:0;max-width:none;max-height:none;-webkit-transform:none;transform:none';
export const TAB = 'right:8px;bottom:0;width:330px;height:44px';

export function addSheet(doc: Document, css: string): void {
  const element = doc.createElement('style');
  element.appendChild(doc.createTextNode(fillCss(css, values, doc.documentElement.dir === 'rtl')));
  doc.head.appendChild(element);
}

/** Keeps a value for the style sheets that come after. */
export function setProperty(_root: HTMLElement, name: string, value: string): void {
  values[name] = value;
}

/** Some of these browsers know no `srcdoc`, and some never say that an empty frame has loaded: it is written. */
export function fillFrame(
  element: HTMLIFrameElement,
  _gone: () => void,
  loaded: (doc: Document) => void,
): void {
  setTimeout(() => {
    const doc = element.contentDocument;
    if (!doc) return; // taken away meanwhile
    doc.open();
    doc.write('<!doctype html><meta charset="utf-8"><div id="mount"></div>');
    doc.close();
    loaded(doc);
  });
}

export function codeOf(doc: Document, assets: sdk.Assets) {
  const script = doc.createElement('script');
  script.src = assets.oldMessengerJs;
  return { styled: Promise.resolve(), script, parts: [script] };
}

export const ownScript = () => document.querySelector<HTMLScriptElement>('script[src*="/smooch-es5.js"]');
