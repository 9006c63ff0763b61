import type { LocalMessage } from '@smooch/client';
import { release } from '@smooch/client/pending';
import { attach } from '@smooch/locales/en/attach';
import { rich } from '@smooch/locales/en/rich';
import { RichText } from '@smooch/ui/components';
import { safeHref } from '@smooch/ui/linkify';
import { CancelUpload } from '../composer/CancelUpload';
import { useModel } from '../model';
import { addSheet } from '../sheet';
import { useTexts } from '../texts';
import css from './image.part.css';
import { Picture } from './Picture';

addSheet(css);

const RATIO = 4 / 3;

/** A picture that opens in a new tab, with its caption; one that is being sent shows what is uploaded. */
export function ImageBody({ message }: { message: LocalMessage }) {
  const { conversation } = useModel();
  const { openImage, imageLabel, uploadedImage } = useTexts({ ...rich, ...attach });
  const { mediaUrl, altText, role, text, preview, progress, status } = message;
  const alt = altText || (role === 'appUser' ? uploadedImage : imageLabel);
  const href = status ? undefined : safeHref(mediaUrl);
  const picture = (
    <Picture
      url={mediaUrl}
      alt={alt}
      ratio={RATIO}
      preview={preview}
      progress={progress}
      still={status === 'failed'}
      onThere={() => release(conversation, message)}
    />
  );
  return (
    <>
      {href ? (
        <a class="image" href={href} target="_blank" rel="noopener noreferrer" title={openImage}>
          {picture}
        </a>
      ) : (
        <span class="image">
          {picture}
          <CancelUpload message={message} />
        </span>
      )}
      {text && text !== mediaUrl && (
        <span class="text">
          <RichText text={text} />
        </span>
      )}
    </>
  );
}
