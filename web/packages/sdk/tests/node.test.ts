// @vitest-environment node
import { expect, it } from 'vitest';
import Smooch from '../src/index';

it('can be imported where there is no window', async () => {
  Smooch.on('ready', () => {});
  await expect(Smooch.init({ appId: 'a' })).rejects.toMatchObject({ code: 'unsupported_browser' });
});
