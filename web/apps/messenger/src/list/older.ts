export { History } from './History';
export { Long } from './long';
