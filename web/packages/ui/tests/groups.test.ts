import { expect, it } from 'vitest';
import { group } from '../src/groups';

const message = (key: string, role: string, at: number, name?: string) => ({
  key,
  role,
  at,
  ...(name && { name }),
});

it('puts messages of one author together and begins anew after a pause', () => {
  const groups = group(
    [
      message('a', 'appUser', 0),
      message('b', 'appUser', 60, 'ignored for the user'),
      message('c', 'appMaker', 70, 'Maya'),
      message('d', 'appMaker', 80, 'Tom'),
      message('e', 'appMaker', 979, 'Tom'),
      message('f', 'appMaker', 1879, 'Tom'),
    ],
    (item) => item,
  );
  expect(groups.map(({ items, own, date }) => [items.map(({ key }) => key).join(''), own, date])).toEqual([
    ['ab', true, 0],
    ['c', false, undefined],
    ['de', false, undefined],
    ['f', false, 1879],
  ]);
});
