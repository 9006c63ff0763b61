// npm smooch-core 8.11.4.

import fs from 'node:fs';

import * as apps from './core8_apps.mjs';
import * as channels from './core8_channels.mjs';
import * as users from './core8_users.mjs';
import { Caller } from './harness.mjs';

export class Client extends Caller {
  as(scope) {
    const { make, shop, folder } = this;
    return new Client({ scope, make, shop, folder });
  }

  createUser(userId, fields) {
    return this.call('appUsers.create', { userId, ...fields });
  }

  /** A file as this client wants it. */
  upload(name) {
    return fs.createReadStream(this.file(name));
  }
}

export const scenarios = { ...apps.scenarios, ...channels.scenarios, ...users.scenarios };
