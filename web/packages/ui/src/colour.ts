/** Red, green and blue, 0 to 255. */
export type Rgb = readonly [number, number, number];

const WHITE: Rgb = [255, 255, 255];
const BLACK: Rgb = [0, 0, 0];
const TEXT_CONTRAST = 4.5; // WCAG AA for text
const WHITE_LIMIT = 1.05 / TEXT_CONTRAST - 0.05; // the brightest surface that carries white text
const INK_LIMIT = 0.26; // the darkest that carries text a little lighter than black

/** Reads a colour of 3 or 6 hex digits, with or without `#`; undefined when it is none. */
export function parseColour(value: unknown): Rgb | undefined {
  const match = typeof value === 'string' ? /^#?([0-9a-f]{3}|[0-9a-f]{6})$/i.exec(value) : null;
  if (!match?.[1]) return undefined;
  const hex = match[1].length === 3 ? match[1].replace(/./g, '$&$&') : match[1];
  const number = Number.parseInt(hex, 16);
  return [number >> 16, (number >> 8) & 255, number & 255];
}

/** Writes a colour for CSS. */
export function css(colour: Rgb): string {
  return `rgb(${colour.join()})`;
}

/** Mixes `share` (0 to 1) of the second colour into the first; in whole numbers, so that what is measured is what is shown. */
export function mix(first: Rgb, second: Rgb, share: number): Rgb {
  const part = (index: 0 | 1 | 2) => Math.round(first[index] + (second[index] - first[index]) * share);
  return [part(0), part(1), part(2)];
}

function luminance(colour: Rgb): number {
  const [r, g, b] = colour.map((value) => {
    const part = value / 255;
    return part <= 0.03928 ? part / 12.92 : ((part + 0.055) / 1.055) ** 2.4;
  }) as [number, number, number];
  return 0.2126 * r + 0.7152 * g + 0.0722 * b;
}

/** The WCAG contrast ratio of two colours, 1 to 21. */
export function contrast(first: Rgb, second: Rgb): number {
  const [low, high] = [luminance(first), luminance(second)].sort((a, b) => a - b) as [number, number];
  return (high + 0.05) / (low + 0.05);
}

/** Tells whether white can be read on a surface (4.5:1), and so stands on it. */
export function isDark(surface: Rgb): boolean {
  return luminance(surface) < WHITE_LIMIT;
}

/** The colour of text on a surface of any colour: white where it can be read, else near black, else black. */
export function textOn(surface: Rgb): Rgb {
  if (isDark(surface)) return WHITE;
  return luminance(surface) > INK_LIMIT ? mix(BLACK, surface, 0.12) : BLACK;
}

/** Moves a colour towards black or white until it can be read on the surface. */
export function readable(colour: Rgb, surface: Rgb, ratio = TEXT_CONTRAST): Rgb {
  const goal = luminance(surface) > 0.18 ? BLACK : WHITE;
  let result = colour;
  for (let share = 0; contrast(result, surface) < ratio && share < 1; ) {
    share += 0.05;
    result = mix(colour, goal, share);
  }
  return result;
}

export interface Colours {
  brand: Rgb;
  conversation: Rgb;
  action: Rgb;
}

/** Every colour of the messenger as custom properties, derived from three colours of the page. */
export function palette({ brand, conversation, action }: Colours, dark: boolean): Record<string, string> {
  const tint = mix(brand, [128, 128, 136], 0.5); // a slight hue, whatever the brand
  const surface = dark ? mix([20, 21, 24], tint, 0.06) : WHITE;
  const bubble = dark ? mix(surface, WHITE, 0.09) : mix(WHITE, tint, 0.13);
  const ink = dark ? mix(WHITE, tint, 0.1) : mix(BLACK, tint, 0.14);
  const tinted = mix(surface, conversation, 0.1);
  const dim = mix(surface, conversation, 0.45);
  const press = isDark(conversation) ? WHITE : BLACK;
  return {
    '--brand': css(brand),
    '--on-brand': css(textOn(brand)),
    '--brand-hover': css(mix(brand, textOn(brand), 0.1)),
    '--own': css(conversation),
    '--on-own': css(textOn(conversation)),
    '--own-press': css(mix(conversation, press, 0.1)),
    '--own-dim': css(dim),
    '--on-own-dim': css(textOn(dim)),
    '--own-ink': css(readable(conversation, tinted)),
    '--own-tint': css(tinted),
    '--link': css(readable(action, bubble)),
    '--action': css(action),
    '--on-action': css(textOn(action)),
    '--focus': css(readable(conversation, surface, 3)),
    '--surface': css(surface),
    '--bubble': css(bubble),
    '--text': css(ink),
    '--quiet': css(readable(mix(surface, ink, 0.62), bubble)),
    '--line': css(mix(surface, ink, 0.12)),
    '--edge': css(mix(surface, ink, dark ? 0.18 : 0)),
    '--control': css(readable(mix(surface, ink, 0.4), surface, 3)),
    '--error': dark ? 'rgb(255,138,128)' : 'rgb(190,25,25)',
  };
}
