// What the messenger does to the page in other ways in old browsers: in the ES5 build `engine-old.ts` stands here.

/** Undoes what a page's style sheet says of frames. */
export const RESET = 'all:initial';

/** Height and top of a full-screen frame: what the on-screen keyboard leaves. */
export const SEEN = 'var(--seen,100%)';
export const FROM = 'var(--from,0)';

/** Adds a style sheet to the page, in the way that also the strictest policy allows, and returns how to take it away. */
export function addPageSheet(page: Window & typeof globalThis, css: string): () => void {
  const doc = page.document;
  const sheet = new page.CSSStyleSheet();
  sheet.replaceSync(css);
  doc.adoptedStyleSheets = [...doc.adoptedStyleSheets, sheet];
  return () => {
    doc.adoptedStyleSheets = doc.adoptedStyleSheets.filter((other) => other !== sheet);
  };
}
