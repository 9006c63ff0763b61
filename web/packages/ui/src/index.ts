export * from './colour';
export * from './groups';
export * from './linkify';
export * from './time';
