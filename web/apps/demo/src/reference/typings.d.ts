/** What `web/typings.mjs` reads from the public typings when this page is built. */
declare module 'typings:smooch' {
  export interface Entry {
    name: string;
    type: string;
    signature: string;
    doc: string;
    default?: string;
  }
  export const options: Entry[];
  export const methods: Entry[];
  export const events: Entry[];
  export const texts: { name: string; default: string }[];
}
