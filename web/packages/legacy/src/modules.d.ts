declare module 'promise-polyfill' {
  export default Promise;
}
declare module 'abortcontroller-polyfill/dist/abortcontroller-polyfill-only';
