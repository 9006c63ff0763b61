import type { Finish } from '../catalogue';

/** A drawing fills 400 × 440. `id` makes the names of its gradients unique in the document. */
export interface DrawingProps {
  finish: Finish;
  id: string;
}

/** The soft shadow a thing throws on what it stands on. */
export function Shadow({ id, x = 200, y, width }: { id: string; x?: number; y: number; width: number }) {
  return (
    <>
      <radialGradient id={`${id}-shadow`}>
        <stop offset="0" stop-color="#2a2018" stop-opacity=".34" />
        <stop offset=".6" stop-color="#2a2018" stop-opacity=".12" />
        <stop offset="1" stop-color="#2a2018" stop-opacity="0" />
      </radialGradient>
      <ellipse cx={x} cy={y} rx={width} ry={width * 0.12} fill={`url(#${id}-shadow)`} />
    </>
  );
}

/** Light from the left: the colour, a little lighter at first and in shadow at the end. */
export function Shade({ id, finish }: { id: string; finish: Finish }) {
  return (
    <linearGradient id={id} x1="0" y1="0" x2="1" y2=".35">
      <stop offset="0" stop-color={finish.main} />
      <stop offset=".45" stop-color={finish.main} />
      <stop offset="1" stop-color={finish.deep} />
    </linearGradient>
  );
}
