import type { Frame } from './frame';
import type { Look } from './settings';

const MAX_SHOWN = 9;
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
  const title = look.text('headerText');
  const name = tab ? title : look.text('openLabel');
  const badge = doc.createElement('b');
  badge.setAttribute('aria-hidden', 'true');
  button.id = 'launcher';
  button.type = 'button';
  button.setAttribute('aria-expanded', 'false');
  button.addEventListener('click', open);
  button.addEventListener('pointerenter', warm);
  if (tab) button.textContent = title;
  if (iconUrl && !tab) {
    const image = new Image();
    image.onload = () => {
      button.style.backgroundImage = `url(${JSON.stringify(image.src)})`;
      button.className = 'picture';
    };
    image.src = iconUrl;
  }
  const unread = (count: number) => {
    const many = look.text('unreadLabel').replace(/\{count}/g, String(count));
    button.setAttribute('aria-label', count ? `${name}, ${many}` : name);
    badge.textContent = count > MAX_SHOWN ? `${MAX_SHOWN}+` : String(count || '');
    if (!count) badge.remove();
    else if (!badge.parentNode) button.appendChild(badge);
  };
  unread(0);
  doc.body.prepend(button);
  return unread;
}
