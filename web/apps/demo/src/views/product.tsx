import { useState } from 'preact/hooks';
import { add, cart } from '../cart';
import { CATALOGUE, type Finish, type Product, price } from '../catalogue';
import { Picture } from '../drawings/picture';
import { Counter } from './counter';
import { Grid } from './home';

export function ProductPage({ product }: { product: Product }) {
  const [finish, setFinish] = useState(product.finishes[0]);
  const others = CATALOGUE.filter((item) => item.slug !== product.slug);
  const start = CATALOGUE.indexOf(product) % others.length;
  const beside = [...others.slice(start), ...others.slice(0, start)].slice(0, 3);
  return (
    <>
      <article class="product">
        <div class="product-picture">
          <Picture product={product} finish={finish} label={`${product.name} in ${finish.name}`} />
        </div>
        <div class="product-words">
          <p class="crumbs">
            <a href="#/">Objects</a> <span aria-hidden="true">/</span> {product.name}
          </p>
          <h1>{product.name}</h1>
          <p class="product-price">
            {price(product.price)} <span>including tax</span>
          </p>
          <p class="lead">{product.story}</p>
          <Finishes product={product} chosen={finish} onChoose={setFinish} />
          <Buy product={product} finish={finish} />
          <dl class="facts">
            {product.facts.map(([name, value]) => (
              <div key={name}>
                <dt>{name}</dt>
                <dd>{value}</dd>
              </div>
            ))}
            <div>
              <dt>Delivery</dt>
              <dd>
                Three to five days, or <a href="#/returns">back within sixty</a>
              </dd>
            </div>
          </dl>
        </div>
      </article>
      <section class="shelf" aria-labelledby="beside-title">
        <h2 id="beside-title">Goes well with</h2>
        <Grid products={beside} />
      </section>
    </>
  );
}

interface FinishesProps {
  product: Product;
  chosen: Finish;
  onChoose(finish: Finish): void;
}

function Finishes({ product, chosen, onChoose }: FinishesProps) {
  return (
    <fieldset class="finishes">
      <legend>
        Finish: <strong>{chosen.name}</strong>
      </legend>
      {product.finishes.map((finish) => (
        <label key={finish.name} title={finish.name}>
          <input
            type="radio"
            name="finish"
            class="hidden"
            checked={finish.name === chosen.name}
            onChange={() => onChoose(finish)}
          />
          <span class="swatch" style={{ '--swatch': finish.main }} />
          <span class="hidden">{finish.name}</span>
        </label>
      ))}
    </fieldset>
  );
}

function Buy({ product, finish }: { product: Product; finish: Finish }) {
  const [count, setCount] = useState(1);
  const [added, setAdded] = useState('');
  const put = () => {
    cart.value = add(cart.value, product.slug, finish.name, count);
    setAdded(`${count} × ${finish.name} is in your cart.`);
    setCount(1);
  };
  return (
    <>
      <div class="buy">
        <Counter name={product.name} count={count} least={1} onChange={setCount} />
        <button type="button" class="button" onClick={put}>
          Add to cart
        </button>
      </div>
      <p class="added" role="status">
        {added && (
          <>
            {added} <a href="#/cart">See the cart</a>
          </>
        )}
      </p>
    </>
  );
}
