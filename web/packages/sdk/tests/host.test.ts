import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { createSmooch } from '../src/host';

const origin = { base: 'http://server' };

function answer(body: object, status = 200) {
  const fetched = vi.fn(async (_url: string) => ({ ok: status < 400, status, json: async () => body }));
  vi.stubGlobal('fetch', fetched);
  return fetched;
}

beforeEach(() => void vi.spyOn(console, 'warn').mockImplementation(() => {}));
afterEach(() => {
  vi.unstubAllGlobals();
  vi.restoreAllMocks();
});

describe('before init', () => {
  const smooch = createSmooch(origin);
  it('methods fail in one way', async () => {
    const reason = /initialize.*init\(\)/i;
    expect(() => smooch.open()).toThrow(reason);
    expect(() => smooch.close()).toThrow(reason);
    expect(() => smooch.getConversation()).toThrow(reason);
    await expect(smooch.sendMessage('x')).rejects.toThrow(reason);
    await expect(smooch.startConversation()).rejects.toThrow(reason);
  });
  it('the harmless ones work, without this', () => {
    const { isOpened, getUser, destroy, on, off, VERSION } = smooch;
    expect([isOpened(), getUser(), destroy()]).toEqual([false, undefined, undefined]);
    on('ready', () => {});
    off();
    expect(VERSION).toBe('0.0.0-test');
  });
  it('render takes elements only', () => {
    expect(() => smooch.render('#box' as never)).toThrow(TypeError);
    smooch.render(document.createElement('div'));
  });
});

describe('init', () => {
  it.each([undefined, {}, { appId: '' }, { appId: 5 }])(
    'asks for an appId before any request: %j',
    async (options) => {
      const fetched = answer({});
      await expect(createSmooch(origin).init(options as never)).rejects.toThrow(/appId/);
      expect(console.warn).toHaveBeenCalledExactlyOnceWith('Smooch: init() needs an appId');
      expect(fetched).not.toHaveBeenCalled();
    },
  );

  it('needs to know the server', async () => {
    await expect(createSmooch().init({ appId: 'a' })).rejects.toThrow(/configBaseUrl/);
  });

  it('asks the server it is told of', async () => {
    const fetched = answer({}, 500);
    await createSmooch()
      .init({ appId: 'a/b', configBaseUrl: 'http://other/' })
      .catch(() => {});
    expect(fetched.mock.calls[0]?.[0]).toBe('http://other/sdk/apps/a%2Fb/config');
  });

  it('rejects with what the server said, leaves nothing, and can be repeated', async () => {
    answer({ error: { code: 'app_not_found', description: 'No such app' } }, 404);
    const smooch = createSmooch(origin);
    for (let turn = 0; turn < 2; turn++) {
      await expect(smooch.init({ appId: 'a' })).rejects.toMatchObject({
        code: 'app_not_found',
        description: 'No such app',
        response: { status: 404 },
      });
    }
    expect(document.querySelector('iframe')).toBeNull();
  });

  it('rejects when there is no network, and when the app is inactive', async () => {
    vi.stubGlobal('fetch', () => Promise.reject(new TypeError('failed to fetch')));
    const smooch = createSmooch(origin);
    await expect(smooch.init({ appId: 'a' })).rejects.toMatchObject({ code: 'network_error' });
    answer({ config: { app: { status: 'inactive' } } });
    await expect(smooch.init({ appId: 'a' })).rejects.toThrow(/inactive/);
  });

  it('refuses a second call while the first runs, and destroy rejects the first', async () => {
    vi.stubGlobal('fetch', () => new Promise(() => {}));
    const smooch = createSmooch(origin);
    const first = smooch.init({ appId: 'a' });
    await expect(smooch.init({ appId: 'a' })).rejects.toThrow(/already initialized/);
    expect(smooch.getConversation()).toEqual({ unreadCount: 0, messages: [] });
    expect(() => smooch.open()).toThrow(/init\(\)/);
    const ended = expect(first).rejects.toThrow(/destroyed/);
    smooch.destroy();
    await ended;
    expect(() => smooch.getConversation()).toThrow(/init\(\)/);
  });

  it('stays pending for crawlers, without a request', () => {
    const fetched = answer({});
    vi.stubGlobal('navigator', { userAgent: 'Mozilla/5.0 (compatible; Googlebot/2.1)' });
    void createSmooch(origin).init({ appId: 'a' });
    expect(fetched).not.toHaveBeenCalled();
  });
});
