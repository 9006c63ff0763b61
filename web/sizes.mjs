// Prints what a visitor downloads against its limits, and fails when a limit is exceeded.
import { readFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { gzipSync } from 'node:zlib';

const built = join(dirname(fileURLToPath(import.meta.url)), '../src/smooch_server/static');
const manifest = JSON.parse(await readFile(join(built, 'manifest.json'), 'utf8'));

/** Size on the wire in bytes, as the server sends it compressed. */
async function wireSize(name, fill = (text) => text) {
  return gzipSync(fill(await readFile(join(built, manifest[name]), 'utf8')), { level: 9 }).length;
}

const snippet = await wireSize('snippet', (text) =>
  text
    .replace('{{baseUrl}}', 'https://messages.example.com')
    .replace('{{appId}}', '5f0000000000000000000000')
    .replaceAll('{{global}}', 'Smooch'),
);
const host = await wireSize('host');
/** A script with all that it imports at once. */
async function withImports(name, seen = new Set()) {
  if (seen.has(name)) return 0;
  seen.add(name);
  const text = await readFile(join(built, name), 'utf8');
  const sizes = [gzipSync(text, { level: 9 }).length];
  for (const [, file] of text.matchAll(/(?:from|import)"\.\/([\w-]+\.js)"/g)) {
    sizes.push(await withImports(join(dirname(name), file), seen));
  }
  return sizes.reduce((sum, size) => sum + size);
}
const js = await withImports(manifest.messengerJs);
const css = await wireSize('messengerCss');

const oldHost = await wireSize('oldHost');
const oldJs = await wireSize('oldMessengerJs');

const rows = [
  ['inline snippet', snippet, 1000],
  ['launcher visible: smooch.js', host, 5000],
  ['messenger.js', js],
  ['messenger.css', css],
  ['conversation shown: all three', host + js + css, 30_000],
  ['ES5 build with its polyfills', oldHost + oldJs, 60_000],
];
let failed = false;
for (const [name, size, limit] of rows) {
  const over = limit !== undefined && size > limit;
  failed ||= over;
  const verdict = limit === undefined ? '' : `of ${String(limit).padStart(6)}  ${over ? 'TOO LARGE' : 'ok'}`;
  console.log(`${name.padEnd(32)}${String(size).padStart(7)} B gz ${verdict}`);
}
process.exitCode = failed ? 1 : 0;
