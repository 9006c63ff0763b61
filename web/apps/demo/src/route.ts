/** The shop's pages are told apart by the part after the `#`. */

import { signal } from '@preact/signals';

export type Route =
  | { page: 'home' | 'cart' | 'returns' | 'about' | 'missing' }
  | { page: 'object'; slug: string };

export function parse(hash: string): Route {
  const [first = '', second] = hash.replace(/^#?\/?/, '').split('/');
  if (first === '') return { page: 'home' };
  if (first === 'objects' && second) return { page: 'object', slug: second };
  if (first === 'cart' || first === 'returns' || first === 'about') return { page: first };
  return { page: 'missing' };
}

export const route = signal<Route>({ page: 'home' });

export function followAddress(): void {
  const follow = () => {
    route.value = parse(location.hash);
  };
  follow();
  window.addEventListener('hashchange', follow);
}
