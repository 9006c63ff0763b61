import type { LocalMessage } from '@smooch/client';
import { drop } from '@smooch/client/pending';
import { attach } from '@smooch/locales/en/attach';
import { Icon } from '@smooch/ui/components';
import { useModel } from '../model';
import { addSheet } from '../sheet';
import { fill, useTexts } from '../texts';
import css from './cancel.part.css';

addSheet(css);

/** How far an upload is, for those who do not see it, and the way to end it. */
export function CancelUpload({ message }: { message: LocalMessage }) {
  const { conversation } = useModel();
  const { uploadCancel, uploadProgress } = useTexts(attach);
  const { file, progress = 0, status } = message;
  if (!file || !status || status === 'failed') return null;
  const percent = Math.round(progress * 100);
  const words = fill(uploadProgress, { percent });
  return (
    <>
      <span class="unseen" role="progressbar" aria-valuenow={percent} aria-label={words} />
      <button
        type="button"
        class="cancel"
        aria-label={uploadCancel}
        title={uploadCancel}
        onClick={() => drop(conversation, message)}
      >
        <Icon name="close" size={16} />
      </button>
    </>
  );
}
