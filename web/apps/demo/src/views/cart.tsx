import { useState } from 'preact/hooks';
import { cart, type Line, setCount, sums } from '../cart';
import { find, price } from '../catalogue';
import { Picture } from '../drawings/picture';
import { Counter } from './counter';

export function CartPage() {
  const lines = cart.value;
  if (lines.length === 0) {
    return (
      <section class="plain">
        <h1>Your cart is empty</h1>
        <p class="lead">There are only six things to choose from. It will not take long.</p>
        <a class="button" href="#/">
          See the objects
        </a>
      </section>
    );
  }
  return (
    <section class="cart">
      <h1>Your cart</h1>
      <ul class="lines">
        {lines.map((line) => (
          <CartLine key={`${line.slug} ${line.finish}`} line={line} />
        ))}
      </ul>
      <Summary />
    </section>
  );
}

function CartLine({ line }: { line: Line }) {
  const product = find(line.slug);
  if (!product) return null;
  const finish = product.finishes.find((item) => item.name === line.finish);
  const change = (count: number) => {
    cart.value = setCount(cart.value, line, count);
  };
  return (
    <li class="line">
      <div class="line-picture">
        <Picture product={product} finish={finish} />
      </div>
      <div class="line-words">
        <a class="card-name" href={`#/objects/${product.slug}`}>
          {product.name}
        </a>
        <p>{line.finish}</p>
        <button type="button" class="remove" onClick={() => change(0)}>
          Remove<span class="hidden"> {product.name}</span>
        </button>
      </div>
      <Counter name={product.name} count={line.count} least={1} onChange={change} />
      <p class="line-price">{price(product.price * line.count)}</p>
    </li>
  );
}

function Summary() {
  const { goods, delivery, total, missing } = sums(cart.value);
  const [asked, setAsked] = useState(false);
  return (
    <aside class="summary" aria-label="Sum">
      <dl>
        <div>
          <dt>Objects</dt>
          <dd>{price(goods)}</dd>
        </div>
        <div>
          <dt>Delivery</dt>
          <dd>{delivery ? price(delivery) : 'free'}</dd>
        </div>
        <div class="total">
          <dt>Total</dt>
          <dd>{price(total)}</dd>
        </div>
      </dl>
      {missing > 0 && (
        <p class="small">
          Delivery is free from {price(goods + missing)}: {price(missing)} to go.
        </p>
      )}
      <button type="button" class="button" onClick={() => setAsked(true)}>
        Go to checkout
      </button>
      <p class="added" role="status">
        {asked &&
          'This is where the demonstration ends: Larkfield is invented and sells nothing. The chat is real.'}
      </p>
    </aside>
  );
}
