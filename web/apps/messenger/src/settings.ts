import type { Bridge } from 'smooch/bridge';
import { isColour, isText, type Options, pick } from 'smooch/settings';

/** The options of `init` over the settings of the integration. Colours are 3 or 6 hex digits. */
export interface Settings {
  embedded: boolean;
  brandColor: string;
  conversationColor: string;
  actionColor: string;
  businessName: string;
  businessIconUrl: string | undefined;
  backgroundImageUrl: string | undefined;
}

export function settle({ options, embedded, config: { app, style } }: Bridge): Settings {
  const colours = (options.customColors ?? {}) as Options;
  const colour = (name: 'brandColor' | 'conversationColor' | 'actionColor', fallback: string) =>
    pick(name, [colours[name], style[name], fallback], isColour) as string;
  const text = (name: string, ...more: unknown[]) => pick(name, [options[name], ...more], isText);
  return {
    embedded,
    brandColor: colour('brandColor', '65758e'),
    conversationColor: colour('conversationColor', '0099ff'),
    actionColor: colour('actionColor', '0099ff'),
    businessName: text('businessName', style.businessName, app.name) ?? '',
    businessIconUrl: text('businessIconUrl', style.businessIconUrl, app.iconUrl),
    backgroundImageUrl: text('backgroundImageUrl', style.backgroundImageUrl),
  };
}
