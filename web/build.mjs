// Builds everything the server hands out into src/smooch_server/static/, and the npm package into packages/sdk/dist/.
import { createHash } from 'node:crypto';
import { mkdir, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { basename, dirname, extname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { gzipSync } from 'node:zlib';
import { build, transform } from 'esbuild';
import { rolldown } from 'rolldown';
import { minify as squeeze } from 'terser';
import { tighten, toEs5, toOldCss } from './legacy.mjs';
import { readTypings } from './typings.mjs';

const web = dirname(fileURLToPath(import.meta.url));
const out = join(web, '../src/smooch_server/static');
const { version } = JSON.parse(await readFile(join(web, 'packages/sdk/package.json'), 'utf8'));
/** Goes into names of files that Babel writes: another Babel may write them in another way. */
const tools = createHash('sha256')
  .update(await readFile(join(web, 'package-lock.json')))
  .digest('hex')
  .slice(0, 6);
const compressible = new Set(['.js', '.css', '.html', '.json', '.svg', '.txt']);

/** Options every bundle shares. */
const common = {
  absWorkingDir: web,
  bundle: true,
  minify: true,
  write: false,
  target: 'es2020',
  charset: 'utf8',
  legalComments: 'none',
  jsx: 'automatic',
  jsxImportSource: 'preact',
  define: { VERSION: JSON.stringify(version), 'process.env.NODE_ENV': '"production"' },
  loader: { '.svg': 'text' },
  logLevel: 'warning',
};

const files = new Map();

/** Keeps one file for static/ with its compressed twin; the same input gives the same bytes. */
function put(path, content) {
  files.set(path, content);
  if (compressible.has(extname(path))) files.set(`${path}.gz`, gzipSync(content, { level: 9 }));
}

/** Writes everything at the end, so that a failed build leaves the old one. */
async function flush() {
  await rm(out, { recursive: true, force: true });
  for (const [path, content] of files) {
    await mkdir(dirname(join(out, path)), { recursive: true });
    await writeFile(join(out, path), content);
  }
}

/** Keeps a file whose name carries a hash of its content, so that it may be cached for ever. */
function putHashed(folder, name, content) {
  const hash = createHash('sha256').update(content).digest('hex').slice(0, 10);
  const path = `${folder}/${name.replace(/(\.\w+)$/, `-${hash}$1`)}`;
  put(path, content);
  return path;
}

/** Bundles one entry and returns its texts by extension. */
async function bundle(entry, options = {}) {
  const result = await build({ ...common, entryPoints: [entry], outdir: 'out', format: 'iife', ...options });
  return Object.fromEntries(result.outputFiles.map((file) => [extname(file.path).slice(1), file.text]));
}

/** Private members end in an underscore; in the widget, where bytes count, they get short names. */
const small = { mangleProps: /[a-z]_$/ };

/** What every page downloads is minified once more, by Terser, which gains some 3 %. */
async function tight(code, module) {
  const options = {
    ecma: 2020,
    module,
    compress: { passes: 3, pure_getters: true },
    format: { comments: false },
  };
  return (await squeeze(code, options)).code;
}

/** A style sheet imported as a string: the host bundle carries its own. */
const inlineCss = {
  name: 'inline-css',
  setup({ onLoad }) {
    onLoad({ filter: /\.css$/ }, async ({ path }) => {
      return { contents: await styleSheet(path), loader: 'text' };
    });
  },
};

async function styleSheet(path) {
  const { outputFiles } = await build({ ...common, entryPoints: [path] });
  return outputFiles[0].text.trim();
}

/** Style sheets: `*.part.css` is a string in the part that imports it; all others go to one file, found in `sheets`. */
function collectCss(sheets) {
  return {
    name: 'collect-css',
    async load(path) {
      if (!path.endsWith('.css')) return null;
      const css = await styleSheet(path);
      if (path.endsWith('.part.css'))
        return { code: `export default ${JSON.stringify(css)}`, moduleType: 'js' };
      sheets.push(css);
      return { code: '', moduleType: 'js' };
    },
  };
}

/** Names the chunk of all that an entry imports without `import()`; left alone, Rolldown now and then splits it. */
function oneChunk(name, entry) {
  const found = new Set();
  const search = (id, context) => {
    if (found.has(id)) return;
    found.add(id);
    for (const next of context.getModuleInfo(id)?.importedIds ?? []) search(next, context);
  };
  return (id, context) => {
    search(entry, context);
    return found.has(id) ? name : null;
  };
}

/**
 * The messenger: one script with all that a text conversation needs, and a script for every `import()`. What both need
 * stays in the first, which is why Rolldown bundles it: esbuild would put it into further files.
 */
async function buildMessenger() {
  const sheets = [];
  const bundled = await rolldown({
    cwd: web,
    input: { messenger: 'apps/messenger/src/main.tsx' },
    preserveEntrySignatures: false,
    transform: { target: common.target, define: common.define },
    plugins: [collectCss(sheets)],
  });
  const { output } = await bundled.generate({
    format: 'esm',
    minify: true,
    entryFileNames: '[name]-[hash].js',
    chunkFileNames: 'part-[name]-[hash].js',
    hashCharacters: 'hex',
    codeSplitting: {
      groups: [
        { name: oneChunk('messenger', join(web, 'apps/messenger/src/main.tsx')), debugName: 'messenger' },
        { name: 'common', minShareCount: 2, maxModuleSize: 2000 }, // what is small and shared by parts
      ],
    },
  });
  const { minify, target, charset, legalComments } = common;
  let mangleCache = {};
  for (const { code, fileName } of output) {
    const options = { minify, target, charset, legalComments, format: 'esm', ...small, mangleCache };
    const minified = await transform(code, options);
    mangleCache = minified.mangleCache;
    put(`widget/${fileName}`, await tight(minified.code, true));
  }
  return { js: `widget/${output[0].fileName}`, css: putHashed('widget', 'messenger.css', sheets.join('')) };
}

/** What old browsers do in another way, and their style sheets. */
function oldEngine(sheets) {
  return {
    name: 'old-engine',
    resolveId(path, importer) {
      return path.endsWith('/engine') ? join(dirname(importer), `${path}-old.ts`) : null;
    },
    async load(path) {
      if (!path.endsWith('.css')) return null;
      const css = toOldCss(await styleSheet(path));
      if (path.endsWith('index.css')) sheets.push(css);
      const text = path.endsWith('index.css') ? '' : `export default ${JSON.stringify(css)}`;
      return { code: text, moduleType: 'js' };
    },
  };
}

/** Bundles for old browsers, in the same parts as for today's; Babel makes ES5 of them. */
async function bundleOld(name, entry, output) {
  const sheets = [];
  const define = { ...common.define, 'Object.assign': 'assign', 'Number.parseInt': 'parseInt' };
  const bundled = await rolldown({
    cwd: web,
    input: { [name]: entry },
    preserveEntrySignatures: output.format === 'esm' ? false : 'strict',
    transform: { target: 'es2018', define: name === 'host' ? define : common.define },
    plugins: [oldEngine(sheets)],
  });
  const found = await bundled.generate({ minify: false, generatedCode: { symbols: false }, ...output });
  return { chunks: found.output, css: sheets.join('') };
}

/** The host script for old browsers: their page must not be changed, so what it lacks stands inside. */
async function buildOldHost() {
  const shim = await bundleOld('shim', 'packages/legacy/src/host.ts', { format: 'iife', name: 'shim' });
  const host = await bundleOld('host', 'packages/sdk/src/script.ts', { format: 'iife' });
  const inPlace = 'var Promise=shim.Promise,fetch=shim.fetch,assign=shim.assign;';
  put('widget/smooch-es5.js', await toEs5([shim.chunks[0].code, inPlace, host.chunks[0].code]));
}

/** The messenger for old browsers: a script for a text conversation, with what these browsers lack, and its parts. */
async function buildOldMessenger() {
  const entry = join(web, 'apps/messenger/src/old.ts');
  const { chunks, css } = await bundleOld('messenger', entry, {
    format: 'esm',
    entryFileNames: `old-[name]-[hash]${tools}.js`,
    chunkFileNames: `old-[name]-[hash]${tools}.js`,
    hashCharacters: 'hex',
    codeSplitting: { groups: [{ name: oneChunk('messenger', entry), debugName: 'messenger' }] },
  });
  const [loader] = (await bundleOld('loader', 'packages/legacy/src/loader.ts', { format: 'iife' })).chunks;
  for (const { code, fileName, isEntry } of chunks) {
    const id = `./${fileName}`;
    const styled = code.replace('MESSENGER_CSS', () => JSON.stringify(css));
    const scripts = isEntry ? [loader.code, { id, code: styled }, `smoochRun('${id}')`] : [{ id, code }];
    put(`widget/${fileName}`, await toEs5(scripts));
  }
  return `widget/${chunks.find((chunk) => chunk.isEntry).fileName}`;
}

async function buildWidget() {
  const host = await bundle('packages/sdk/src/script.ts', { ...small, plugins: [inlineCss] });
  put('widget/smooch.js', await tight(host.js, false));
  const messenger = await buildMessenger();
  const { js } = await bundle('packages/sdk/src/snippet.ts', { target: 'es5', format: 'esm' });
  const stub = await tighten(js);
  const template = await readFile(join(web, 'packages/sdk/src/snippet.html'), 'utf8');
  put(
    'widget/snippet.html',
    template.replace('{{stub}}', () => stub),
  );
  await buildOldHost();
  return {
    host: 'widget/smooch.js',
    messengerJs: messenger.js,
    messengerCss: messenger.css,
    oldHost: 'widget/smooch-es5.js',
    oldMessengerJs: await buildOldMessenger(),
    snippet: 'widget/snippet.html',
  };
}

/** A file of words for each language, asked for by pages that want it, and what the server must know of them. */
async function buildLanguages() {
  const folder = join(web, 'packages/locales/src/languages');
  const languages = {};
  for (const name of (await readdir(folder)).sort()) {
    const { code } = await transform(await readFile(join(folder, name), 'utf8'), { loader: 'ts' });
    const { default: locale } = await import(`data:text/javascript,${encodeURIComponent(code)}`);
    const { dir, texts } = locale;
    const tag = basename(name, '.ts');
    const { frameTitle, headerText, openLabel } = texts;
    languages[tag] = {
      dir,
      path: putHashed('widget', `words-${tag}.json`, JSON.stringify(texts)),
      launcher: { frameTitle, headerText, openLabel },
    };
  }
  put('languages.json', `${JSON.stringify(languages, null, 2)}\n`);
}

/**
 * Bundles apps/<name>/src/main.tsx (css imported from it becomes one file) to static/<name>/ and fills `{{js}}` and
 * `{{css}}` of apps/<name>/index.html with the addresses.
 */
async function buildApp(name) {
  const { js, css = '' } = await bundle(`apps/${name}/src/main.tsx`);
  const urls = {
    js: `/static/${putHashed(name, 'main.js', js)}`,
    css: `/static/${putHashed(name, 'main.css', css)}`,
  };
  const html = await readFile(join(web, `apps/${name}/index.html`), 'utf8');
  put(
    `${name}/index.html`,
    html.replace(/\{\{(js|css)\}\}/g, (_, key) => urls[key]),
  );
  return `${name}/index.html`;
}

/** `typings:smooch`: what the public typings hold, as data. */
const typings = {
  name: 'typings',
  setup({ onResolve, onLoad }) {
    onResolve({ filter: /^typings:smooch$/ }, ({ path }) => ({ path, namespace: 'typings' }));
    onLoad({ filter: /.*/, namespace: 'typings' }, async () => {
      return { contents: JSON.stringify(await readTypings()), loader: 'json' };
    });
  },
};

/** The demo's reference page, and the small page in it on which examples run. */
async function buildReference() {
  const { js, css } = await bundle('apps/demo/src/reference/main.tsx', { plugins: [typings] });
  const urls = {
    js: `/static/${putHashed('demo', 'reference.js', js)}`,
    css: `/static/${putHashed('demo', 'reference.css', css)}`,
  };
  for (const name of ['reference', 'try']) {
    const html = await readFile(join(web, `apps/demo/${name}.html`), 'utf8');
    put(
      `demo/${name}.html`,
      html.replace(/\{\{(js|css)\}\}/g, (_, key) => urls[key]),
    );
    manifest[name] = `demo/${name}.html`;
  }
}

/** The npm package: one CommonJS file whose export is the API, one ESM file, typings. */
async function buildPackage() {
  const dist = join(web, 'packages/sdk/dist');
  await rm(dist, { recursive: true, force: true });
  await mkdir(dist, { recursive: true });
  const entry = 'packages/sdk/src/index.ts';
  const esm = await bundle(entry, { plugins: [inlineCss], format: 'esm' });
  const cjs = await bundle(entry, {
    plugins: [inlineCss],
    format: 'cjs',
    footer: {
      js: 'module.exports=module.exports.default;Object.defineProperties(module.exports,{default:{value:module.exports},__esModule:{value:true}});',
    },
  });
  await writeFile(join(dist, 'smooch.mjs'), esm.js);
  await writeFile(join(dist, 'smooch.cjs'), cjs.js);
  await writeTypings(dist);
}

/** The typings: for `import` as they are, for `require` the same within a namespace that goes with the one export. */
async function writeTypings(dist) {
  const source = join(web, 'packages/sdk/src');
  const typings = await readFile(join(source, 'smooch.d.ts'), 'utf8');
  const texts = await readFile(join(source, 'custom-text.d.ts'), 'utf8');
  await writeFile(join(dist, 'smooch.d.ts'), typings.replace("'./custom-text'", "'./custom-text.js'"));
  await writeFile(join(dist, 'custom-text.d.ts'), texts);
  const [types] = typings.split('declare global');
  const own = `${texts}${types}`
    .replace(/^(import type|export type \{).*$/gm, '')
    .replace(/^export /gm, '')
    .replace(/^(?=.)/gm, '  ');
  const all = `declare namespace Smooch {\n${own.trimEnd()}\n}\n`;
  const one = 'declare const Smooch: Smooch.SmoochApi & { default: Smooch.SmoochApi };\nexport = Smooch;\n';
  await writeFile(join(dist, 'smooch.d.cts'), all + one);
}

const manifest = await buildWidget();
for (const name of ['inbox', 'demo', 'docs']) manifest[name] = await buildApp(name);
await buildReference();
await buildLanguages();
put('manifest.json', `${JSON.stringify(manifest, null, 2)}\n`);
await flush();
await buildPackage();
