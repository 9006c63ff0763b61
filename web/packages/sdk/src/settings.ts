import type * as sdk from '@smooch/protocol/sdk';
import { parseColour } from '@smooch/ui/colour';
import type { Settings } from './bridge';

type Options = Record<string, unknown>;

function warn(name: string): void {
  console.warn(`Smooch: the value of ${name} cannot be used`);
}

/** The first value that passes, from the page, the integration and the default; says so when the page's does not. */
function pick(name: string, values: unknown[], passes: (value: unknown) => boolean): string | undefined {
  const [wanted] = values;
  if (wanted !== undefined && !passes(wanted)) warn(name);
  return values.filter(passes)[0] as string | undefined;
}

const isText = (value: unknown) => typeof value === 'string' && value !== '';
const isColour = (value: unknown) => parseColour(value) !== undefined;

/** A CSS length; digits alone are pixels. */
function length(name: string, values: unknown[]): string {
  const fits = (value: unknown) => /^\d+(\.\d+)?(px|r?em|v[wh])?$/.test(String(value));
  const value = String(pick(name, values, fits) ?? 58);
  return /\d$/.test(value) ? `${value}px` : value;
}

/** Merges what the page passed to `init` over what the integration says. */
export function settle(options: Options, { style, app }: sdk.Config): Settings {
  const colours = (options.customColors ?? {}) as Options;
  const colour = (name: 'brandColor' | 'conversationColor' | 'actionColor', fallback: string) =>
    pick(name, [colours[name], style[name]], isColour) ?? fallback;
  const text = (name: string, ...more: unknown[]) => pick(name, [options[name], ...more], isText);
  return {
    embedded: !!options.embedded,
    displayStyle: pick(
      'displayStyle',
      [options.displayStyle, style.displayStyle, 'button'],
      (value) => value === 'button' || value === 'tab',
    ) as Settings['displayStyle'],
    locale: options.locale,
    brandColor: colour('brandColor', '65758e'),
    conversationColor: colour('conversationColor', '0099ff'),
    actionColor: colour('actionColor', '0099ff'),
    buttonWidth: length('buttonWidth', [options.buttonWidth, style.buttonWidth]),
    buttonHeight: length('buttonHeight', [options.buttonHeight, style.buttonHeight]),
    buttonIconUrl: text('buttonIconUrl', style.buttonIconUrl),
    businessName: text('businessName', style.businessName, app.name) ?? '',
    businessIconUrl: text('businessIconUrl', style.businessIconUrl, app.iconUrl),
    backgroundImageUrl: text('backgroundImageUrl', style.backgroundImageUrl),
    customText: (options.customText ?? {}) as Options,
  };
}

/** One of the few texts the host itself shows. */
export function hostText({ customText }: Settings, name: string, fallback: string): string {
  const text = customText[name];
  return typeof text === 'string' ? text : fallback;
}
