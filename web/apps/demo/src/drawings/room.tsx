/** What stands, lies or hangs in a room: stool, throw, clock. */

import { type DrawingProps, Shade, Shadow } from './parts';

export function Stool({ finish, id }: DrawingProps) {
  return (
    <>
      <Shade id={`${id}-wood`} finish={finish} />
      <Shadow id={id} y={376} width={140} />
      {/* the far leg, the rung, the near legs */}
      <path d="M192 180h18l4 158c0 5-26 5-26 0Z" fill={finish.deep} />
      <path d="M138 292l126-6 1 11-128 6Z" fill={finish.deep} />
      <path d="M128 178l26 4-36 190c-1 6-22 3-21-3Z" fill={`url(#${id}-wood)`} />
      <path d="M272 178l-26 4 36 190c1 6 22 3 21-3Z" fill={finish.deep} />
      <path d="M270 180l-10 2 35 192c4 0 9-2 8-5Z" fill={finish.main} opacity=".35" />
      <path d="M134 184l4 1-30 186-3-1Z" fill="#fff" opacity=".2" />
      {/* seat */}
      <path d="M84 150v18c0 24 52 40 116 40s116-16 116-40v-18Z" fill={finish.deep} />
      <path d="M84 150v18c0 16 24 28 58 35v-20Z" fill={finish.main} opacity=".5" />
      <ellipse cx="200" cy="148" rx="116" ry="40" fill={`url(#${id}-wood)`} />
      <g fill="none" stroke={finish.deep} stroke-width="2" opacity=".5" stroke-linecap="round">
        <path d="M102 140c44-16 150-20 196-4M94 152c60-14 160-14 212 0M112 166c48-12 128-12 176 0M146 178c34-7 74-7 108 0M136 126c38-8 90-9 130-1" />
        <path d="M176 150c10-6 38-6 48 0-10 5-38 5-48 0Z" />
      </g>
      <path d="M100 138c14-16 48-26 86-29-30 8-54 18-66 34-8 2-16 1-20-5Z" fill="#fff" opacity=".22" />
      {/* wedged joints */}
      <g fill="none" stroke={finish.deep} stroke-width="2.5">
        <ellipse cx="142" cy="158" rx="11" ry="4.5" />
        <ellipse cx="258" cy="158" rx="11" ry="4.5" />
        <ellipse cx="200" cy="124" rx="10" ry="3.8" />
        <path d="M133 160l18-4M249 156l18 4M191 124h18" />
      </g>
    </>
  );
}

export function Throw({ finish, id }: DrawingProps) {
  const folds = [0, 1, 2, 3];
  return (
    <>
      <Shade id={`${id}-wool`} finish={finish} />
      <pattern
        id={`${id}-weave`}
        width="8"
        height="8"
        patternUnits="userSpaceOnUse"
        patternTransform="rotate(45)"
      >
        <path d="M0 2h8M0 6h8" stroke="#fff" stroke-width="1" opacity=".16" />
        <path d="M2 0v8M6 0v8" stroke="#20150c" stroke-width="1" opacity=".08" />
      </pattern>
      <Shadow id={id} y={342} width={168} />
      {/* a folded pile, seen from the front */}
      {folds.map((fold) => {
        const y = 304 - fold * 37;
        const shape = `M${66 + fold * 2} ${y}c-8 0-14 8-14 18s6 18 14 18h${266 - fold * 5}c10 0 17-8 17-18s-7-18-17-18Z`;
        return (
          <g key={fold}>
            <path d={shape} fill={fold % 2 ? finish.deep : `url(#${id}-wool)`} />
            <path d={shape} fill={`url(#${id}-weave)`} />
            <path
              d={`M${70 + fold * 2} ${y + 33}h${258 - fold * 5}`}
              stroke="#20150c"
              stroke-width="4"
              opacity=".16"
              stroke-linecap="round"
            />
            <path
              d={`M${62 + fold * 2} ${y + 8}h${250 - fold * 5}`}
              stroke="#fff"
              stroke-width="3"
              opacity=".2"
              stroke-linecap="round"
            />
          </g>
        );
      })}
      {/* the end that hangs over the front, with stripes and fringe */}
      <path d="M206 164c30-6 68-6 98 2 8 20 9 70 3 132h-94c6-60 4-106-7-134Z" fill={`url(#${id}-wool)`} />
      <path d="M211 190c30-4 66-4 97 2l2 20c-32-5-66-5-97-1Z" fill="#f3ead9" opacity=".9" />
      <path d="M214 222c32-4 64-4 96 1v10c-32-4-64-4-96-1Z" fill="#f3ead9" opacity=".75" />
      <path d="M214 268c32-2 63-2 95 1l-1 12c-32-2-63-2-94 0Z" fill={finish.deep} />
      <path d="M206 164c30-6 68-6 98 2 8 20 9 70 3 132h-94c6-60 4-106-7-134Z" fill={`url(#${id}-weave)`} />
      <path d="M206 164c11 28 13 74 7 134" fill="none" stroke="#20150c" stroke-width="5" opacity=".14" />
      <g stroke="#f3ead9" stroke-width="3.5" stroke-linecap="round">
        {[0, 1, 2, 3, 4, 5, 6, 7, 8, 9].map((thread) => (
          <path key={thread} d={`M${218 + thread * 9.4} 299l${thread % 2 ? 1.5 : -1.5} 20`} />
        ))}
      </g>
    </>
  );
}

export function Clock({ finish, id }: DrawingProps) {
  const hours = [0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11];
  return (
    <>
      <Shade id={`${id}-rim`} finish={finish} />
      <radialGradient id={`${id}-dial`} cx=".4" cy=".35" r=".8">
        <stop offset="0" stop-color="#fffdf8" />
        <stop offset="1" stop-color="#efe6d6" />
      </radialGradient>
      <radialGradient id={`${id}-cast`}>
        <stop offset=".78" stop-color="#2a2018" stop-opacity=".32" />
        <stop offset="1" stop-color="#2a2018" stop-opacity="0" />
      </radialGradient>
      <circle cx="212" cy="236" r="152" fill={`url(#${id}-cast)`} />
      <circle cx="200" cy="218" r="136" fill={`url(#${id}-rim)`} />
      <circle cx="200" cy="218" r="136" fill="none" stroke={finish.deep} stroke-width="2" />
      <path
        d="M82 176a126 126 0 0 1 100-82"
        fill="none"
        stroke="#fff"
        stroke-width="8"
        stroke-linecap="round"
        opacity=".3"
      />
      <circle cx="200" cy="218" r="114" fill={finish.deep} />
      <circle cx="200" cy="220" r="112" fill={`url(#${id}-dial)`} />
      <g stroke="#3b3530" stroke-linecap="round">
        {hours.map((hour) => (
          <path
            key={hour}
            d={hour % 3 ? 'M200 118v8' : 'M200 118v16'}
            stroke-width={hour % 3 ? 3 : 5}
            transform={`rotate(${hour * 30} 200 220)`}
          />
        ))}
        <path d="M200 220 154 192" stroke-width="8" />
        <path d="M200 220 236 146" stroke-width="5" />
      </g>
      <path
        d="M200 246v-112"
        stroke={finish.main}
        stroke-width="2.5"
        stroke-linecap="round"
        transform="rotate(152 200 220)"
      />
      <circle cx="200" cy="220" r="8" fill={finish.main} />
      <circle cx="200" cy="220" r="3" fill="#fffdf8" />
      <path d="M112 176a98 98 0 0 1 70-52c-24 26-40 60-44 108-18-14-30-34-26-56Z" fill="#fff" opacity=".35" />
    </>
  );
}
