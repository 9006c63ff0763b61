// the build for old browsers takes `engine-old` in its place
export * from './intl';
