interface Props {
  name: string;
  count: number;
  least: number;
  onChange(count: number): void;
}

const MOST = 9; // as the cart

/** How many: minus, the number, plus. */
export function Counter({ name, count, least, onChange }: Props) {
  return (
    <fieldset class="counter" aria-label={`How many: ${name}`}>
      <button
        type="button"
        aria-label="One less"
        disabled={count <= least}
        onClick={() => onChange(count - 1)}
      >
        <svg width="16" height="16" viewBox="0 0 16 16" aria-hidden="true">
          <path d="M3 8h10" />
        </svg>
      </button>
      <output>{count}</output>
      <button
        type="button"
        aria-label="One more"
        disabled={count >= MOST}
        onClick={() => onChange(count + 1)}
      >
        <svg width="16" height="16" viewBox="0 0 16 16" aria-hidden="true">
          <path d="M3 8h10M8 3v10" />
        </svg>
      </button>
    </fieldset>
  );
}
