/** The page in the frame on which the examples run: its `Smooch` is started anew for each option. */

import { signal } from '@preact/signals';

type Api = Record<string, (...args: unknown[]) => unknown>;
type Options = Record<string, unknown>;

/** What was told last, newest first. */
export const log = signal<string[]>([]);

const EVENTS = 'ready destroy message:received message:sent message unreadCount widget:opened widget:closed';
const LINES = 40;

let frame: HTMLIFrameElement | null = null;
let started: Promise<unknown> | undefined;

export function tell(line: string): void {
  log.value = [line, ...log.value].slice(0, LINES);
}

/** A value as the log shows it. */
function shown(value: unknown): string {
  if (value === undefined) return 'undefined';
  if (value instanceof Error) return value.message;
  const text = JSON.stringify(value) ?? String(value);
  return text.length > 400 ? `${text.slice(0, 400)}…` : text;
}

function api(): Api {
  const found = (frame?.contentWindow as { Smooch?: Api } | null)?.Smooch;
  if (!found) throw Error('There is no app yet: make one with `smooch app create`');
  return found;
}

export function setFrame(element: HTMLIFrameElement | null): void {
  frame = element;
}

/** Starts the messenger in the frame with these options, after what was there is gone. */
export function start(options: Options): Promise<unknown> {
  const smooch = api();
  const box = frame?.contentDocument?.getElementById('box');
  smooch.destroy?.();
  if (box) box.hidden = !options.embedded;
  for (const name of EVENTS.split(' ')) {
    smooch.on?.(name, (value?: unknown) => tell(`${name}${value === undefined ? '' : ` ${shown(value)}`}`));
  }
  if (options.embedded) smooch.render?.(box);
  started = smooch.init?.({
    appId: document.body.dataset.app,
    ...options,
  }) as Promise<unknown> | undefined;
  return started ?? Promise.resolve();
}

/** Starts the messenger with one option and opens it, so that the option is seen. */
export async function tryOption(name: string, value: unknown): Promise<void> {
  tell(`init({ ${name}: ${shown(value)} })`);
  const options: Options = { [name]: value };
  if (name === 'translate' && value) options.locale = 'fr';
  try {
    await start(options);
    if (!/^(button|displayStyle|embedded)/.test(name)) api().open?.();
  } catch (error) {
    tell(`init: ${shown(error)}`);
  }
}

/** Calls a method; what comes back is told. */
export async function tryMethod(name: string, args: unknown[]): Promise<void> {
  const call = `${name}(${args.map(shown).join(', ')})`;
  try {
    if (name === 'init') return void (await tryOption('displayStyle', 'button'));
    await (started ?? start({}));
    const value = name === 'VERSION' ? api().VERSION : await api()[name]?.(...args);
    tell(`${call} → ${shown(value)}`);
  } catch (error) {
    tell(`${call} → ${shown(error)}`);
  }
}
