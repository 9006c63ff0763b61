export { Actions } from './Actions';
export { LongText } from './LongText';
export { Replies } from './Replies';
export { RichBody } from './RichBody';
