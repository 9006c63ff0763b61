export * from './Avatar';
export * from './icons';
export * from './RichText';
export * from './TypingDots';
