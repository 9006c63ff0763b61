import { useId } from 'preact/hooks';
import type { DrawingName, Finish, Product } from '../catalogue';
import { find } from '../catalogue';
import type { DrawingProps } from './parts';
import { Clock, Stool, Throw } from './room';
import { Carafe, Lamp, Teapot } from './table';

const DRAWINGS: Record<DrawingName, (props: DrawingProps) => preact.JSX.Element> = {
  teapot: Teapot,
  lamp: Lamp,
  stool: Stool,
  throw: Throw,
  carafe: Carafe,
  clock: Clock,
};

interface PictureProps {
  product: Product;
  finish?: Finish;
  /** Left out where the name stands beside it. */
  label?: string;
}

/** A thing in front of its wall. */
export function Picture({ product, finish = product.finishes[0], label }: PictureProps) {
  const id = useId();
  const Drawing = DRAWINGS[product.slug];
  const hangs = product.slug === 'clock';
  return (
    <svg
      class="picture"
      viewBox="0 0 400 440"
      role="img"
      aria-label={label}
      aria-hidden={label ? undefined : true}
    >
      <rect width="400" height="440" fill={product.wall} />
      {!hangs && <path d="M0 334h400v106H0Z" fill="#fff" opacity=".22" />}
      <Drawing finish={finish} id={id} />
    </svg>
  );
}

/** The picture at the top of the shop: a table in the morning. */
export function Scene() {
  const id = useId();
  return (
    <svg
      class="scene"
      viewBox="0 0 1000 760"
      preserveAspectRatio="xMidYMax slice"
      role="img"
      aria-label="A lamp, a teapot and a carafe on a wooden table in the morning light, a clock on the wall."
    >
      <linearGradient id={`${id}-wall`} x1="0" y1="0" x2="1" y2="1">
        <stop offset="0" stop-color="#e9dfcf" />
        <stop offset="1" stop-color="#d3c4ae" />
      </linearGradient>
      <linearGradient id={`${id}-table`} x1="0" y1="0" x2="0" y2="1">
        <stop offset="0" stop-color="#b98a5b" />
        <stop offset="1" stop-color="#8d6238" />
      </linearGradient>
      <rect width="1000" height="760" fill={`url(#${id}-wall)`} />
      {/* light through a window that is not in the picture */}
      <g fill="#fff6df" opacity=".55">
        <path d="M300 40h150l90 240H390ZM468 40h150l90 240H558ZM398 300h150l90 240H488ZM566 300h150l90 240H656Z" />
      </g>
      <rect y="590" width="1000" height="170" fill={`url(#${id}-table)`} />
      <path d="M0 590h1000v10H0Z" fill="#d3a878" />
      <path
        d="M0 640c220-8 420 10 1000-4M0 690c300 10 620-12 1000 2"
        stroke="#7a5330"
        stroke-width="2"
        fill="none"
        opacity=".35"
      />
      <Piece name="clock" x={720} y={30} scale={0.62} id={`${id}c`} finish={1} />
      <Piece name="lamp" x={40} y={118} scale={1.34} id={`${id}l`} />
      <Piece name="teapot" x={420} y={318} scale={0.92} id={`${id}t`} />
      <Piece name="carafe" x={694} y={296} scale={0.9} id={`${id}g`} />
    </svg>
  );
}

interface PieceProps {
  name: DrawingName;
  x: number;
  y: number;
  scale: number;
  id: string;
  finish?: number;
}

function Piece({ name, x, y, scale, id, finish = 0 }: PieceProps) {
  const Drawing = DRAWINGS[name];
  const colours = find(name)?.finishes[finish];
  if (!colours) return null;
  return (
    <g transform={`translate(${x} ${y}) scale(${scale})`}>
      <Drawing finish={colours} id={id} />
    </g>
  );
}
