// Stands on the page before anything is downloaded. ES5 by hand: it is pasted as it is.
// biome-ignore-all lint/complexity/useArrowFunction: ES5
// biome-ignore-all lint/complexity/noArguments: ES5
declare var VERSION: string;

type Call = ArrayLike<unknown>;
type Methods = Record<string, (...args: unknown[]) => unknown>;
type Init = { args: Call; ok(value: unknown): void; no(error: unknown): void };

(function (page: Record<string, unknown>, doc: Document, url: string) {
  var real: Methods | undefined;
  var binds: [string, Call][] = [];
  var render: Call | undefined;
  var init: Init | undefined;
  var script: HTMLScriptElement | undefined;
  var stub: Methods & { VERSION: unknown } = { VERSION: VERSION as unknown } as never;
  var seed = doc.currentScript as HTMLScriptElement | null;
  var nonce = seed && seed.nonce;
  var again: ReturnType<typeof setTimeout>;

  function method(name: string, early: (args: Call) => unknown) {
    stub[name] = function () {
      var args = arguments;
      return real ? (real[name] as Methods[string]).apply(real, args as never) : early(args);
    };
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
  function lost() {
    if (real) return;
    if (script && script.parentNode) script.parentNode.removeChild(script);
    script = undefined;
    console.warn('Smooch:', url, 'could not be loaded');
    fail(error('Smooch could not be loaded', 'script_failed'));
  }
  function load() {
    script = doc.createElement('script');
    script.async = true;
    script.src = url;
    if (nonce) script.nonce = nonce;
    script.onerror = lost;
    doc.head.appendChild(script);
  }

  method('init', function (args) {
    if (init) return Promise.reject(error('Smooch is already initialized'));
    if (!script) load();
    again = setTimeout(lost, 30000);
    var promise = new Promise(function (ok, no) {
      init = { args: args, ok: ok, no: no };
    });
    promise.catch(function () {}); // the page may look or not: no uncaught rejection
    return promise;
  });
  method('render', function (args) {
    render = args;
  });
  method('destroy', function () {
    binds = [];
    render = undefined;
    fail(error('Smooch was destroyed', 'destroyed'));
  });
  ['on', 'off'].forEach(function (name) {
    method(name, function (args) {
      binds.push([name, args]);
    });
  });
  ['open', 'close', 'getConversation'].forEach(function (name) {
    method(name, function () {
      throw early();
    });
  });
  ['sendMessage', 'startConversation'].forEach(function (name) {
    method(name, function () {
      return Promise.reject(early());
    });
  });
  method('isOpened', function () {
    return false;
  });
  method('getUser', function () {});

  stub._handOff = function (given) {
    var lib = given as Record<string, Methods[string]> & { init: Methods[string] };
    real = lib;
    clearTimeout(again);
    binds.forEach(function (bind) {
      (stub[bind[0]] as Methods[string]).apply(0, bind[1] as never);
    });
    if (render) (stub.render as Methods[string]).apply(0, render as never);
    if (init) (lib.init.apply(lib, init.args as never) as Promise<unknown>).then(init.ok, init.no);
    init = undefined;
  };
  page.Smooch = stub;
  load();
})(window as never, document, '{{baseUrl}}/smooch.js');

export {};
