// Stands on the page before anything is downloaded. ES5 by hand: it is pasted as it is.
// biome-ignore-all lint/complexity/useArrowFunction: ES5
// biome-ignore-all lint/complexity/noArguments: ES5
declare var VERSION: string;

type Call = ArrayLike<unknown>;
type Methods = Record<string, (...args: unknown[]) => unknown>;
type Later = { then(ok?: unknown, no?: unknown): unknown; catch(no: unknown): unknown };
type Init = { args: Call; ok(result: unknown): void; no(error: unknown): void };
/** Carries the stub to the library, so that it finds the right one where a page has several. */
type Loader = HTMLScriptElement & { smooch?: unknown };

(function (page: Record<string, unknown>, doc: Document, url: string, name: string) {
  var real: Methods | undefined;
  var binds: [string, Call][] = [];
  var init: Init | undefined;
  var script: Loader | undefined;
  var stub: Methods & { VERSION: unknown } = { VERSION: VERSION as unknown } as never;
  var nonce = ((doc.currentScript || stub) as HTMLScriptElement).nonce || '';
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
    var made = new Error(`Smooch ${text}`) as Error & { code?: string | undefined };
    made.code = code;
    return made;
  }
  function early() {
    return error('is not initialized: call init()');
  }
  /** Without promises of its own the browser gets a chain, which goes on with the library's promise. What rejects at once throws there. */
  function chain(args: Call): Later {
    var calls: Call[] = [];
    var result: Later | undefined;
    var self: Later = {
      then: function () {
        calls.push(arguments);
        play();
        return self;
      },
      catch: function (no) {
        return self.then(0, no);
      },
    };
    function play() {
      while (result && calls[0]) result = result.then.apply(result, calls.shift() as never) as Later;
    }
    init = {
      args: args,
      ok: function (given) {
        result = given as Later;
        play();
      },
      no: play,
    };
    return self;
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
    unload();
    fail(error('did not load', 'script_failed')); // the browser itself says what it could not load
  }
  function load() {
    script = doc.createElement('script') as Loader; // made by script, it holds nothing up
    // whoever has both can run the build of today
    script.src = url + (page.WeakRef && doc.adoptedStyleSheets ? '.js' : '-es5.js');
    script.smooch = stub;
    script.nonce = nonce;
    script.onerror = lost;
    doc.head.appendChild(script);
  }

  methods('init', function (args) {
    if (init) return Promise.reject(error('is already initialized'));
    if (!script) load();
    again = setTimeout(lost, 30000);
    if (!page.Promise) return chain(args);
    var promise = new Promise(function (ok, no) {
      init = { args: args, ok: ok, no: no };
    });
    promise.catch(function () {}); // the page may look or not: no uncaught rejection
    return promise;
  });
  methods('destroy', function () {
    binds = [];
    fail(error('was destroyed', 'destroyed'));
  });
  methods('on off render', function (args, name) {
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
  methods('getUser isOpened', function (_, name) {
    return name < 'h' ? undefined : false;
  });

  stub._handOff = function (given) {
    var lib = given as Record<string, Methods[string]> & { init: Methods[string] };
    real = lib;
    unload();
    page[name] = lib;
    binds.forEach(function (bind) {
      (stub[bind[0]] as Methods[string]).apply(0, bind[1] as never);
    });
    if (init) init.ok(lib.init.apply(lib, init.args as never));
    init = undefined;
  };
  page[name] = stub;
  load();
})(window as never, document, '{{baseUrl}}/smooch', '{{global}}');

export {};
