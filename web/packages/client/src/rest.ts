import type * as sdk from '@smooch/protocol/sdk';
import type { ErrorBody } from '@smooch/protocol/shapes';
import type { Environment } from './environment';

const TIMEOUT_MS = 20_000;
const ATTEMPTS = 4; // 4 to 8 s in all: a restart of the server, a tunnel
const RETRY_MS = 600;

/** Who speaks: an anonymous visitor's user and token. */
export interface Credentials {
  appUserId: string;
  sessionToken: string;
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

/** The SDK routes. Every one but the creation of a user may be repeated without harm, and is when the network fails. */
export class Rest {
  private readonly root_: string;

  constructor(private readonly options_: RestOptions) {
    const { baseUrl, appId } = options_;
    this.root_ = `${baseUrl.replace(/\/$/, '')}/apps/${encodeURIComponent(appId)}`;
  }

  /** Not repeated: an unanswered creation may have made a user already. */
  createUser(body: sdk.CreateUser) {
    return this.once_<sdk.Session>('POST', '/appusers', body);
  }

  session() {
    return this.call_<sdk.Session>('GET', this.user_());
  }

  createConversation() {
    return this.call_<sdk.ConversationReply>('POST', this.user_('/conversation'), {});
  }

  messages(before?: number) {
    const query = before === undefined ? '' : `?before=${before}`;
    return this.call_<sdk.Messages>('GET', this.user_(`/messages${query}`));
  }

  post(body: sdk.PostMessageRequest) {
    return this.call_<sdk.Posted>('POST', this.user_('/messages'), body);
  }

  /** Not repeated: the press may have been told already. */
  postback(actionId: string) {
    return this.once_<unknown>('POST', this.user_('/postback'), { postback: { actionId } });
  }

  read() {
    return this.call_<unknown>('POST', this.user_('/conversation/read'), {});
  }

  /** Best effort, so not repeated. */
  typing(type: 'typing:start' | 'typing:stop') {
    return this.once_<unknown>('POST', this.user_('/conversation/activity'), { type });
  }

  private user_(rest = ''): string {
    return `/appusers/${encodeURIComponent(this.options_.credentials()?.appUserId ?? '')}${rest}`;
  }

  /** Where an upload goes and what says who it is from. */
  uploadTo(path: string): { url: string; headers: Record<string, string> } {
    return { url: this.root_ + this.user_(path), headers: this.headers_(false) };
  }

  private call_<T>(method: string, path: string, body?: unknown): Promise<T> {
    return this.repeated(() => this.once_<T>(method, path, body));
  }

  /** Tries again, a few times, what may succeed then. */
  async repeated<T>(once: () => Promise<T>): Promise<T> {
    const { env } = this.options_;
    for (let attempt = 1; ; attempt++) {
      try {
        return await once();
      } catch (error) {
        if (attempt >= ATTEMPTS || !(error instanceof RequestError && error.retryable)) throw error;
        const wait = RETRY_MS * 2 ** attempt * (0.5 + env.random() / 2);
        await new Promise<void>((resolve) => env.setTimeout(resolve, wait));
      }
    }
  }

  private async once_<T>(method: string, path: string, body?: unknown): Promise<T> {
    const { env } = this.options_;
    const abort = new AbortController();
    const timer = env.setTimeout(() => abort.abort(), TIMEOUT_MS);
    try {
      const response = await env.fetch(this.root_ + path, {
        method,
        headers: this.headers_(body !== undefined),
        signal: abort.signal,
        ...(body !== undefined && { body: JSON.stringify(body) }),
      });
      return await answer<T>(response);
    } catch (error) {
      if (error instanceof RequestError) throw error;
      throw new RequestError('network_error', 'The server could not be reached', 0);
    } finally {
      env.clearTimeout(timer);
    }
  }

  private headers_(json: boolean): Record<string, string> {
    const who = this.options_.credentials();
    const id = this.options_.clientId();
    return {
      ...(json && { 'Content-Type': 'application/json' }),
      ...(who && { Authorization: `Basic ${btoa(`${who.appUserId}:${who.sessionToken}`)}` }),
      ...(id && { 'x-smooch-clientid': id }),
      'x-smooch-sdk': `web/${this.options_.version}`,
    };
  }
}
