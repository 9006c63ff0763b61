import { banner } from '@smooch/locales/en/banner';
import { Icon } from '@smooch/ui/components';
import { useEffect } from 'preact/hooks';
import { type Notice, useModel } from '../model';
import { addSheet } from '../sheet';
import { useTexts } from '../texts';
import css from './banner.part.css';
import { Html } from './Html';

const SHOWN_MS = 10_000;
const LINE_CHARS = 50; // a longer text takes more than one line

addSheet(css);

/** What went wrong, below the header: until a click anywhere, or for ten seconds of its own. */
export function Banner({ notice }: { notice: Notice }) {
  const { notice: shown } = useModel();
  const { dismissLabel } = useTexts(banner);

  // biome-ignore lint/correctness/useExhaustiveDependencies: each notice has its own time
  useEffect(() => {
    const hide = () => {
      if (shown.value === notice) shown.value = undefined; // a newer one has its own time
    };
    const timer = setTimeout(hide, SHOWN_MS);
    document.addEventListener('click', hide);
    return () => {
      clearTimeout(timer);
      document.removeEventListener('click', hide);
    };
  }, [notice]);

  const { text, html } = notice;
  return (
    <div class={`banner${text.length > LINE_CHARS ? ' tall' : ''}`}>
      <Icon name="alert" />
      <p>{html ? <Html text={text} /> : text}</p>
      <button type="button" class="plain" aria-label={dismissLabel} title={dismissLabel}>
        <Icon name="close" />
      </button>
    </div>
  );
}
