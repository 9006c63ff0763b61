export * from './conversation';
export * from './environment';
export * from './identity';
export * from './messages';
export * from './realtime';
export * from './rest';
export * from './typing';
