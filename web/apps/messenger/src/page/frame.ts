import { addPageSheet, FROM, RESET, SEEN } from './engine';

type State = 'init' | 'opened' | 'closing' | 'closed' | 'embedded';
type Size = (typeof SIZES)[number];

/** Media queries by size class, with the frame's width and height when opened; the first that fits counts. */
const SIZES: [name: string, query: string, width: string, height: string][] = [
  ['xs', '(max-width:767.98px)', '100%', SEEN],
  ['sm', '(max-height:507.98px)', '354px', '444px'],
  ['lg', '(min-width:1200px) and (min-height:668px)', '434px', '664px'],
  ['md', 'all', '374px', '504px'],
];
const LOCK = '.smooch-lock,.smooch-lock body{overflow:hidden!important;max-height:100%!important}';

/** Where the opened frame stands and how large it is. */
function geometry([size, , width, height]: Size, tab: boolean): string {
  const edge = tab ? 'right:-4px;bottom:0' : 'right:8px;bottom:8px';
  const place =
    size === 'xs'
      ? `left:0;top:${FROM}`
      : `${edge};filter:drop-shadow(0 1px 2px #0002)drop-shadow(0 6px 18px #0003)`;
  return `${RESET};display:block;z-index:9998;color-scheme:light;position:fixed;width:${width};height:${height};${place};`;
}

/** The frame in the page: how large it is, and classes that tell the page and the frame how things stand. */
export function createFrame(page: Window & typeof globalThis, embedded: boolean) {
  const frame = window.frameElement as HTMLElement;
  const root = document.documentElement;
  const { classList } = page.document.documentElement;
  const closed = frame.style.cssText;
  const style = root.classList.contains('tab') ? 'tab' : 'button';
  const lists = SIZES.map(([, query]) => page.matchMedia(query));
  const unlock = addPageSheet(page, LOCK);
  let state: State = embedded ? 'embedded' : 'init';
  let said = `smooch-${state}`;

  const update = () => {
    const size = SIZES.filter((_, at) => lists[at]?.matches)[0] as Size;
    const opened = state === 'opened' || state === 'closing';
    frame.style.cssText = opened ? geometry(size, style === 'tab').replace(/;/g, '!important;') : closed;
    classList.remove(said);
    said = `smooch-${state}`;
    classList.add(said);
    classList[size[0] === 'xs' && state === 'opened' ? 'add' : 'remove']('smooch-lock');
    root.className = `${state} ${style} ${size[0]}`;
  };
  for (const list of lists) list.addListener(update);
  update();
  return {
    state(next: State): void {
      state = next;
      update();
    },
    stop(): void {
      for (const list of lists) list.removeListener(update);
      classList.remove('smooch-lock');
      unlock();
    },
  };
}
