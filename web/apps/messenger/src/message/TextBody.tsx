import type { LocalMessage } from '@smooch/client';
import { RichText } from '@smooch/ui/components';
import { lazy } from '../lazy';

const FOLD_LINES = 20;
const FOLD_CHARS = 1200;

const LongText = lazy(
  async () => (await import('../rich')).LongText,
  ({ text }: { text: string }) => (
    <span class="text folded">
      <RichText text={text} />
    </span>
  ),
);

/** A message as text. */
export function TextBody({ message: { text, textFallback, mediaUrl } }: { message: LocalMessage }) {
  const known = text?.trim() || textFallback || mediaUrl;
  if (!known) return null;
  if (known.length > FOLD_CHARS || known.split('\n').length > FOLD_LINES) return <LongText text={known} />;
  return (
    <span class="text">
      <RichText text={known} />
    </span>
  );
}
