/** Arithmetic of a long list whose rows all have one height. Lengths are pixels. */

export const ROW_HEIGHT = 56;
const SPARE_ROWS = 8; // drawn above and below what is visible, so that scrolling never shows a hole

export interface Window {
  first: number;
  end: number; // one after the last
}

export function visible(count: number, scrollTop: number, height: number): Window {
  const first = Math.max(0, Math.floor(scrollTop / ROW_HEIGHT) - SPARE_ROWS);
  const end = Math.min(count, Math.ceil((scrollTop + height) / ROW_HEIGHT) + SPARE_ROWS);
  return { first: Math.min(first, end), end };
}

/** How far to scroll so that the row stays where it is on the screen while the list changes around it. */
export function shift(before: readonly string[], after: readonly string[], id: string | undefined): number {
  if (id === undefined) return 0;
  const from = before.indexOf(id);
  const to = after.indexOf(id);
  return from < 0 || to < 0 ? 0 : (to - from) * ROW_HEIGHT;
}

/** The scroll position that shows the row whole, as close as possible to the present one. */
export function reveal(index: number, scrollTop: number, height: number): number {
  const top = index * ROW_HEIGHT;
  if (top < scrollTop) return top;
  if (top + ROW_HEIGHT > scrollTop + height) return top + ROW_HEIGHT - height;
  return scrollTop;
}
