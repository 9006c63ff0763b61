import type { Frame } from './frame';
import type { Look } from './settings';

const MAX_SHOWN = 9;
const ICON =
  'M12 3.5c-5 0-9 3.4-9 7.7 0 2.3 1.2 4.4 3 5.8l-.5 3.3c0 .4.4.7.8.5l3.4-1.8c.7.2 1.5.2 2.3.2 5 0 9-3.5 9-8s-4-7.7-9-7.7z';

function icon(doc: Document): Element {
  const space = 'http://www.w3.org/2000/svg';
  const svg = doc.createElementNS(space, 'svg');
  const path = doc.createElementNS(space, 'path');
  svg.setAttribute('viewBox', '0 0 24 24');
  svg.setAttribute('width', '30');
  svg.setAttribute('fill', 'currentColor');
  svg.setAttribute('aria-hidden', 'true');
  path.setAttribute('d', ICON);
  svg.appendChild(path);
  return svg;
}

/** The control that opens the widget: a round button, or a tab. Returns how to show the number of unread messages. */
export function createLauncher(
  frame: Frame,
  look: Look,
  open: () => void,
  warm: () => void,
): (unread: number) => void {
  const doc = frame.document;
  const button = doc.createElement('button');
  const { tab, iconUrl } = look;
  const title = look.text('headerText', 'How can we help?');
  const name = tab ? title : look.text('openLabel', 'Open chat');
  const badge = doc.createElement('b');
  badge.setAttribute('aria-hidden', 'true');
  button.id = 'launcher';
  button.type = 'button';
  button.setAttribute('aria-expanded', 'false');
  button.addEventListener('click', open);
  button.addEventListener('pointerenter', warm);
  if (tab) button.textContent = title;
  else button.appendChild(icon(doc));
  if (iconUrl && !tab) {
    const image = new Image();
    image.onload = () => {
      button.style.backgroundImage = `url(${JSON.stringify(image.src)})`;
      button.textContent = '';
      if (badge.textContent) button.appendChild(badge);
    };
    image.src = iconUrl;
  }
  const unread = (count: number) => {
    const many = look.text('unreadLabel', '{count} unread').replace('{count}', String(count));
    button.setAttribute('aria-label', count ? `${name}, ${many}` : name);
    badge.textContent = count > MAX_SHOWN ? `${MAX_SHOWN}+` : String(count || '');
    if (!count) badge.remove();
    else if (!badge.parentNode) button.appendChild(badge);
  };
  unread(0);
  doc.body.prepend(button);
  return unread;
}
