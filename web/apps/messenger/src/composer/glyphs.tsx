const PATHS = {
  imageUpload: 'M3 4.5h14v11H3zM3 13l4-4 3.5 3.5L13 10l4 4M13 7.5v.1',
  fileUpload: 'M5 2.5h6.5L15 6v11.5H5zM11.5 2.5V6H15M7.5 10h5M7.5 13h5',
  shareLocation:
    'M10 17.5s5.5-4.8 5.5-9.3a5.5 5.5 0 0 0-11 0c0 4.5 5.5 9.3 5.5 9.3zM12 8.2a2 2 0 1 1-4 0 2 2 0 0 1 4 0z',
  drop: 'M10 13V3.5M6 7l4-4 4 4M3 12.5v4h14v-4',
};

/** Icons of the set that only this part needs. */
export function Glyph({ name, size = 20 }: { name: keyof typeof PATHS; size?: number }) {
  return (
    <svg
      viewBox="0 0 20 20"
      width={size}
      height={size}
      fill="none"
      stroke="currentColor"
      stroke-width={size > 20 ? 1.25 : 1.5}
      stroke-linecap="round"
      stroke-linejoin="round"
      aria-hidden="true"
    >
      <path d={PATHS[name]} />
    </svg>
  );
}
