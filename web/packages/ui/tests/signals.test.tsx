import { render } from 'preact';
import { useState } from 'preact/hooks';
import { describe, expect, it } from 'vitest';
import { batch, effect, signal } from '../src/signals';

const tick = () => new Promise((done) => setTimeout(done));

describe('components that read signals', () => {
  it('render again when what they last read changes, and only they', async () => {
    const root = document.createElement('div');
    const [which, a, b] = [signal<'a' | 'b'>('a'), signal(1), signal(1)];
    const rendered = { outer: 0, inner: 0 };
    const Inner = () => {
      rendered.inner++;
      return <i>{which.value === 'a' ? a.value : b.value}</i>;
    };
    const Outer = () => {
      rendered.outer++;
      return <Inner />;
    };
    render(<Outer />, root);
    b.value = 2;
    await tick();
    expect(rendered).toEqual({ outer: 1, inner: 1 });
    a.value = 7;
    await tick();
    expect(root.textContent).toBe('7');
    which.value = 'b';
    await tick();
    expect(root.textContent).toBe('2');
    batch(() => {
      a.value = 8;
      b.value = 3;
    });
    await tick();
    expect(root.textContent).toBe('3');
    expect(rendered).toEqual({ outer: 1, inner: 4 });
    render(null, root);
    b.value = 4;
    await tick();
    expect(rendered.inner).toBe(4);
  });

  it('keep their state and read on after a rendering that came from it', async () => {
    const root = document.createElement('div');
    const more = signal('x');
    const Counter = () => {
      const [count, setCount] = useState(0);
      return (
        <button type="button" onClick={() => setCount(count + 1)}>
          {count}
          {count > 0 && more.value}
        </button>
      );
    };
    render(<Counter />, root);
    root.querySelector('button')?.click();
    await tick();
    expect(root.textContent).toBe('1x');
    more.value = 'y';
    await tick();
    expect(root.textContent).toBe('1y');
  });

  it('leave effects outside of them alone', () => {
    const value = signal(1);
    const seen: number[] = [];
    const stop = effect(() => void seen.push(value.value));
    value.value = 2;
    stop();
    value.value = 3;
    expect(seen).toEqual([1, 2]);
  });
});
