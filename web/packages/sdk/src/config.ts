import type * as sdk from '@smooch/protocol/sdk';

/** An error a program can tell from others. */
export function failure(code: string | undefined, description: string, status?: number) {
  return Object.assign(new Error(description), { code, description, response: { status } });
}

/** Asks the server how the widget of this app looks, where everything is, and what it says when it is to be translated. */
export async function readConfig(
  base: string,
  { appId, integrationId, translate, locale }: Record<string, unknown>,
): Promise<sdk.Config> {
  const language = translate ? `?locale=${encodeURIComponent(locale as string)}` : '';
  const path = appId ? `apps/${encodeURIComponent(appId as string)}` : `integrations/${integrationId}`;
  const url = `${base}/sdk/${path}/config${language}`;
  const response = await fetch(url, { credentials: 'omit' }).catch(() => {
    throw failure('network_error', 'The server did not answer');
  });
  const body = await response.json().catch(() => ({}));
  if (!response.ok || !body.config) {
    const { code = 'http_error', description = `The server answered ${response.status}` } = body.error ?? {};
    throw failure(code, description, response.status);
  }
  const config: sdk.Config = body.config;
  if (config.app.status !== 'active') throw failure('inactive', 'The app is inactive');
  return config;
}
