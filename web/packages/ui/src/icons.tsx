// Our own set: 20 px, 1.5 px stroke, in the colour of the text around.

const PATHS = {
  close: 'M5 5l10 10M15 5L5 15',
  down: 'M4.5 7.5L10 13l5.5-5.5',
  plus: 'M10 4v12M4 10h12',
  send: 'M10 16V4M4.5 9L10 3.5 15.5 9',
  alert: 'M10 6v5M10 13.9v.1M17.5 10a7.5 7.5 0 1 1-15 0 7.5 7.5 0 0 1 15 0z',
};

export function Icon({ name, size }: { name: keyof typeof PATHS; size?: number }) {
  return <Glyph path={PATHS[name]} size={size} />;
}

/** An icon of the set that only one screen needs, which brings its own path. */
export function Glyph({ path, size = 20 }: { path: string; size?: number | undefined }) {
  return (
    <svg
      viewBox="0 0 20 20"
      width={size}
      height={size}
      fill="none"
      stroke="currentColor"
      stroke-width="1.5"
      stroke-linecap="round"
      stroke-linejoin="round"
      aria-hidden="true"
    >
      <path d={path} />
    </svg>
  );
}
