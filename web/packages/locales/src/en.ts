import { attach } from './en/attach';
import { attention } from './en/attention';
import { banner } from './en/banner';
import { channels } from './en/channels';
import { core } from './en/core';
import { forms } from './en/forms';
import { launcher } from './en/launcher';
import { location } from './en/location';
import { payments } from './en/payments';
import { privacy } from './en/privacy';
import { rich } from './en/rich';

/** All words of the messenger. A screen that is loaded later brings its own part of them, and no visitor loads all. */
export const en = {
  ...launcher,
  ...core,
  ...attention,
  ...banner,
  ...attach,
  ...location,
  ...rich,
  ...forms,
  ...privacy,
  ...channels,
  ...payments,
};
