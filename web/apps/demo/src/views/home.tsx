import { CATALOGUE, type Product, price } from '../catalogue';
import { Picture, Scene } from '../drawings/picture';

export function Home() {
  return (
    <>
      <section class="hero">
        <div class="hero-words">
          <p class="kicker">Winter, in six objects</p>
          <h1>Useful things, made slowly.</h1>
          <p class="lead">
            We make six objects and no more. Each is something you touch every day, made by people whose names
            we know, and mended by them when it breaks.
          </p>
          <a class="button" href="#/objects/lamp">
            See the Dusk Lamp
          </a>
        </div>
        <Scene />
      </section>
      <section class="shelf" aria-labelledby="shelf-title">
        <h2 id="shelf-title">All six</h2>
        <Grid products={CATALOGUE} />
      </section>
      <Promises />
    </>
  );
}

export function Grid({ products }: { products: readonly Product[] }) {
  return (
    <ul class="grid">
      {products.map((product) => (
        <li key={product.slug}>
          <a class="card" href={`#/objects/${product.slug}`}>
            <span class="frame">
              <Picture product={product} />
            </span>
            <span class="card-name">{product.name}</span>
            <span class="card-price">{price(product.price)}</span>
            <span class="card-line">{product.line}</span>
          </a>
        </li>
      ))}
    </ul>
  );
}

function Promises() {
  return (
    <section class="promises" aria-label="What we promise">
      <div>
        <h2>Sixty days to decide</h2>
        <p>Live with it first. If it does not belong, send it back at our cost.</p>
        <a href="#/returns">How returns work</a>
      </div>
      <div>
        <h2>Mended, not replaced</h2>
        <p>Handles, shades, legs and glass can be had one by one for as long as we exist.</p>
      </div>
      <div>
        <h2>A person answers</h2>
        <p>Ask about sizes, colours or an order in the chat. No robot, no ticket number.</p>
      </div>
    </section>
  );
}
