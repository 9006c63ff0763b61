import type { LocalMessage } from '@smooch/client';
import { rich } from '@smooch/locales/en/rich';
import { Glyph, RichText } from '@smooch/ui/components';
import { safeHref } from '@smooch/ui/linkify';
import { CancelUpload } from '../composer/CancelUpload';
import { useModel } from '../model';
import { addSheet } from '../sheet';
import { fill, useTexts } from '../texts';
import css from './file.part.css';
import { DOCUMENT } from './icons';

addSheet(css);

const UNITS = ['B', 'kB', 'MB', 'GB'];

/** Says how large a file is, with at most one digit after the point. */
export function sizeOf(bytes: number, locale: string): string {
  let value = bytes;
  let unit = 0;
  while (value >= 1000 && unit < UNITS.length - 1) {
    value /= 1000;
    unit++;
  }
  return `${value.toLocaleString(locale, { maximumFractionDigits: value < 10 ? 1 : 0 })} ${UNITS[unit]}`;
}

/** The last part of an address, as people write it. */
export function nameOf(url: string | undefined): string {
  const last = (url ?? '').split(/[?#]/, 1)[0]?.split('/').pop() ?? '';
  try {
    return decodeURIComponent(last);
  } catch {
    return last;
  }
}

/** A file by name, kind and size, behind a link. */
export function FileBody({ message }: { message: LocalMessage }) {
  const { locale } = useModel();
  const { fileLabel, downloadFile } = useTexts(rich);
  const { mediaUrl, mediaSize, text, altText, file, progress, status } = message;
  const name = altText || (file as File | undefined)?.name || nameOf(mediaUrl) || fileLabel;
  const kind = /\.(\w{1,4})$/.exec(name)?.[1];
  const bytes = mediaSize ?? file?.size;
  const href = status ? undefined : safeHref(mediaUrl);
  const content = (
    <>
      <span class="kind" aria-hidden="true">
        {kind ? <b>{kind}</b> : <Glyph path={DOCUMENT} size={24} />}
      </span>
      <span class="about">
        <span class="file-name" dir="auto">
          {name}
        </span>
        {bytes !== undefined && <small>{sizeOf(bytes, locale)}</small>}
        {status === 'sending' && <progress value={progress ?? 0} />}
      </span>
    </>
  );
  return (
    <>
      {text && text !== mediaUrl && (
        <span class="text">
          <RichText text={text} />
        </span>
      )}
      {href ? (
        <a
          class="file"
          href={href}
          target="_blank"
          rel="noopener noreferrer"
          title={fill(downloadFile, { name })}
        >
          {content}
        </a>
      ) : (
        <span class="file">
          {content}
          <CancelUpload message={message} />
        </span>
      )}
    </>
  );
}
