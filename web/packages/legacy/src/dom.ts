// What the messenger uses of the DOM, for the frame of an old browser. Only what is missing is added.

type Any = any; // the types of today say that nothing is missing

function fill(target: Any, methods: Record<string, unknown>): void {
  for (const name of Object.keys(methods)) if (!(name in target)) target[name] = methods[name];
}

const KEYS: Record<number, string> = {
  8: 'Backspace',
  9: 'Tab',
  13: 'Enter',
  27: 'Escape',
  32: ' ',
  33: 'PageUp',
  34: 'PageDown',
  35: 'End',
  36: 'Home',
  37: 'ArrowLeft',
  38: 'ArrowUp',
  39: 'ArrowRight',
  40: 'ArrowDown',
  46: 'Delete',
};
const OLD_NAMES: Record<string, string> = {
  Esc: 'Escape',
  Spacebar: ' ',
  Left: 'ArrowLeft',
  Up: 'ArrowUp',
  Right: 'ArrowRight',
  Down: 'ArrowDown',
  Del: 'Delete',
};

/** `KeyboardEvent.key`: missing in WebKit of that time, with other names in Internet Explorer. */
function addKeys(scope: Any): void {
  const { prototype } = scope.KeyboardEvent;
  const native = Object.getOwnPropertyDescriptor(prototype, 'key');
  Object.defineProperty(prototype, 'key', {
    configurable: true,
    get(this: KeyboardEvent) {
      const named = native?.get?.call(this) as string | undefined;
      if (named) return OLD_NAMES[named] ?? named;
      return KEYS[this.keyCode] ?? String.fromCharCode(this.keyCode).toLowerCase();
    },
  });
}

function toNode(item: Node | string): Node {
  return typeof item === 'string' ? document.createTextNode(item) : item;
}

function addNodes(scope: Any): void {
  const element = scope.Element.prototype;
  fill(element, { matches: element.msMatchesSelector || element.webkitMatchesSelector });
  fill(element, {
    closest(this: Element, selector: string) {
      let at: Any = this;
      while (at && at.nodeType === 1 && !at.matches(selector)) at = at.parentNode;
      return at?.nodeType === 1 ? at : null;
    },
    append(this: Element, ...items: (Node | string)[]) {
      for (const item of items) this.appendChild(toNode(item));
    },
    prepend(this: Element, ...items: (Node | string)[]) {
      const first = this.firstChild;
      for (const item of items) this.insertBefore(toNode(item), first);
    },
    replaceChildren(this: Element, ...items: (Node | string)[]) {
      while (this.firstChild) this.removeChild(this.firstChild);
      for (const item of items) this.appendChild(toNode(item));
    },
    before(this: Element, ...items: (Node | string)[]) {
      for (const item of items) this.parentNode?.insertBefore(toNode(item), this);
    },
    scrollTo(this: Element, ...to: Any[]) {
      this.scrollTop = typeof to[0] === 'object' ? (to[0].top ?? this.scrollTop) : to[1];
    },
    scrollBy(this: Element, ...by: Any[]) {
      const step = typeof by[0] === 'object' ? by[0] : { left: by[0], top: by[1] };
      this.scrollLeft += step.left ?? 0;
      this.scrollTop += step.top ?? 0;
    },
    getAnimations: () => [],
  });
  for (const kind of ['Element', 'CharacterData', 'DocumentType']) {
    fill(scope[kind].prototype, {
      remove(this: Element) {
        this.parentNode?.removeChild(this);
      },
    });
  }
  fill(scope.NodeList.prototype, { forEach: Array.prototype.forEach });
}

/** `classList.add` and `remove` with several names, `toggle` with a second argument. */
function addClasses(scope: Any): void {
  const { prototype } = scope.DOMTokenList;
  for (const name of ['add', 'remove']) {
    const native = prototype[name];
    prototype[name] = function (this: DOMTokenList, ...names: string[]) {
      for (const each of names) native.call(this, each);
    };
  }
  prototype.toggle = function (this: DOMTokenList, name: string, on = !this.contains(name)) {
    this[on ? 'add' : 'remove'](name);
    return on;
  };
}

/** Handlers with `{ once }`; the other options of listening do no harm. */
function addOnce(target: Any): void {
  const native = target.addEventListener;
  target.addEventListener = function (this: Any, type: string, run: Any, options?: Any) {
    const capture = typeof options === 'object' ? !!options?.capture : !!options;
    if (!options?.once) return native.call(this, type, run, capture);
    const once = (event: Event) => {
      this.removeEventListener(type, once, capture);
      return typeof run === 'function' ? run.call(this, event) : run.handleEvent(event);
    };
    return native.call(this, type, once, capture);
  };
}

export function addDom(scope: Any): void {
  addKeys(scope);
  addNodes(scope);
  addClasses(scope);
  for (const target of [scope, scope.document, scope.Element.prototype]) addOnce(target);
  fill(scope, { URL: scope.webkitURL, crypto: scope.msCrypto ?? { getRandomValues: weakRandom } });
  const matchMedia = scope.matchMedia.bind(scope);
  scope.matchMedia = (query: string) => listening(matchMedia(query));
}

/** Lets a list of media queries be listened to in the way of today. */
export function listening(list: Any): Any {
  if (!list.addEventListener) {
    list.addEventListener = (_: string, run: Any) => list.addListener(run);
    list.removeEventListener = (_: string, run: Any) => list.removeListener(run);
  }
  return list;
}

/** For ids alone: those must differ from one another, nobody must be unable to guess them. */
function weakRandom(bytes: Uint8Array): Uint8Array {
  for (let at = 0; at < bytes.length; at++) bytes[at] = Math.random() * 256;
  return bytes;
}
