import { rich } from '@smooch/locales/en/rich';
import { Glyph } from '@smooch/ui/components';
import { useState } from 'preact/hooks';
import { addSheet } from '../sheet';
import { useTexts } from '../texts';
import { PICTURE } from './icons';
import css from './picture.part.css';
import { Spinner } from './Spinner';

addSheet(css);

const CROPPED = [0.9, 1.9]; // a picture of about the box's shape fills it; of others nothing is cut off

export interface PictureProps {
  url: string | undefined;
  alt: string;
  /** The shape of the box, width by height; a picture is fitted into it, so that nothing moves when it has come. */
  ratio: number;
  /** What is shown until the picture has come. */
  preview?: string | undefined;
  /** Where an upload is, 0 to 1. */
  progress?: number | undefined;
  /** Nothing turns: what failed is not on its way. */
  still?: boolean;
  /** The picture has come: the preview is needed no more. */
  onThere?(): void;
}

function Ring({ progress }: { progress: number | undefined }) {
  if (progress === undefined) return <Spinner />;
  return (
    <svg class="ring" viewBox="0 0 36 36" width="36" height="36" aria-hidden="true">
      <circle cx="18" cy="18" r="15" />
      <circle cx="18" cy="18" r="15" pathLength="1" stroke-dasharray={`${progress} 1`} />
    </svg>
  );
}

/** A picture in a box of fixed shape, faded in when it has come. */
export function Picture({ url, alt, ratio, preview, progress, still, onThere }: PictureProps) {
  const texts = useTexts(rich);
  const [state, setState] = useState<{ url?: string | undefined; fit?: string }>({}); // fit is '' when it is broken
  const fit = state.url === url ? state.fit : undefined;
  const [shown, setShown] = useState(''); // how the preview is fitted, which is how the picture will be
  const fitOf = ({ naturalWidth, naturalHeight, clientWidth }: HTMLImageElement) => {
    const shape = naturalWidth / naturalHeight / ratio;
    const small = naturalWidth < clientWidth / 2;
    const whole = shape * ratio < (CROPPED[0] as number) || shape > (CROPPED[1] as number) / ratio;
    return small ? 'small' : whole ? 'whole' : 'full';
  };
  const waiting = !fit && fit !== '' && !still;
  return (
    <span class={`picture${fit ? ' there' : ''}${shown && ' seen'}`} style={{ aspectRatio: String(ratio) }}>
      {preview && !fit && (
        <img
          class={shown}
          src={preview}
          alt={alt}
          onLoad={({ currentTarget }) => setShown(fitOf(currentTarget))}
        />
      )}
      {url && fit !== '' && (
        <img
          class={`late ${fit ?? ''}`}
          src={url}
          alt={preview && !fit ? '' : alt}
          decoding="async"
          onLoad={({ currentTarget }) => {
            setState({ url, fit: fitOf(currentTarget) });
            onThere?.();
          }}
          onError={() => setState({ url, fit: '' })}
        />
      )}
      {waiting && <Ring progress={url ? undefined : progress} />}
      {fit === '' && !preview && (
        <span class="missing">
          <Glyph path={PICTURE} size={28} />
          {texts.imageError}
          {alt && <span class="unseen">: {alt}</span>}
        </span>
      )}
    </span>
  );
}
