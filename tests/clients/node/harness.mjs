// Calls the methods of a published client by name, in every scope, and tells what came of it.

import assert from 'node:assert/strict';
import crypto from 'node:crypto';
import fs from 'node:fs';
import path from 'node:path';

export const unique = (prefix) => `${prefix}-${crypto.randomBytes(6).toString('hex')}`;
export const id = (value) => assert.match(value, /^[0-9a-f]{24}$/);

/** Every public method of a client, as a dotted name, found by walking it. */
export function methods(client) {
  const found = [];
  const walk = (value, prefix) => {
    for (const name in value) {
      const part = value[name];
      if (typeof part === 'function' && !internal(value, name)) found.push(prefix + name);
      else if (part && typeof part === 'object' && (prefix ? /Api$/ : /Api$|^Object$/).test(part.constructor.name))
        walk(part, `${prefix}${name}.`);
    }
  };
  walk(client, '');
  if (client.utils.jwt) found.push('utils.jwt.generate');
  return found.sort();
}

/** What every api object has from its base class, and its checks of arguments. */
function internal(api, name) {
  let holder = api;
  while (!Object.hasOwn(holder, name)) holder = Object.getPrototypeOf(holder);
  return holder.constructor.name === 'BaseApi' || /^validate[A-Z]/.test(name);
}

/** Every field that was sent, at any depth, must come back. */
export function has(got, sent, at = '') {
  if (Array.isArray(sent)) {
    assert.equal(got?.length, sent.length, `${at}: length ${got?.length} instead of ${sent.length}`);
    sent.forEach((each, index) => has(got[index], each, `${at}[${index}]`));
  } else if (sent && typeof sent === 'object') {
    for (const [name, value] of Object.entries(sent)) has(got?.[name], value, `${at}.${name}`);
  } else {
    assert.deepEqual(got, sent, `${at}: ${JSON.stringify(got)} instead of ${JSON.stringify(sent)}`);
  }
}

/** A caller with one kind of credentials. */
export class Caller {
  called = new Set();

  /** `make(scope, userId)` gives a new client. */
  constructor({ scope, make, shop, folder }) {
    Object.assign(this, { scope, make, shop, folder, appId: shop.appId });
    this.client = make(scope);
  }

  /** The same client library with other rights, to set up what a scenario needs. */
  as(scope) {
    const { make, shop, folder } = this;
    return new Caller({ scope, make, shop, folder });
  }

  /** Calls a method; an account says which app it means, where the client asks for it. */
  async call(name, ...given) {
    const [api, method] = this.find(name);
    this.called.add(name);
    return api[method](...(api.requireAppId ? [this.appId, ...given] : given));
  }

  /** The same with named arguments. */
  async named(name, given) {
    const [api, method] = this.find(name);
    this.called.add(name);
    return api[method](api.requireAppId ? { appId: this.appId, ...given } : given);
  }

  find(name) {
    const parts = name.split('.');
    const method = parts.pop();
    return [parts.reduce((value, part) => value[part], this.client), method];
  }

  /** A call that must be refused. The old client does not tell the code. */
  async refused(status, code, name, ...given) {
    const error = await this.call(name, ...given).then(
      () => assert.fail(`${name} was not refused with ${status} ${code}`),
      (error) => error,
    );
    assert.equal(error.response?.status, status, `${name}: ${error.message}`);
    const body = error.code ? { error } : await error.response.json();
    assert.equal(body.error.code, code);
    assert.ok(body.error.description);
    return `answers ${status} \`${code}\``;
  }

  /** A new user; in the scope appUser the client becomes that user's. */
  async user(fields = {}) {
    const userId = unique('ines');
    const { appUser } = await this.as('account').createUser(userId, { givenName: 'Ines', surname: 'Varga', ...fields });
    if (this.scope === 'appUser') this.client = this.make('appUser', userId);
    return appUser;
  }

  /** A business message to the user, posted with the rights of the app. */
  say(user, message) {
    const body = typeof message === 'string' ? { role: 'appMaker', type: 'text', text: message } : message;
    return this.as('account').call('appUsers.sendMessage', user._id, body);
  }

  async integration(props) {
    return (await this.as('account').call('integrations.create', props)).integration;
  }

  file(name) {
    return path.join(this.folder, name);
  }

  bytes(name) {
    return fs.readFileSync(this.file(name));
  }

  /** Whether the address of an upload serves the file. */
  async serves(url) {
    const response = await fetch(url);
    await response.arrayBuffer();
    return response.status === 200;
  }

  jwt(scope, userId) {
    const { keyId, secret } = scope === 'account' ? this.shop.account : this.shop;
    return this.client.utils.jwt.generate(userId ? { scope, userId } : { scope }, secret, keyId);
  }
}

/** Runs every scenario in each of its scopes; prints one line of JSON for each method. */
export async function drive({ scenarios, caller, names }) {
  for (const method of names) {
    const scenario = scenarios[method];
    assert.ok(scenario, `${method} has no scenario`);
    const [scopes, checked, run] = scenario;
    const outcomes = new Set();
    const errors = [];
    for (const scope of scopes) {
      const t = caller(scope);
      try {
        outcomes.add((await run(t)) ?? 'works');
        assert.ok(t.called.has(method), 'the scenario does not call it');
      } catch (error) {
        errors.push(`${scope}: ${await described(error)}`);
      }
    }
    if (!errors.length && outcomes.size > 1) errors.push(`the scopes differ: ${[...outcomes]}`);
    const outcome = errors.length ? 'fails' : [...outcomes][0];
    const error = errors.join('; ') || null;
    console.log(JSON.stringify({ method, outcome, credentials: scopes.join(', '), checked, error }));
  }
  for (const name of Object.keys(scenarios)) assert.ok(names.includes(name), `${name} is no method of this client`);
}

async function described(error) {
  const status = error.response?.status;
  if (!status) return error.message.split('\n')[0];
  const body = error.response.bodyUsed ? '' : await error.response.text();
  return `${status} ${error.message} ${body}`.trim();
}
