/** The inbox routes of docs/protocol.md, one method each. */

import { ApiError, retryAfter, Unreachable } from '../model/failure';
import type * as wire from '../wire';

const TIMEOUT_MS = 20_000; // longer than any healthy answer; a person has given up by then

type Method = 'GET' | 'POST' | 'PUT' | 'DELETE';

export class Api {
  /** `onSignedOut` runs when the server no longer knows the agent. */
  constructor(private readonly onSignedOut: () => void) {}

  session(): Promise<wire.AgentReply> {
    return call('GET', '/session');
  }

  signIn(body: wire.SignIn): Promise<wire.AgentReply> {
    return call('POST', '/session', body);
  }

  signInByLink(body: wire.SignInLink): Promise<wire.AgentReply> {
    return call('POST', '/session/link', body);
  }

  signOut(): Promise<object> {
    return call('DELETE', '/session');
  }

  changePassword(body: wire.ChangePassword): Promise<wire.AgentReply> {
    return call('PUT', '/password', body);
  }

  apps(): Promise<wire.AppList> {
    return this.known(call('GET', '/apps'));
  }

  conversations(appId: string, before?: string): Promise<wire.ConversationList> {
    return this.known(call('GET', `/apps/${id(appId)}/conversations${query(before)}`));
  }

  conversation(appId: string, conversationId: string): Promise<wire.ConversationReply> {
    return this.known(call('GET', at(appId, conversationId)));
  }

  messages(appId: string, conversationId: string, before?: number): Promise<wire.Messages> {
    return this.known(call('GET', `${at(appId, conversationId)}/messages${query(before)}`));
  }

  post(appId: string, conversationId: string, body: wire.PostMessage): Promise<wire.Posted> {
    return this.known(call('POST', `${at(appId, conversationId)}/messages`, body));
  }

  read(appId: string, conversationId: string): Promise<object> {
    return this.known(call('POST', `${at(appId, conversationId)}/read`));
  }

  activity(appId: string, conversationId: string, body: wire.Typing): Promise<object> {
    return this.known(call('POST', `${at(appId, conversationId)}/activity`, body));
  }

  appUser(appId: string, conversationId: string): Promise<wire.AppUserReply> {
    return this.known(call('GET', `${at(appId, conversationId)}/appuser`));
  }

  private async known<T>(answer: Promise<T>): Promise<T> {
    try {
      return await answer;
    } catch (error) {
      if (error instanceof ApiError && error.status === 401) this.onSignedOut();
      throw error;
    }
  }
}

function id(value: string): string {
  return encodeURIComponent(value);
}

function at(appId: string, conversationId: string): string {
  return `/apps/${id(appId)}/conversations/${id(conversationId)}`;
}

function query(before: string | number | undefined): string {
  return before === undefined ? '' : `?before=${encodeURIComponent(before)}`;
}

async function call<T>(method: Method, path: string, body?: object): Promise<T> {
  const headers: Record<string, string> = { accept: 'application/json' };
  if (method !== 'GET') headers['x-smooch-inbox'] = '1';
  if (body) headers['content-type'] = 'application/json';
  const abort = new AbortController();
  const timer = setTimeout(() => abort.abort(), TIMEOUT_MS);
  try {
    const response = await fetch(`/inbox/api${path}`, {
      method,
      headers,
      body: body && JSON.stringify(body),
      credentials: 'same-origin',
      cache: 'no-store',
      signal: abort.signal,
    });
    if (!response.ok) throw await refusal(response);
    return (await response.json()) as T;
  } catch (error) {
    // fetch rejects with a TypeError without a line and with an AbortError after the timeout
    throw error instanceof ApiError ? error : new Unreachable(String(error));
  } finally {
    clearTimeout(timer);
  }
}

async function refusal(response: Response): Promise<ApiError> {
  const after = retryAfter(response.headers.get('retry-after'), Date.now());
  try {
    const { error } = (await response.json()) as wire.ErrorBody;
    return new ApiError(response.status, error.code, error.description, after);
  } catch {
    return new ApiError(response.status, 'unknown', `The server answered ${response.status}.`, after);
  }
}
