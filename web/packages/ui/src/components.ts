export * from './Avatar';
export * from './Composer';
export * from './icons';
export * from './RichText';
export * from './TypingDots';
