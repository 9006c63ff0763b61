import type { Action, Item } from '@smooch/protocol/shapes';
import { safeHref } from '@smooch/ui/linkify';

/** What there is to pass on: a card, with the address of its link. */
export interface Shared {
  title: string;
  text: string;
  url: string;
}

/** What a share button passes on: its card's words and link, or the page where neither leads anywhere. */
export function sharedOf(action: Action, item: Item | undefined, page: Window): Shared {
  const uris = [action.uri, ...(item?.actions ?? []).map(({ uri }) => uri), item?.mediaUrl];
  const url = uris.map(safeHref).find(Boolean) ?? page.location.href;
  return { title: item?.title ?? page.document.title, text: item?.description ?? '', url };
}

function copyOf(text: string): boolean {
  const area = document.createElement('textarea');
  area.value = text;
  area.className = 'unseen';
  document.body.append(area);
  area.select();
  const copied = document.execCommand('copy');
  area.remove();
  return copied;
}

/** Hands it to what the device shares with, else copies the link. Resolves to whether it was copied. */
export async function share(shared: Shared): Promise<boolean> {
  if (navigator.share) {
    try {
      await navigator.share(shared);
      return false;
    } catch (error) {
      if ((error as Error).name === 'AbortError') return false; // the reader thought better of it
    }
  }
  try {
    await navigator.clipboard.writeText(shared.url);
    return true;
  } catch {
    return copyOf(shared.url);
  }
}
