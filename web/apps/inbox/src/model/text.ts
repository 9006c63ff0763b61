/** Plain text with links found in it. Nothing here ever makes HTML. */

export interface Piece {
  text: string;
  href?: string;
}

const LINK = /\bhttps?:\/\/[^\s<>"'`]+/giu;
const TRAILING = /[.,:;!?)\]}…]/u;

/** Cut a text into plain pieces and http(s) links. */
export function pieces(text: string): Piece[] {
  const found: Piece[] = [];
  let end = 0;
  for (const match of text.matchAll(LINK)) {
    const address = trim(match[0]);
    if (!safe(address)) continue;
    if (match.index > end) found.push({ text: text.slice(end, match.index) });
    found.push({ text: address, href: address });
    end = match.index + address.length;
  }
  if (end < text.length) found.push({ text: text.slice(end) });
  return found;
}

/** Without what belongs to the sentence. A bracket stays when it was opened inside the address, as in Wikipedia's. */
function trim(address: string): string {
  let end = address.length;
  while (TRAILING.test(address.charAt(end - 1))) {
    const kept = address.slice(0, end);
    if (kept.endsWith(')') && count(kept, '(') >= count(kept, ')')) break;
    end -= 1;
  }
  return address.slice(0, end);
}

function count(text: string, char: string): number {
  return text.split(char).length - 1;
}

function safe(address: string): boolean {
  try {
    return ['http:', 'https:'].includes(new URL(address).protocol);
  } catch {
    return false;
  }
}

/** Host and path without the noise, for showing where somebody is. */
export function shortAddress(address: string): string {
  try {
    const url = new URL(address);
    return url.host + (url.pathname === '/' ? '' : url.pathname) + url.hash;
  } catch {
    return address;
  }
}

export function isWebAddress(address: string): boolean {
  return /^https?:\/\//i.test(address) && safe(address);
}
