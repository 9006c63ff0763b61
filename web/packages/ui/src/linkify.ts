/** A piece of a message's text: plain, or a link. */
export interface Piece {
  text: string;
  href?: string;
}

const SAFE = /^(https?:\/\/|mailto:|tel:)/i;
const LINK = /(^|[\s[(<])((?:https?:\/\/|mailto:|tel:)[^\s<>"]+)/gi;

/** Returns the address when it may be followed from a message, else undefined: never `javascript:` and its kin. */
export function safeHref(uri: string | undefined): string | undefined {
  const trimmed = uri?.trim();
  return trimmed && SAFE.test(trimmed) ? trimmed : undefined;
}

/** Cuts punctuation that ends a sentence, and closing brackets that were opened before the address. */
function trimEnd(url: string): string {
  let end = url.length;
  for (;;) {
    const last = url[end - 1] ?? '';
    const body = url.slice(0, end - 1);
    const unopened = (last === ')' && !body.includes('(')) || (last === ']' && !body.includes('['));
    if (!unopened && !".,;:!?'’”»".includes(last)) return url.slice(0, end);
    if (end <= 1) return '';
    end--;
  }
}

/** Splits text into plain pieces and links; the pieces joined are the text. */
export function linkify(text: string): Piece[] {
  const pieces: Piece[] = [];
  let done = 0;
  for (const match of text.matchAll(LINK)) {
    const href = trimEnd(match[2] ?? '');
    const start = match.index + (match[1] ?? '').length;
    if (/[:/]$/.test(href) || !href) continue;
    if (start > done) pieces.push({ text: text.slice(done, start) });
    pieces.push({ text: href, href });
    done = start + href.length;
  }
  if (done < text.length) pieces.push({ text: text.slice(done) });
  return pieces;
}
