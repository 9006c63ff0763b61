import { describe, expect, it } from 'vitest';
import { add, type Cart, parse, pieces, setCount, sums } from '../src/cart';
import { price } from '../src/catalogue';
import * as route from '../src/route';

const lamp = { slug: 'lamp', finish: 'Ochre', count: 1 };
const carafe = { slug: 'carafe', finish: 'Clear', count: 2 };

describe('the cart', () => {
  it('adds up the same thing and keeps finishes apart', () => {
    const cart = add(add(add([], 'lamp', 'Ochre', 1), 'lamp', 'Moss', 1), 'lamp', 'Ochre', 2);
    expect(cart.map((line) => line.count)).toEqual([3, 1]);
    expect(pieces(cart)).toBe(4);
  });

  it('never holds more than nine of a thing, nor less than one', () => {
    expect(add([{ ...lamp, count: 8 }], 'lamp', 'Ochre', 5)[0]?.count).toBe(9);
    expect(setCount([lamp, carafe], lamp, 0)).toEqual([carafe]);
  });

  it.each<[string, Cart, number, number, number]>([
    ['nothing', [], 0, 0, 150],
    ['a little', [carafe], 6.9, 90.9, 66],
    ['enough for free delivery', [lamp], 0, 189, 0],
  ])('costs: %s', (_, cart, delivery, total, missing) => {
    expect(sums(cart)).toMatchObject({ delivery, total, missing });
  });

  it('comes back from storage, without what we do not sell', () => {
    const stored = JSON.stringify([
      lamp,
      { slug: 'sofa', finish: 'x', count: 1 },
      { ...lamp, count: -1 },
      null,
    ]);
    expect(parse(stored)).toEqual([lamp]);
    expect(parse('{')).toEqual([]);
    expect(parse(null)).toEqual([]);
  });
});

it('writes prices without needless cents', () => {
  expect([price(68), price(6.9)]).toEqual(['€68', '€6.90']);
});

it.each([
  ['', 'home'],
  ['#/', 'home'],
  ['#/objects/lamp', 'object'],
  ['#/cart', 'cart'],
  ['#/elsewhere', 'missing'],
])('leads %j to %s', (hash, page) => {
  expect(route.parse(hash).page).toBe(page);
});
