// Stands on the page before anything is downloaded. ES5 by hand: it is pasted as it is.
// biome-ignore-all lint/complexity/useArrowFunction: ES5
// biome-ignore-all lint/complexity/noArguments: ES5
declare var VERSION: string;

type Call = ArrayLike<unknown>;
type Methods = Record<string, (...args: unknown[]) => unknown>;
type Init = { args: Call; ok(value: unknown): void; no(error: unknown): void };
/** Carries the stub to the library, so that it finds the right one where a page has several. */
type Loader = HTMLScriptElement & { smooch?: unknown };

(function (page: Record<string, unknown>, doc: Document, url: string, name: string) {
  var real: Methods | undefined;
  var binds: [string, Call][] = [];
  var render: Call | undefined;
  var init: Init | undefined;
  var script: Loader | undefined;
  var stub: Methods & { VERSION: unknown } = { VERSION: VERSION as unknown } as never;
  var seed = doc.currentScript as HTMLScriptElement | null;
  var nonce = seed && seed.nonce;
  var again: ReturnType<typeof setTimeout>;

  function methods(names: string, early: (args: Call, name: string) => unknown) {
    names.split(' ').forEach(function (name) {
      stub[name] = function () {
        var args = arguments;
        return real ? (real[name] as Methods[string]).apply(real, args as never) : early(args, name);
      };
    });
  }
  function error(text: string, code?: string) {
    var made = new Error(text) as Error & { code?: string };
    if (code) made.code = code;
    return made;
  }
  function early() {
    return error('Smooch is not initialized: call Smooch.init() first');
  }
  function fail(made: Error) {
    clearTimeout(again);
    var call = init;
    init = undefined;
    if (call) call.no(made);
  }
  function unload() {
    clearTimeout(again);
    if (script && script.parentNode) script.parentNode.removeChild(script);
    script = undefined;
  }
  function lost() {
    if (real) return;
    unload();
    console.warn('Smooch:', url, 'could not be loaded');
    fail(error('Smooch could not be loaded', 'script_failed'));
  }
  function load() {
    script = doc.createElement('script') as Loader;
    script.async = true;
    script.src = url;
    script.smooch = stub;
    if (nonce) script.nonce = nonce;
    script.onerror = lost;
    doc.head.appendChild(script);
  }

  methods('init', function (args) {
    if (init) return Promise.reject(error('Smooch is already initialized'));
    if (!script) load();
    again = setTimeout(lost, 30000);
    var promise = new Promise(function (ok, no) {
      init = { args: args, ok: ok, no: no };
    });
    promise.catch(function () {}); // the page may look or not: no uncaught rejection
    return promise;
  });
  methods('render', function (args) {
    render = args;
  });
  methods('destroy', function () {
    binds = [];
    render = undefined;
    fail(error('Smooch was destroyed', 'destroyed'));
  });
  methods('on off', function (args, name) {
    binds.push([name, args]);
  });
  methods('open close getConversation setDelegate', function () {
    throw early();
  });
  methods(
    'sendMessage startConversation login triggerPostback deleteUser exportConversation updateUser logout markAllAsRead setPredefinedMessage showNotificationChannelPrompt startTyping stopTyping',
    function () {
      return Promise.reject(early());
    },
  );
  methods('isOpened', function () {
    return false;
  });
  methods('getUser', function () {});

  stub._handOff = function (given) {
    var lib = given as Record<string, Methods[string]> & { init: Methods[string] };
    real = lib;
    unload();
    page[name] = lib;
    binds.forEach(function (bind) {
      (stub[bind[0]] as Methods[string]).apply(0, bind[1] as never);
    });
    if (render) (stub.render as Methods[string]).apply(0, render as never);
    if (init) (lib.init.apply(lib, init.args as never) as Promise<unknown>).then(init.ok, init.no);
    init = undefined;
  };
  page[name] = stub;
  load();
})(window as never, document, '{{baseUrl}}/smooch.js', '{{global}}');

export {};
