/** What stands on a table: teapot, lamp, carafe. */

import { type DrawingProps, Shade, Shadow } from './parts';

export function Teapot({ finish, id }: DrawingProps) {
  return (
    <>
      <Shade id={`${id}-body`} finish={finish} />
      <Shadow id={id} y={338} width={150} />
      {/* cane handle over the top */}
      <path
        d="M122 196C118 104 282 104 278 196"
        fill="none"
        stroke="#8a6238"
        stroke-width="13"
        stroke-linecap="round"
      />
      <path
        d="M123 192C121 110 275 108 277 190"
        fill="none"
        stroke="#b98a55"
        stroke-width="5"
        stroke-linecap="round"
      />
      <path
        d="M139 140l9 8M160 124l6 10M187 116l2 11M214 116l-2 11M240 124l-6 10M261 140l-9 8"
        stroke="#7a5530"
        stroke-width="2.5"
      />
      {/* spout */}
      <path
        d="M268 262c26-4 34-22 42-48 3-9 8-13 17-15l12-2c5-1 7 4 4 8-12 14-13 26-19 46-7 24-24 42-54 48Z"
        fill={finish.deep}
      />
      <path
        d="M272 264c26-6 36-26 43-50 2-6 5-9 10-10-9 12-11 24-17 40-6 17-17 29-36 34Z"
        fill={finish.main}
        opacity=".7"
      />
      {/* body */}
      <path
        d="M96 256c0-42 44-66 104-66s104 24 104 66c0 44-32 78-64 82h-80c-32-4-64-38-64-82Z"
        fill={`url(#${id}-body)`}
      />
      <path d="M160 338h80l-5 6h-70Z" fill={finish.deep} />
      <path d="M118 244c4-18 20-31 44-38-14 14-24 36-22 74-14-8-24-20-22-36Z" fill="#fff" opacity=".26" />
      <path d="M300 270c-8 36-34 64-60 68h-40c46-6 78-30 100-68Z" fill="#20150c" opacity=".12" />
      {/* lid */}
      <ellipse cx="200" cy="194" rx="62" ry="13" fill={finish.deep} />
      <path d="M140 192c4-22 30-34 60-34s56 12 60 34c-18 10-102 10-120 0Z" fill={`url(#${id}-body)`} />
      <path d="M158 182c6-10 20-15 34-16-12 6-18 13-19 22-8-1-13-3-15-6Z" fill="#fff" opacity=".28" />
      <path d="M193 160c-1-6-2-9-2-12h18c0 3-1 6-2 12Z" fill="#a9834d" />
      <circle cx="200" cy="142" r="13" fill="#d8ad6c" />
      <circle cx="196" cy="138" r="4.5" fill="#fff" opacity=".5" />
    </>
  );
}

export function Lamp({ finish, id }: DrawingProps) {
  return (
    <>
      <Shade id={`${id}-shade`} finish={finish} />
      <linearGradient id={`${id}-glow`} x1="0" y1="0" x2="0" y2="1">
        <stop offset="0" stop-color="#fff3cf" stop-opacity=".9" />
        <stop offset="1" stop-color="#fff3cf" stop-opacity="0" />
      </linearGradient>
      <linearGradient id={`${id}-brass`} x1="0" y1="0" x2="1" y2="0">
        <stop offset="0" stop-color="#8f6a2c" />
        <stop offset=".4" stop-color="#e6c579" />
        <stop offset="1" stop-color="#94702f" />
      </linearGradient>
      <Shadow id={id} y={372} width={120} />
      <path d="M106 204h188l58 166H48Z" fill={`url(#${id}-glow)`} opacity=".75" />
      <rect x="195" y="186" width="10" height="168" rx="3" fill={`url(#${id}-brass)`} />
      <path d="M140 372c0-14 26-22 60-22s60 8 60 22Z" fill="#3a3733" />
      <path d="M154 364c8-7 24-10 42-10-14 4-22 9-24 16h-22c0-2 2-4 4-6Z" fill="#fff" opacity=".14" />
      <rect x="136" y="370" width="128" height="7" rx="3.5" fill="#2b2926" />
      <circle cx="238" cy="362" r="5" fill={`url(#${id}-brass)`} />
      {/* shade */}
      <ellipse cx="200" cy="204" rx="94" ry="15" fill="#fff0c2" />
      <ellipse cx="200" cy="207" rx="42" ry="8" fill="#fffaf0" />
      <path d="M106 204c0-68 36-116 94-116s94 48 94 116c-26 12-162 12-188 0Z" fill={`url(#${id}-shade)`} />
      <path d="M122 192c4-50 28-86 62-94-22 22-34 56-34 100-12-1-22-3-28-6Z" fill="#fff" opacity=".24" />
      <path d="M106 204c26 12 162 12 188 0" fill="none" stroke={finish.deep} stroke-width="3" />
      <path d="M188 90c0-9 4-14 12-14s12 5 12 14Z" fill={`url(#${id}-brass)`} />
    </>
  );
}

export function Carafe({ finish, id }: DrawingProps) {
  return (
    <>
      <linearGradient id={`${id}-glass`} x1="0" y1="0" x2="1" y2="0">
        <stop offset="0" stop-color={finish.deep} stop-opacity=".75" />
        <stop offset=".18" stop-color={finish.main} stop-opacity=".35" />
        <stop offset=".7" stop-color={finish.main} stop-opacity=".3" />
        <stop offset="1" stop-color={finish.deep} stop-opacity=".85" />
      </linearGradient>
      <linearGradient id={`${id}-water`} x1="0" y1="0" x2="1" y2="1">
        <stop offset="0" stop-color="#fff" stop-opacity=".55" />
        <stop offset="1" stop-color={finish.deep} stop-opacity=".55" />
      </linearGradient>
      <Shadow id={id} y={362} width={124} />
      <path
        d="M118 250c-4 60-2 92 8 106 4 5 9 7 16 7h116c7 0 12-2 16-7 10-14 12-46 8-106Z"
        fill={`url(#${id}-water)`}
      />
      <path
        d="M166 140c0 30-6 46-24 62-20 18-28 44-28 82 0 42 4 64 14 74 4 4 8 5 14 5h116c6 0 10-1 14-5 10-10 14-32 14-74 0-38-8-64-28-82-18-16-24-32-24-62Z"
        fill={`url(#${id}-glass)`}
        stroke={finish.deep}
        stroke-width="2.5"
        stroke-opacity=".8"
      />
      <ellipse
        cx="200"
        cy="250"
        rx="82"
        ry="11"
        fill="#fff"
        opacity=".5"
        stroke={finish.deep}
        stroke-opacity=".5"
      />
      <path d="M136 236c6-16 16-24 24-32-6 34-8 84-2 140h-14c-10-16-16-70-8-108Z" fill="#fff" opacity=".55" />
      <path
        d="M258 226c8 18 12 46 10 82"
        fill="none"
        stroke="#fff"
        stroke-width="4"
        stroke-linecap="round"
        opacity=".6"
      />
      <path d="M146 356h108" stroke="#fff" stroke-width="3" stroke-linecap="round" opacity=".5" />
      {/* the tumbler, turned over the neck */}
      <path
        d="M152 84h96c4 0 7 3 7 7l5 84c0 4-3 7-7 7H147c-4 0-7-3-7-7l5-84c0-4 3-7 7-7Z"
        fill={`url(#${id}-glass)`}
        stroke={finish.deep}
        stroke-width="2.5"
        stroke-opacity=".8"
      />
      <path d="M160 96h10l-5 74h-12Z" fill="#fff" opacity=".55" />
      <path d="M240 96l4 70" stroke="#fff" stroke-width="3" stroke-linecap="round" opacity=".6" />
    </>
  );
}
