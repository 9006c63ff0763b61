/** A piece of a message's text: plain, or a link. */
export interface Piece {
  text: string;
  href?: string;
}

// Pages, mail, telephone, and the addresses of apps (`scheme://`); never what a browser would run, or a file of the reader.
const SCHEME =
  '(?!javascript:|data:|vbscript:|blob:|file|about:)[a-z][a-z\\d+.-]*:\\/\\/|(?:mailto|tel|sms):';
const SAFE = new RegExp(`^(?:${SCHEME})`, 'i');
const LINK = new RegExp(`(^|[\\s[(<]|<br>)((?:${SCHEME})[^\\s<>"]+)`, 'gi');

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
  text.replace(LINK, (whole: string, before: string, url: string, at: number) => {
    const href = trimEnd(url);
    const start = at + before.length;
    if (href && !/:\/*$/.test(href)) {
      if (start > done) pieces.push({ text: text.slice(done, start) });
      pieces.push({ text: href, href });
      done = start + href.length;
    }
    return whole;
  });
  if (done < text.length) pieces.push({ text: text.slice(done) });
  return pieces;
}
