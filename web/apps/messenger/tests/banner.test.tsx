import { render } from 'preact';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { Banner } from '../src/app/Banner';
import { createScreen, type Model, ModelContext } from '../src/model';
import { createTexts } from '../src/texts';

let root: HTMLElement;
let screen: ReturnType<typeof createScreen>;

/** Draws what the signals say now, and lets effects run. */
function draw(): void {
  const { value } = screen.notice;
  const model = { ...screen, ...createTexts({}) } as unknown as Model;
  render(
    <ModelContext.Provider value={model}>{value && <Banner notice={value} />}</ModelContext.Provider>,
    root,
  );
  vi.advanceTimersByTime(100);
}

describe('the banner', () => {
  beforeEach(() => {
    vi.useFakeTimers();
    root = document.createElement('div');
    screen = createScreen();
  });
  afterEach(() => {
    render(null, root);
    vi.useRealTimers();
  });

  it('stays for ten seconds of its own, whatever was said before', () => {
    screen.banner('first');
    draw();
    vi.advanceTimersByTime(7000);
    screen.banner('second');
    draw();
    expect(root.textContent).toBe('second');
    vi.advanceTimersByTime(9000);
    expect(screen.notice.value?.text).toBe('second');
    vi.advanceTimersByTime(1000);
    expect(screen.notice.value).toBeUndefined();
  });

  it('goes at a click anywhere', () => {
    screen.banner('gone soon');
    draw();
    document.body.click();
    expect(screen.notice.value).toBeUndefined();
  });

  it('is tall for more than 50 characters', () => {
    for (const [length, tall] of [
      [50, false],
      [51, true],
    ] as const) {
      screen.banner('x'.repeat(length));
      draw();
      expect(root.firstElementChild?.classList.contains('tall')).toBe(tall);
    }
  });
});
