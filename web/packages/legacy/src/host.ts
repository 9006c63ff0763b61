// For the host script of the ES5 build, whose page must not be changed: these stand in place of the globals.
export { default as Promise } from 'promise-polyfill';

/** `Object.assign`. */
export function assign(target: Record<string, unknown>, ...sources: Record<string, unknown>[]) {
  for (const source of sources) for (const key of Object.keys(source || {})) target[key] = source[key];
  return target;
}

export interface OldResponse {
  ok: boolean;
  status: number;
  json(): Promise<unknown>;
}

/** The little of `fetch` that the host script needs: a GET without credentials. */
export function fetch(url: string): Promise<OldResponse> {
  return new Promise((resolve, reject) => {
    const request = new XMLHttpRequest();
    request.onload = () =>
      resolve({
        ok: request.status >= 200 && request.status < 300,
        status: request.status,
        json: () => new Promise((done) => done(JSON.parse(request.responseText))),
      });
    request.onerror = reject;
    request.open('GET', url);
    request.send();
  });
}
