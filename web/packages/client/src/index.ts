export * from './conversation';
export * from './environment';
export * from './realtime';
export * from './rest';
export * from './session/identity';
export * from './thread/messages';
export * from './thread/typing';
