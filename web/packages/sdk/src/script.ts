import { ownScript } from './engine';
import { createSmooch } from './host';
import type { SmoochApi } from './smooch';

type Stub = { _handOff?: (real: SmoochApi) => void };
type Page = Window & { [name: string]: unknown; __onWebMessengerHostReady__?: (real: SmoochApi) => void };
/** The element that brought this script: the snippet's carries its stub, another may say the name of the global. */
type Loader = HTMLScriptElement & { smooch?: Stub };

const page = window as unknown as Page;
const script = ownScript() as Loader | null;
const name = script?.getAttribute('data-global') || 'Smooch';
const real = createSmooch({
  ...(script && { base: script.src.replace(/\/[^/]*$/, ''), nonce: script.nonce }),
});
const stub = script?.smooch ?? (page[name] as Stub | undefined);
const old = page.__onWebMessengerHostReady__;

const { init } = real;
let called = false;
real.init = (options) => {
  called = true;
  return init(options);
};

function remind(): void {
  if (!called) console.warn('Smooch: init() was not called');
}

if (stub?._handOff) stub._handOff(real);
else if (old) {
  delete page.__onWebMessengerHostReady__;
  old(real);
} else page[name] = real;

if (document.readyState === 'complete') remind();
else addEventListener('load', remind, { once: true });
