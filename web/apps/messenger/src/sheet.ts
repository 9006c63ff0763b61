const added = new Set<string>();

/** Adds the style sheet of a part that is loaded later, once, in the way that also the strictest policy allows. */
export function addSheet(css: string): void {
  if (added.has(css)) return;
  added.add(css);
  const sheet = new CSSStyleSheet();
  sheet.replaceSync(css);
  document.adoptedStyleSheets = [...document.adoptedStyleSheets, sheet];
}
