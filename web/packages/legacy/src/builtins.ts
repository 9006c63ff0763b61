// What the messenger uses of ES2015 and later, for the frame of an old browser. Only what is missing is added.
import OldPromise from 'promise-polyfill';
import { OldMap, OldSet } from './collections';

type Any = any; // the types of today say that nothing is missing

/** Adds methods that are missing, so that `for (… in …)` does not meet them. */
function fill(target: Any, methods: Record<string, unknown>): void {
  for (const name of Object.keys(methods)) {
    if (target[name]) continue;
    Object.defineProperty(target, name, { value: methods[name], configurable: true, writable: true });
  }
}

function listOf(from: Any, map?: (item: Any, index: number) => unknown): Any[] {
  const items =
    from.length === undefined ? (from.values ? from.values() : []) : Array.prototype.slice.call(from);
  const list = items.length === undefined ? Array.prototype.slice.call(items) : items;
  return map ? list.map(map) : list;
}

export function addBuiltins(scope: Any): void {
  if (!scope.Promise?.prototype.finally) scope.Promise = OldPromise;
  fill(scope, {
    globalThis: scope,
    queueMicrotask: (run: () => void) => void scope.Promise.resolve().then(run),
  });
  if (!scope.Symbol) {
    let made = 0;
    const symbol = (name: string) => `@@${name}${made++}`;
    scope.Symbol = Object.assign?.(symbol, {}) ?? symbol;
    scope.Symbol.for = (name: string) => `@@${name}`;
    scope.Symbol.iterator = '@@iterator';
  }
  addObjects();
  addLists();
  addTexts();
  // one with the constructor's argument, or ours
  if (!scope.Map || new scope.Map([[1, 2]]).size !== 1 || !scope.Map.prototype.values) scope.Map = OldMap;
  if (!scope.Set || new scope.Set([1]).size !== 1 || !scope.Set.prototype.values) scope.Set = OldSet;
  fill(scope, { WeakMap: OldMap, WeakSet: OldSet }); // what they hold lasts as long as the frame
  walkable(scope.Symbol.iterator);
}

/** Lets the compiled `for (… of …)` walk our collections: it asks for an iterator unless it meets an array. */
function walkable(key: string): void {
  const iterator = (list: Any[]) => {
    let at = 0;
    return {
      next: () => (at < list.length ? { done: false, value: list[at++] } : { done: true, value: undefined }),
    };
  };
  const add = (target: Any, list: (self: Any) => Any[]) => {
    if (target[key]) return;
    Object.defineProperty(target, key, {
      value(this: Any) {
        return iterator(list(this));
      },
    });
  };
  add(OldMap.prototype, (self) => self.entries());
  add(OldSet.prototype, (self) => self.values());
}

function addObjects(): void {
  fill(Object, {
    assign(target: Any, ...sources: Any[]) {
      for (const source of sources) for (const key of Object.keys(source || {})) target[key] = source[key];
      return target;
    },
    entries: (of: Any) => Object.keys(of).map((key) => [key, of[key]]),
    values: (of: Any) => Object.keys(of).map((key) => of[key]),
    fromEntries(entries: Any) {
      const made: Any = {};
      for (const [key, value] of listOf(entries)) made[key] = value;
      return made;
    },
    is: (one: Any, other: Any) =>
      one === other ? one !== 0 || 1 / one === 1 / other : one !== one && other !== other,
  });
  fill(Number, {
    isInteger: (value: unknown) =>
      typeof value === 'number' && Number.isFinite(value) && Math.floor(value) === value,
    isFinite: (value: unknown) => typeof value === 'number' && isFinite(value),
    isNaN: (value: unknown) => value !== value,
    parseInt,
    parseFloat,
  });
  fill(Math, {
    trunc: (value: number) => (value < 0 ? Math.ceil(value) : Math.floor(value)),
    sign: (value: number) => (value > 0 ? 1 : value < 0 ? -1 : value),
    hypot: (a: number, b: number) => Math.sqrt(a * a + b * b),
  });
}

function addLists(): void {
  fill(Array, { from: listOf, of: (...items: unknown[]) => items });
  fill(Array.prototype, {
    find(this: Any[], passes: Any) {
      return this.filter(passes)[0];
    },
    findIndex(this: Any[], passes: Any) {
      for (let at = 0; at < this.length; at++) if (passes(this[at], at, this)) return at;
      return -1;
    },
    includes(this: Any[], item: unknown) {
      return this.indexOf(item) >= 0;
    },
    fill(this: Any[], value: unknown, from = 0, to = this.length) {
      for (let at = from; at < to; at++) this[at] = value;
      return this;
    },
    flat(this: Any[]) {
      return Array.prototype.concat.apply([], this);
    },
    flatMap(this: Any[], map: Any) {
      return Array.prototype.concat.apply([], this.map(map));
    },
    at(this: Any[], index: number) {
      return this[index < 0 ? this.length + index : index];
    },
  });
}

function addTexts(): void {
  fill(String.prototype, {
    includes(this: string, part: string, from = 0) {
      return this.indexOf(part, from) >= 0;
    },
    startsWith(this: string, part: string, from = 0) {
      return this.substr(from, part.length) === part;
    },
    endsWith(this: string, part: string) {
      return this.slice(-part.length) === part || !part;
    },
    repeat(this: string, times: number) {
      return new Array(times + 1).join(this);
    },
    padStart(this: string, length: number, by = ' ') {
      return this.length < length
        ? new Array(length - this.length + 1).join(by).slice(this.length - length) + this
        : `${this}`;
    },
    trimStart(this: string) {
      return this.replace(/^\s+/, '');
    },
    trimEnd(this: string) {
      return this.replace(/\s+$/, '');
    },
    codePointAt(this: string, at: number) {
      return this.charCodeAt(at);
    },
    matchAll(this: string, pattern: RegExp) {
      const found: RegExpExecArray[] = [];
      const copy = new RegExp(pattern.source, pattern.flags ?? `g${pattern.ignoreCase ? 'i' : ''}`);
      for (let match = copy.exec(this); match; match = copy.exec(this)) {
        found.push(match);
        if (!match[0]) copy.lastIndex++;
      }
      return found;
    },
  });
}
