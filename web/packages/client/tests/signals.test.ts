import { describe, expect, it } from 'vitest';
import { batch, effect, signal } from '../src/signals';

describe('signals', () => {
  it('tell those who read them, and only of changes', () => {
    const [a, b] = [signal(1), signal('x')];
    const seen: unknown[] = [];
    const stop = effect(() => void seen.push(a.value));
    a.value = 1;
    b.value = 'y';
    a.value = 2;
    stop();
    a.value = 3;
    expect(seen).toEqual([1, 2]);
  });

  it('follow what was read the last time', () => {
    const [which, a, b] = [signal(true), signal('a1'), signal('b1')];
    const seen: string[] = [];
    effect(() => void seen.push(which.value ? a.value : b.value));
    b.value = 'b2';
    which.value = false;
    a.value = 'a2';
    b.value = 'b3';
    expect(seen).toEqual(['a1', 'b2', 'b3']);
  });

  it('tell once for all changes of a batch, also of one within another', () => {
    const [a, b] = [signal(1), signal(1)];
    const seen: number[] = [];
    effect(() => void seen.push(a.value + b.value));
    const made = batch(() => {
      a.value = 2;
      batch(() => {
        b.value = 2;
      });
      expect(seen).toEqual([2]);
      return 'made';
    });
    expect(seen).toEqual([2, 4]);
    expect(made).toBe('made');
  });

  it('undo what an effect did before it runs again and when it stops', () => {
    const a = signal(1);
    const seen: string[] = [];
    const stop = effect(() => {
      const { value } = a;
      seen.push(`do ${value}`);
      return () => seen.push(`undo ${value}, now ${a.value}`);
    });
    a.value = 2;
    stop();
    stop();
    a.value = 3;
    expect(seen).toEqual(['do 1', 'undo 1, now 2', 'do 2', 'undo 2, now 2']);
  });

  it('let an effect change what others, and itself, read', () => {
    const [a, double] = [signal(1), signal(0)];
    const seen: number[] = [];
    const undone: number[] = [];
    effect(() => void seen.push(double.value));
    effect(() => {
      double.value = a.value * 2;
      const { value } = a;
      if (value % 2) a.value++;
      return () => undone.push(value);
    });
    a.value = 5;
    expect(seen).toEqual([0, 2, 4, 10, 12]);
    expect(undone).toEqual([1, 2, 5]);
    expect(a.value).toBe(6);
  });

  it('keep an inner effect apart from the one that made it', () => {
    const [a, b] = [signal(1), signal(1)];
    const seen: string[] = [];
    effect(() => {
      seen.push(`outer ${a.value}`);
      return effect(() => void seen.push(`inner ${b.value}`));
    });
    b.value = 2;
    a.value = 2;
    b.value = 3;
    expect(seen).toEqual(['outer 1', 'inner 1', 'inner 2', 'outer 2', 'inner 2', 'inner 3']);
  });

  it('stop an effect from within, and while it waits', () => {
    const a = signal(1);
    const seen: number[] = [];
    const stops: (() => void)[] = [];
    stops.push(
      effect(() => {
        if (a.value > 1) for (const stop of stops) stop();
      }),
    );
    stops.push(effect(() => void seen.push(a.value)));
    a.value = 2;
    a.value = 3;
    expect(seen).toEqual([1]);
  });

  it('run the others when one fails, then say so', () => {
    const a = signal(1);
    const seen: number[] = [];
    effect(() => {
      if (a.value === 2) throw new Error('no two');
    });
    effect(() => void seen.push(a.value));
    expect(() => {
      a.value = 2;
    }).toThrow('no two');
    a.value = 3;
    expect(seen).toEqual([1, 2, 3]);
    expect(() =>
      effect(() => {
        throw new Error(`at once ${a.value}`);
      }),
    ).toThrow('at once 3');
    a.value = 4;
    expect(seen).toEqual([1, 2, 3, 4]);
  });
});
