import { effect } from '@smooch/ui/signals';
import { hasBubble, type Model } from '../model';
import { addSheet } from '../sheet';
import css from './preview.part.css';

const WIDTH_PX = 330;
const HEIGHT_PX = 150; // what the card may need above the launcher
const GAP_PX = 10;
const LEAVE_MS = 200;

/** Makes the frame larger without moving what is in it. Returns where the launcher ends, and how to undo that. */
function enlarge(frame: HTMLElement, launcher: HTMLElement) {
  const { offsetLeft: left, offsetTop: top, offsetWidth: width, offsetHeight: height } = launcher;
  const at = { right: innerWidth - left - width, bottom: innerHeight - top - height };
  const above = at.bottom + height;
  const kept = { width: frame.style.width, height: frame.style.height };
  const place: Record<string, string> = {
    inset: `auto ${at.right}px ${at.bottom}px auto`,
    width: `${width}px`,
    height: `${height}px`,
  };
  const size: Record<string, number> = {
    width: Math.max(left + width + at.right, WIDTH_PX),
    height: top + height + at.bottom + HEIGHT_PX,
  };
  for (const name in place) launcher.style.setProperty(name, place[name] as string);
  for (const name in size) frame.style.setProperty(name, `${size[name]}px`, 'important');
  const undo = () => {
    for (const name in place) launcher.style.removeProperty(name);
    for (const [name, value] of Object.entries(kept)) {
      // opening has given it another size
      if (frame.style.getPropertyValue(name) === `${size[name]}px`) {
        frame.style.setProperty(name, value, 'important');
      }
    }
  };
  return { above, undo };
}

/** The last unread message as a card; what it holds is heard elsewhere. */
function card({ conversation, settings }: Model, open: () => void): HTMLElement | undefined {
  const message = conversation.thread.value.messages.filter(hasBubble).pop();
  const text = message && message.role !== 'appUser' && (message.text?.trim() || message.textFallback);
  if (!text) return undefined;
  const name = document.createElement('b');
  const words = document.createElement('p');
  const made = document.createElement('div');
  name.textContent = message.name || settings.businessName;
  words.textContent = text;
  made.id = 'preview';
  made.setAttribute('aria-hidden', 'true');
  made.append(name, words);
  made.addEventListener('click', open);
  return made;
}

/** Shows the last unread message to a mouse that rests on the launcher. Returns how to stop. */
export function createPreview(model: Model): () => void {
  const launcher = document.getElementById('launcher');
  const frame = window.frameElement as HTMLElement | null;
  const { visible, conversation } = model;
  if (!launcher || !frame || !matchMedia('(hover:hover) and (pointer:fine)').matches) return () => {};
  let hideNow: (() => void) | undefined;
  let timer: ReturnType<typeof setTimeout>;
  const hide = () => {
    clearTimeout(timer);
    hideNow?.();
    hideNow = undefined;
  };
  const show = () => {
    const small = document.documentElement.classList.contains('xs');
    if (hideNow || visible.value || small || !conversation.thread.value.unreadCount) return;
    const made = card(model, () => launcher.click());
    if (!made) return;
    addSheet(css);
    const { above, undo } = enlarge(frame, launcher);
    made.style.bottom = `${above + GAP_PX}px`;
    document.body.append(made);
    hideNow = () => {
      made.remove();
      undo();
    };
  };
  const move = ({ target }: Event) => {
    clearTimeout(timer);
    if (!(target as Element).closest?.('#launcher,#preview')) timer = setTimeout(hide, LEAVE_MS);
    else if ((target as Element).closest('#launcher')) show();
  };
  const leave = () => {
    clearTimeout(timer);
    timer = setTimeout(hide, LEAVE_MS);
  };
  document.addEventListener('pointermove', move);
  document.documentElement.addEventListener('pointerleave', leave);
  const stop = effect(() => {
    if (visible.value || !conversation.thread.value.unreadCount) hide();
  });
  return () => {
    stop();
    hide();
    document.removeEventListener('pointermove', move);
    document.documentElement.removeEventListener('pointerleave', leave);
  };
}
