import type * as sdk from '@smooch/protocol/sdk';
import type { ErrorBody } from '@smooch/protocol/shapes';
import type { Environment } from './environment';

const TIMEOUT_MS = 20_000;
const ATTEMPTS = 4; // 4 to 8 s in all: a restart of the server, a tunnel
const RETRY_MS = 600;

/** Who speaks: an anonymous visitor's user and token, or a user whom a JWT proves, who may not be there yet. */
export interface Credentials {
  appUserId?: string;
  sessionToken?: string;
  userId?: string;
  jwt?: string;
}

/** A refused or failed request. `code` is the server's, or `network_error` when there was no answer. */
export class RequestError extends Error {
  readonly code: string;
  readonly description: string;
  readonly response: { status: number };

  constructor(code: string, description: string, status: number) {
    super(description);
    this.code = code;
    this.description = description;
    this.response = { status };
  }

  /** The credentials or the user are not valid any more. */
  get unauthorised(): boolean {
    return [401, 403, 404].includes(this.response.status);
  }

  /** The same request may succeed when it is sent again. */
  get retryable(): boolean {
    const { status } = this.response;
    return status === 0 || status === 429 || status >= 500;
  }
}

/** There was no answer. */
export function unreachable(): never {
  throw new RequestError('network_error', 'The server could not be reached', 0);
}

export interface RestOptions {
  env: Environment;
  baseUrl: string;
  appId: string;
  version: string;
  clientId: () => string | undefined; // the device's, once it has one
  credentials: () => Credentials | undefined;
}

/** The body of an answer; throws a `RequestError` for a refusal. */
export async function answer<T>(response: Response): Promise<T> {
  if (response.ok) return response.status === 204 ? ({} as T) : await response.json();
  const body: Partial<ErrorBody> = await response.json().catch(() => ({}));
  const { code = 'http_error', description = `The server answered ${response.status}` } = body.error ?? {};
  throw new RequestError(code, description, response.status);
}

/** The SDK routes: asked again when the network fails. What only later parts ask for stands there. */
export class Rest {
  readonly root_: string;
  /** Finds other credentials than those that were refused. Resolves to whether to ask again with them. */
  renew: ((refused: string | undefined) => Promise<boolean>) | undefined;

  constructor(readonly options_: RestOptions) {
    const { baseUrl, appId } = options_;
    this.root_ = `${baseUrl.replace(/\/$/, '')}/apps/${encodeURIComponent(appId)}`;
  }

  session() {
    return this.call<sdk.Session>('GET', this.user());
  }

  messages(before?: number) {
    const query = before === undefined ? '' : `?before=${before}`;
    return this.call<sdk.Messages>('GET', this.user(`/messages${query}`));
  }

  read() {
    return this.call<unknown>('POST', this.user('/conversation/read'), {});
  }

  /** The address of something of the user. */
  user(rest = ''): string {
    return `/appusers/${encodeURIComponent(this.options_.credentials()?.appUserId ?? '')}${rest}`;
  }

  /** With `last` the page is about to go: the browser goes on without it. */
  call<T>(method: string, path: string, body?: unknown, attempts?: number, last?: boolean): Promise<T> {
    return this.repeated(() => this.once_<T>(method, path, body, last), attempts);
  }

  /** Tries again, a few times, what may succeed then; once more with another JWT where the page has one. */
  async repeated<T>(once: () => Promise<T>, attempts = ATTEMPTS): Promise<T> {
    const { env } = this.options_;
    for (let attempt = 1, renewed = false; ; attempt++) {
      const jwt = this.options_.credentials()?.jwt;
      try {
        return await once();
      } catch (error) {
        const { response, retryable } = error as RequestError;
        if (response.status === 401 && !renewed && (await this.renew?.(jwt))) {
          renewed = true;
          attempt--;
          continue;
        }
        if (attempt >= attempts || !retryable || env.online?.() === false) throw error;
        const wait = RETRY_MS * 2 ** attempt * (0.5 + env.random() / 2);
        await new Promise<void>((resolve) => env.setTimeout(resolve, wait));
      }
    }
  }

  private async once_<T>(method: string, path: string, body: unknown, keepalive = false): Promise<T> {
    const { env } = this.options_;
    const abort = new AbortController();
    const timer = env.setTimeout(() => abort.abort(), TIMEOUT_MS);
    try {
      const response = await env.fetch(this.root_ + path, {
        method,
        headers: this.headers_(body !== undefined),
        signal: abort.signal,
        keepalive,
        ...(body !== undefined && { body: JSON.stringify(body) }),
      });
      return await answer<T>(response);
    } catch (error) {
      if (error instanceof RequestError) throw error;
      return unreachable();
    } finally {
      env.clearTimeout(timer);
    }
  }

  headers_(json: boolean): Record<string, string> {
    const who = this.options_.credentials();
    const id = this.options_.clientId();
    return {
      ...(json && { 'Content-Type': 'application/json' }),
      ...(who?.jwt && { Authorization: `Bearer ${who.jwt}` }),
      ...(who?.sessionToken && { Authorization: `Basic ${btoa(`${who.appUserId}:${who.sessionToken}`)}` }),
      ...(id && { 'x-smooch-clientid': id }),
      'x-smooch-sdk': `web/${this.options_.version}`,
    };
  }
}
