// Map and Set for browsers without them, or with ones that lack the constructor's argument or the iterators.
// Keys of ours are strings and objects; a list is searched through, which is enough for the few there are.

type Entry = [unknown, unknown];

export class OldMap {
  private entries_: Entry[] = [];

  constructor(entries?: Iterable<Entry>) {
    if (entries) for (const [key, value] of entries) this.set(key, value);
  }

  get size(): number {
    return this.entries_.length;
  }

  get(key: unknown): unknown {
    return this.find_(key)?.[1];
  }

  has(key: unknown): boolean {
    return !!this.find_(key);
  }

  set(key: unknown, value: unknown): this {
    const found = this.find_(key);
    if (found) found[1] = value;
    else this.entries_.push([key, value]);
    return this;
  }

  delete(key: unknown): boolean {
    const size = this.entries_.length;
    this.entries_ = this.entries_.filter((entry) => entry[0] !== key);
    return this.entries_.length < size;
  }

  clear(): void {
    this.entries_ = [];
  }

  forEach(run: (value: unknown, key: unknown) => void): void {
    for (const [key, value] of this.entries_.slice()) run(value, key);
  }

  keys(): unknown[] {
    return this.entries_.map((entry) => entry[0]);
  }

  values(): unknown[] {
    return this.entries_.map((entry) => entry[1]);
  }

  entries(): Entry[] {
    return this.entries_.map(([key, value]): Entry => [key, value]);
  }

  private find_(key: unknown): Entry | undefined {
    return this.entries_.filter((entry) => entry[0] === key)[0];
  }
}

export class OldSet {
  private readonly map_ = new OldMap();

  constructor(items?: Iterable<unknown>) {
    if (items) for (const item of items) this.add(item);
  }

  get size(): number {
    return this.map_.size;
  }

  has(item: unknown): boolean {
    return this.map_.has(item);
  }

  add(item: unknown): this {
    this.map_.set(item, item);
    return this;
  }

  delete(item: unknown): boolean {
    return this.map_.delete(item);
  }

  clear(): void {
    this.map_.clear();
  }

  forEach(run: (item: unknown) => void): void {
    for (const item of this.values()) run(item);
  }

  keys(): unknown[] {
    return this.map_.keys();
  }

  values(): unknown[] {
    return this.map_.keys();
  }

  entries(): Entry[] {
    return this.map_.entries();
  }
}
