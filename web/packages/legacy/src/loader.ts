// Brings the parts of the ES5 build when they are needed: `define` and `require` as Babel writes them for AMD.

type Exports = Record<string, unknown>;
type Factory = (...found: unknown[]) => void;

interface Module {
  needs: string[];
  factory: Factory;
  exports: Exports | undefined;
}

const modules: Record<string, Module> = {};
const coming: Record<string, ((arrived: boolean) => void)[]> = {};
const { smooch } = window as unknown as { smooch: { config: { assets: { oldMessengerJs: string } } } };
const folder = smooch.config.assets.oldMessengerJs.replace(/[^/]*$/, '');

/** Fetches a part's script, once at a time; one that could not be had is asked for again the next time. */
function fetchPart(id: string, done: (arrived: boolean) => void): void {
  if (modules[id]) {
    done(true);
    return;
  }
  const waiting = coming[id];
  if (waiting) {
    waiting.push(done);
    return;
  }
  coming[id] = [done];
  const script = document.createElement('script');
  script.src = folder + id.replace('./', '');
  script.onload = script.onerror = () => {
    const told = coming[id] || [];
    delete coming[id];
    for (const tell of told) tell(!!modules[id]);
  };
  document.body.appendChild(script);
}

/** Fetches a part with all it needs. */
function gather(id: string, done: (arrived: boolean) => void): void {
  fetchPart(id, (arrived) => {
    const needs = arrived ? (modules[id] as Module).needs.filter((need) => need.charAt(0) === '.') : [];
    let left = needs.length;
    let whole = arrived;
    if (!left) done(arrived);
    for (const need of needs) {
      gather(need, (came) => {
        whole = whole && came;
        if (!--left) done(whole);
      });
    }
  });
}

function run(id: string): Exports {
  const found = modules[id] as Module;
  if (!found.exports) {
    const exports: Exports = {};
    found.exports = exports;
    found.factory.apply(
      null,
      found.needs.map((need) => (need === 'exports' ? exports : need === 'require' ? bring : run(need))),
    );
  }
  return found.exports as Exports;
}

function bring(ids: string[], done: (exports: Exports) => void, failed: (error: Error) => void): void {
  const id = ids[0] as string;
  gather(id, (arrived) =>
    arrived ? done(run(id)) : failed(new Error('A part of the messenger did not load')),
  );
}

function define(id: string, needs: string[], factory: Factory): void {
  modules[id] = { needs, factory, exports: undefined };
}

(window as unknown as Exports).define = define;
(window as unknown as Exports).smoochRun = run;
