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
  colorScheme: string;
  fixedIntroPane: boolean;
  soundNotificationEnabled: boolean;
}

export function settle({ options, embedded, config: { app, style } }: Bridge): Settings {
  const colours = (options.customColors ?? {}) as Options;
  const colour = (name: 'brandColor' | 'conversationColor' | 'actionColor', fallback: string) =>
    pick(name, [colours[name], style[name], fallback], isColour) as string;
  const text = (name: string, ...more: unknown[]) => pick(name, [options[name], ...more], isText);
  const flag = (name: string, fallback: boolean) =>
    pick(name, [options[name], fallback], (value) => typeof value === 'boolean') as unknown as boolean;
  pick(
    'browserStorage',
    [options.browserStorage],
    (value) => value === 'localStorage' || value === 'sessionStorage',
  );
  const isScheme = (value: unknown) => value === 'light' || value === 'dark' || value === 'auto';
  return {
    embedded,
    brandColor: [colours.brandColor, style.brandColor, '65758e'].filter(isColour)[0] as string, // the host has said so
    conversationColor: colour('conversationColor', '0099ff'),
    actionColor: colour('actionColor', '0099ff'),
    businessName: text('businessName', style.businessName, app.name) ?? '',
    businessIconUrl: text('businessIconUrl', style.businessIconUrl, app.iconUrl),
    backgroundImageUrl: text('backgroundImageUrl', style.backgroundImageUrl),
    colorScheme: pick('colorScheme', [options.colorScheme, 'auto'], isScheme) as string,
    fixedIntroPane: flag('fixedIntroPane', false),
    soundNotificationEnabled: flag('soundNotificationEnabled', true),
  };
}
