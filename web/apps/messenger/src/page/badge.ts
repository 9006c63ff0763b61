import type { Model } from '../model';

/** The number of unread messages on the launcher. Returns how to set it. */
export function createBadge({ texts }: Model): (count: number) => void {
  const button = document.getElementById('launcher');
  if (!button) return () => {}; // embedded
  const name = button.getAttribute('aria-label');
  const badge = document.createElement('b');
  badge.setAttribute('aria-hidden', 'true');
  return (count) => {
    const many = texts.unreadLabel.replace(/\{count\}/g, String(count));
    button.setAttribute('aria-label', count ? `${name}, ${many}` : `${name}`);
    badge.textContent = String(count);
    if (!count) badge.remove();
    else if (!badge.parentNode) button.append(badge);
  };
}
