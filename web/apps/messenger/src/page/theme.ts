import { palette, parseColour, type Rgb } from '@smooch/ui/colour';
import type { Settings } from '../settings';

/** Paints the frame in the page's colours, light or dark as the page wants or the reader prefers. Returns how to stop following. */
export function applyTheme(page: Window, settings: Settings, root: HTMLElement): () => void {
  const colour = (hex: string) => parseColour(hex) as Rgb; // checked before
  const colours = {
    brand: colour(settings.brandColor),
    conversation: colour(settings.conversationColor),
    action: colour(settings.actionColor),
  };
  const preferred = page.matchMedia('(prefers-color-scheme:dark)');
  const { colorScheme } = settings;
  const paint = () => {
    const dark = colorScheme === 'auto' ? preferred.matches : colorScheme === 'dark';
    const values = palette(colours, dark);
    for (const name of Object.keys(values)) root.style.setProperty(name, values[name] ?? '');
    root.style.setProperty('--scheme', dark ? 'dark' : 'light');
  };
  paint();
  // old browsers know this way alone
  preferred.addListener(paint);
  return () => preferred.removeListener(paint);
}
