import { launcher } from '@smooch/locales/en/launcher';
import type * as sdk from '@smooch/protocol/sdk';

export type Options = Record<string, unknown>;

/** The first value that passes, from the page and then the integration; says so when the page's does not. */
export function pick(
  name: string,
  values: unknown[],
  passes: (value: unknown) => boolean,
): string | undefined {
  const [wanted] = values;
  if (wanted !== undefined && !passes(wanted)) {
    console.warn(`Smooch: the value of ${name} cannot be used`);
  }
  return values.filter(passes)[0] as string | undefined;
}

export const isText = (value: unknown) => typeof value === 'string' && value !== '';

/** 3 or 6 hex digits, with or without `#`. */
export const isColour = (value: unknown) => typeof value === 'string' && /^#?([\da-f]{3}){1,2}$/i.test(value);

/** A CSS length; digits alone are pixels. */
function length(name: 'buttonWidth' | 'buttonHeight', options: Options, style: sdk.Style): string {
  const fits = (value: unknown) => /^\d+(\.\d+)?(px|r?em|v[wh])?$/.test(String(value));
  const value = String(pick(name, [options[name], style[name], 58], fits));
  return /\d$/.test(value) ? `${value}px` : value;
}

/** White where it can be read on a colour (4.5:1), else black. */
export function inkOn(colour: string): string {
  const hex = colour.length < 6 ? colour.replace(/./g, '$&$&') : colour;
  const part = (at: number) => (Number.parseInt(hex.substr(at, 2), 16) / 255) ** 2.2;
  return 0.2126 * part(0) + 0.7152 * part(2) + 0.0722 * part(4) < 0.18 ? '#fff' : '#000';
}

/** How the launcher looks: what the page passed to `init` over what the integration says. */
export interface Look {
  tab: boolean;
  /** 3 or 6 hex digits. */
  brandColor: string;
  width: string;
  height: string;
  iconUrl: string | undefined;
  /** The language the interface is translated to. */
  language: sdk.Language | undefined;
  /** One of the few texts the host itself shows. */
  text(name: keyof typeof launcher): string;
}

export function launcherLook(
  options: Options,
  { style, language }: Pick<sdk.Config, 'style' | 'language'>,
): Look {
  const colours = (options.customColors ?? {}) as Options;
  const texts = (options.customText ?? {}) as Options;
  const isStyle = (value: unknown) => value === 'button' || value === 'tab';
  const brandColor = pick('brandColor', [colours.brandColor, style.brandColor, '65758e'], isColour);
  return {
    tab: pick('displayStyle', [options.displayStyle, style.displayStyle], isStyle) === 'tab',
    brandColor: (brandColor as string).replace('#', ''),
    width: length('buttonWidth', options, style),
    height: length('buttonHeight', options, style),
    iconUrl: pick('buttonIconUrl', [options.buttonIconUrl, style.buttonIconUrl], isText),
    language,
    text: (name) =>
      typeof texts[name] === 'string' ? texts[name] : (language?.texts[name] ?? launcher[name]),
  };
}
