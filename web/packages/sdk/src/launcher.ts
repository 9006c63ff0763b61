import type { Look } from './settings';

/** Draws the control that opens the widget: a round button, or a tab. */
export function createLauncher(doc: Document, look: Look, open: () => void, warm: () => void): void {
  const button = doc.createElement('button');
  const { tab, iconUrl } = look;
  const name = look.text(tab ? 'headerText' : 'openLabel');
  button.id = 'launcher';
  button.type = 'button';
  button.setAttribute('aria-expanded', 'false');
  button.setAttribute('aria-label', name);
  button.onclick = open;
  button.onpointerenter = warm;
  if (tab) button.textContent = name;
  else if (iconUrl) {
    const image = new Image();
    image.onload = () => {
      button.style.backgroundImage = `url(${JSON.stringify(image.src)})`;
      button.className = 'picture';
    };
    image.src = iconUrl;
  }
  doc.body.insertBefore(button, doc.body.firstChild);
}
