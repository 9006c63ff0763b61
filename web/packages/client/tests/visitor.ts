import type { Config } from '@smooch/protocol/sdk';
import { Conversation, type ConversationOptions } from '../src/conversation';
import { Identity } from '../src/session/identity';
import { createFakes, createStorage, type FakeRequest, type FakeSocket } from './fakes';

const USER = {
  _id: 'u',
  conversationStarted: true,
  properties: {},
  signedUpAt: '',
  clients: [],
  pendingClients: [],
};
export const CURSOR = { epoch: 'e', seq: 1 };
const config = {
  app: { id: 'app', name: 'App', status: 'active' },
  baseUrl: { web: 'http://server/sdk' },
  realtime: { url: 'ws://server', pollUrl: 'http://server/poll' },
  profile: { enabled: true, uploadInterval: 5 },
} as Config;

/** A server of one conversation. */
export function createServer() {
  const state = {
    users: 0,
    valid: true,
    begun: true,
    fail: 0,
    unread: 0,
    seq: 1,
    messages: [] as Record<string, unknown>[],
    /** Users by the userId of their JWT. */
    known: {} as Record<string, object>,
    jwts: {} as Record<string, string>,
    codes: { code: 'u' } as Record<string, string>,
    profile: {} as Record<string, unknown>,
  };
  const conversation = () => ({ _id: 'c', unreadCount: state.unread });
  const post = ({ message }: { message: Record<string, unknown> }) => {
    if (state.fail) return { status: state.fail };
    const known = state.messages.find((item) => item._clientId === message._clientId);
    const stored = known ?? {
      ...message,
      _id: `m${state.messages.length}`,
      role: 'appUser',
      received: 2000 + state.messages.length,
    };
    if (!known) state.messages.push(stored);
    return { status: 201, message: stored, conversation: conversation() };
  };
  const refusal = { status: 401, error: { code: 'unauthorized', description: 'No' } };
  const login = ({ body, headers }: FakeRequest): object => {
    if (body.authCode) {
      if (!state.codes[body.authCode]) return refusal;
      return { appUser: USER, conversation: conversation(), cursor: CURSOR, sessionToken: 'by-code' };
    }
    const { userId } = body;
    if (state.jwts[(headers.Authorization ?? '').slice(7)] !== userId) return refusal;
    if (body.sessionToken) state.known[userId] ??= { ...USER, userId };
    if (!state.known[userId]) return {};
    return { appUser: state.known[userId], conversation: conversation(), cursor: CURSOR };
  };
  const answer = (request: FakeRequest): object => {
    const { method, url, body, headers } = request;
    const jwt = /^Bearer (.*)/.exec(headers.Authorization ?? '')?.[1];
    if (state.fail === 599) throw new Error('no network');
    if (url.endsWith('/login')) return login(request);
    if (jwt && !state.jwts[jwt]) return refusal;
    if (url.endsWith('/export')) return { messages: state.messages };
    if (method === 'PUT') {
      if (state.fail) return { status: state.fail };
      Object.assign(state.profile, body);
      return { appUser: { ...USER, ...state.profile } };
    }
    if (method === 'DELETE' || url.endsWith('/logout') || url.endsWith('/postback')) return {};
    if (jwt && url.endsWith('/appusers')) {
      state.known[body.userId] = { ...USER, userId: body.userId };
      return { status: 201, appUser: state.known[body.userId], conversation: conversation(), cursor: CURSOR };
    }
    if (url.endsWith('/appusers')) {
      state.users++;
      return {
        status: 201,
        appUser: USER,
        conversation: conversation(),
        cursor: CURSOR,
        sessionToken: `t${state.users}`,
      };
    }
    if (!state.valid) return refusal;
    if (method === 'POST' && url.endsWith('/messages')) return post(body);
    if (url.includes('/messages')) {
      return {
        conversation: conversation(),
        messages: state.messages,
        hasPrevious: false,
        cursor: CURSOR,
        readAt: 0,
      };
    }
    if (url.endsWith('/conversation'))
      return { conversation: conversation(), cursor: { epoch: 'e', seq: 9 } };
    return { appUser: USER, ...(state.begun && { conversation: conversation(), cursor: CURSOR }) };
  };
  return { state, answer };
}

/** A visitor's tab: its conversation on a fake network, clock and storage. */
export function visit(
  storage = createStorage(),
  server = createServer(),
  more: Partial<ConversationOptions> = {},
) {
  const fakes = createFakes((request) => server.answer(request));
  const news: string[] = [];
  const conversation = new Conversation({
    env: fakes.env,
    config,
    version: '1',
    tab: `${Math.random()}`,
    identity: new Identity(storage, 'app'),
    clientInfo: () => ({}),
    exclusively: (work) => work(),
    onMessage: (kind, message) => news.push(`${kind}:${message.text}`),
    ...more,
  });
  const texts = () =>
    conversation.thread.value.messages.map(({ text, status }) => (status ? `${text} (${status})` : text));
  const socket = () => fakes.sockets[fakes.sockets.length - 1] as FakeSocket;
  return { ...fakes, storage, server, news, conversation, texts, socket };
}
