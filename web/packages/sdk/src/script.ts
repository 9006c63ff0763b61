import { createSmooch, type SmoochApi } from './host';

type Stub = { _handOff?: (real: SmoochApi) => void };
type Page = Window & { Smooch?: Stub | SmoochApi; __onWebMessengerHostReady__?: (real: SmoochApi) => void };

const page: Page = window;
const script = document.currentScript as HTMLScriptElement | null;
const real = createSmooch({
  ...(script && { base: script.src.replace(/\/[^/]*$/, ''), nonce: script.nonce }),
});
const stub = page.Smooch as Stub | undefined;
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

if (old) {
  delete page.__onWebMessengerHostReady__;
  old(real);
} else {
  page.Smooch = real;
  stub?._handOff?.(real);
}

if (document.readyState === 'complete') remind();
else addEventListener('load', remind, { once: true });
