export { Actions } from './Actions';
export { Replies } from './Replies';
export { RichBody } from './RichBody';
