// node run.mjs: reads where the server is from standard input and drives one client; one line of JSON a method.

import fs from 'node:fs';
import { createRequire } from 'node:module';

import { drive, methods } from './harness.mjs';

const given = JSON.parse(fs.readFileSync(0, 'utf8'));
const require = createRequire(import.meta.url);
// With a FormData of Node's own the client 8.11.4 sends the text "[object FormData]" instead of a file.
if (given.client === 'smooch-core-8') delete globalThis.FormData;
const Smooch = require(given.client);

const shop = given.shop;
const old = given.client === 'smooch-core-3';
const serviceUrl = old ? `${given.url}/v1` : given.url;

function make(scope, userId) {
  if (scope === 'appToken') return new Smooch({ appToken: shop.appToken }, { serviceUrl });
  const { keyId, secret } = scope === 'account' ? shop.account : shop;
  const auth = { keyId, secret, scope, ...(userId ? { userId } : {}) };
  return old ? new Smooch(auth, { serviceUrl }) : new Smooch({ ...auth, serviceUrl });
}

const { scenarios, Client } = await import(old ? './core3.mjs' : './core8.mjs');
await drive({
  scenarios,
  names: methods(make('account')),
  caller: (scope) => new Client({ scope, make, shop, folder: given.folder }),
});
