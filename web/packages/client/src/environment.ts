/** The way out to the network and the clock, so that tests can stand in for both. */
export interface Environment {
  fetch: typeof fetch;
  WebSocket: typeof WebSocket | undefined;
  setTimeout(run: () => void, ms: number): number;
  clearTimeout(timer: number | undefined): void;
  now(): number;
  random(): number;
  /** False when the browser knows that there is no network. */
  online?(): boolean;
}
