import type { Model } from '../model';
import { createFrame } from './frame';

const CLOSE_MS = 200; // the length of the closing animation

/** What opening and closing mean for focus, scrolling and reading. */
export function createOpening(
  { bridge: { page, embedded }, conversation, visible, atEnd }: Model,
  mount: HTMLElement,
) {
  const frame = createFrame(page, embedded);
  let leavePhone: (() => void) | undefined;
  const phone = () => document.documentElement.classList.contains('xs');
  let timer = 0;
  let opener: Element | null = null;
  let scrolled: [number, number] = [0, 0];

  /** What only a full-screen widget needs. */
  const meetPhone = async () => {
    if (leavePhone || !phone()) return;
    leavePhone = () => {};
    leavePhone = (await import('./phone')).meetPhone(page, document);
  };
  /** What the reader does with the window is not to set the widget in motion. */
  const still = () => {
    mount.style.animation = 'none';
    void meetPhone();
  };
  page.addEventListener('resize', still);

  /** The page behind a full-screen widget is where it was. */
  const scrollBack = () => {
    if (visible.value && phone()) page.scrollTo(...scrolled);
  };
  return {
    opened(): void {
      clearTimeout(timer);
      if (!visible.value) {
        opener = page.document.activeElement;
        scrolled = [page.scrollX, page.scrollY];
        mount.style.animation = '';
      }
      visible.value = true;
      frame.state('opened');
      void meetPhone();
      conversation.markRead();
      const list = mount.querySelector('.list');
      if (list && atEnd.value) list.scrollTop = list.scrollHeight;
      // where the only keyboard is on the screen, it would cover what is to be read
      const touch = matchMedia('(pointer:coarse)').matches;
      mount.querySelector<HTMLElement>(touch ? '.list' : 'textarea')?.focus({ preventScroll: true });
    },

    closed(): void {
      scrollBack();
      mount.style.animation = '';
      visible.value = false;
      frame.state('closing');
      conversation.markRead();
      const still = matchMedia('(prefers-reduced-motion:reduce)').matches;
      timer = window.setTimeout(
        () => {
          frame.state('closed');
          if (page.document.activeElement !== window.frameElement) return; // the reader is elsewhere already
          const target = opener === window.frameElement || opener === page.document.body ? null : opener;
          (target as HTMLElement | null)?.focus?.();
          if (!target) document.getElementById('launcher')?.focus();
        },
        still ? 0 : CLOSE_MS,
      );
    },

    destroy(): void {
      clearTimeout(timer);
      leavePhone?.();
      page.removeEventListener('resize', still);
      scrollBack();
      frame.stop();
    },
  };
}
