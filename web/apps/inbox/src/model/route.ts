/** The address of the page says which conversation is open: `/inbox/{appId}/{conversationId}[/person]`. */

export interface Route {
  appId?: string;
  conversationId?: string;
  person: boolean;
}

export function parse(pathname: string): Route {
  const [, , appId, conversationId, last] = pathname.split('/').map(decode);
  return {
    appId: appId || undefined,
    conversationId: conversationId || undefined,
    person: last === 'person',
  };
}

export function path(appId: string, conversationId?: string, person = false): string {
  const parts = conversationId ? [appId, conversationId] : [appId];
  return `/inbox/${parts.map(encodeURIComponent).join('/')}${person && conversationId ? '/person' : ''}`;
}

function decode(part: string): string {
  try {
    return decodeURIComponent(part);
  } catch {
    return part; // a stray % in the address
  }
}

/** The one-time token of a sign-in link, which stands after the `#`. */
export function linkToken(hash: string): string | undefined {
  return new URLSearchParams(hash.replace(/^#/, '')).get('token') ?? undefined;
}
