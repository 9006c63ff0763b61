/** The cart: a value with pure changes, and the signal that keeps it over reloads. */

import { effect, signal } from '@preact/signals';
import { find } from './catalogue';

export interface Line {
  slug: string;
  finish: string;
  count: number;
}

export type Cart = readonly Line[];

const FREE_DELIVERY_FROM = 150; // euros
const DELIVERY = 6.9; // euros
const MOST = 9; // of one thing; a shop with small runs does not sell more
const STORED = 'larkfield.cart';

export function add(cart: Cart, slug: string, finish: string, count: number): Cart {
  const known = cart.find((line) => line.slug === slug && line.finish === finish);
  if (!known) return [...cart, { slug, finish, count: Math.min(count, MOST) }];
  return setCount(cart, known, known.count + count);
}

/** Change a line's count; 0 takes it out. */
export function setCount(cart: Cart, line: Line, count: number): Cart {
  const same = (item: Line) => item.slug === line.slug && item.finish === line.finish;
  if (count <= 0) return cart.filter((item) => !same(item));
  return cart.map((item) => (same(item) ? { ...item, count: Math.min(count, MOST) } : item));
}

export function pieces(cart: Cart): number {
  return cart.reduce((sum, line) => sum + line.count, 0);
}

export interface Sums {
  goods: number;
  delivery: number;
  total: number;
  missing: number; // euros until delivery is free
}

export function sums(cart: Cart): Sums {
  const goods = cart.reduce((sum, line) => sum + line.count * (find(line.slug)?.price ?? 0), 0);
  const delivery = goods === 0 || goods >= FREE_DELIVERY_FROM ? 0 : DELIVERY;
  return { goods, delivery, total: goods + delivery, missing: Math.max(0, FREE_DELIVERY_FROM - goods) };
}

/** What was stored, if it is still a cart of things we have. */
export function parse(text: string | null): Cart {
  try {
    const lines: unknown = JSON.parse(text ?? '[]');
    return Array.isArray(lines) ? lines.filter(isLine) : [];
  } catch {
    return [];
  }
}

function isLine(value: unknown): value is Line {
  const { slug, finish, count } = (value ?? {}) as Partial<Line>;
  const known = find(slug)?.finishes.some((item) => item.name === finish);
  return known === true && Number.isInteger(count) && (count ?? 0) > 0 && (count ?? 0) <= MOST;
}

export const cart = signal<Cart>([]);

/** Read the stored cart and store every change. A browser that forbids storage has a cart until the tab closes. */
export function keepCart(): void {
  try {
    cart.value = parse(localStorage.getItem(STORED));
    effect(() => localStorage.setItem(STORED, JSON.stringify(cart.value)));
  } catch {
    cart.value = [];
  }
}
