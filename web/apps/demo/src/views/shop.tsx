/** The frame of every page: what this is, head, page, foot. */

import { useEffect, useRef } from 'preact/hooks';
import { cart, pieces } from '../cart';
import { find } from '../catalogue';
import { type Route, route } from '../route';
import { CartPage } from './cart';
import { Home } from './home';
import { AboutPage, MissingPage, ReturnsPage } from './pages';
import { ProductPage } from './product';

export interface Links {
  inboxUrl: string;
  docsUrl: string;
}

export function Shop(links: Links) {
  const main = useRef<HTMLElement>(null);
  const shown = route.value;
  const started = useRef(false);
  // biome-ignore lint/correctness/useExhaustiveDependencies: the signal's value is the page; a new one is a new page
  useEffect(() => {
    document.title = `${title(shown)} · Larkfield`;
    if (started.current) {
      window.scrollTo(0, 0);
      main.current?.focus({ preventScroll: true }); // a screen reader goes on where the new page begins
    }
    started.current = true;
  }, [shown]);
  return (
    <>
      <Notice {...links} />
      <Head />
      <main ref={main} tabIndex={-1}>
        <Page shown={shown} links={links} />
      </main>
      <Foot />
    </>
  );
}

function Page({ shown, links }: { shown: Route; links: Links }) {
  switch (shown.page) {
    case 'home':
      return <Home />;
    case 'object': {
      const product = find(shown.slug);
      return product ? <ProductPage key={product.slug} product={product} /> : <MissingPage />;
    }
    case 'cart':
      return <CartPage />;
    case 'returns':
      return <ReturnsPage />;
    case 'about':
      return <AboutPage {...links} />;
    case 'missing':
      return <MissingPage />;
  }
}

function title(shown: Route): string {
  switch (shown.page) {
    case 'home':
      return 'Useful things, made slowly';
    case 'object':
      return find(shown.slug)?.name ?? 'Not here';
    case 'cart':
      return 'Your cart';
    case 'returns':
      return 'Returns';
    case 'about':
      return 'About this page';
    case 'missing':
      return 'Not here';
  }
}

/** One sentence about what this really is. */
function Notice({ inboxUrl, docsUrl }: Links) {
  return (
    <aside class="notice" aria-label="About this demonstration">
      <p>A made-up shop with a real chat: write to it, and answer yourself in the inbox.</p>
      <nav aria-label="Behind the shop">
        <a href={inboxUrl}>Inbox</a>
        <a href="/demo/reference">Messenger reference</a>
        <a href={docsUrl}>API reference</a>
        <a href="#/about">About</a>
      </nav>
    </aside>
  );
}

function Head() {
  const count = pieces(cart.value);
  return (
    <header class="head">
      <a class="brand" href="#/" aria-label="Larkfield, to the start">
        <Mark />
        Larkfield
      </a>
      <nav aria-label="Shop">
        <a href="#/">Objects</a>
        <a href="#/returns">Returns</a>
        <a href="#/cart" class="to-cart">
          Cart <span class={count ? 'cart-count full' : 'cart-count'}>{count}</span>
          <span class="hidden">{count === 1 ? 'thing' : 'things'}</span>
        </a>
      </nav>
    </header>
  );
}

/** The mark: a field under a small sun. */
function Mark() {
  return (
    <svg class="mark" width="30" height="30" viewBox="0 0 32 32" aria-hidden="true">
      <circle cx="16" cy="16" r="16" />
      <path d="M2.5 19.5c7-4 16-5 27.2-1.7M4.7 25c6-3.6 13-4.2 22-2.2" />
      <circle class="sun" cx="20" cy="10.5" r="3.2" />
    </svg>
  );
}

function Foot() {
  return (
    <footer class="foot">
      <p>
        <strong>Larkfield</strong> Useful things for slow mornings.
      </p>
      <nav aria-label="Foot">
        <a href="#/">Objects</a>
        <a href="#/returns">Returns</a>
        <a href="#/cart">Cart</a>
        <a href="#/about">About this page</a>
      </nav>
      <p class="small">Larkfield is invented. Nothing here can be bought.</p>
    </footer>
  );
}
