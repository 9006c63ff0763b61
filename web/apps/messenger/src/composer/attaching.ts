import { attach as words } from '@smooch/locales/en/attach';
import type { Model } from '../model';
import { addSheet } from '../sheet';
import type { Kind, Way } from './Attach';
import css from './attach.part.css';
import { showDropTarget } from './DropTarget';
import { askBefore } from './Preview';
import { isPicture, sendFiles } from './uploads';

export { openMenu } from './Menu';

addSheet(css);

/** Files on their way into the conversation, or a place. */
export function take(model: Model, kinds: readonly Kind[], way: Way, files: File[]): void {
  if (way === 'shareLocation') {
    void import('./location').then(({ sendLocation }) => sendLocation(model));
    return;
  }
  showDropTarget(model, way === 'dragover');
  if (way === 'dragover' || !files.length) return;
  if (way === 'imageUpload' || kinds.indexOf('fileUpload') < 0) {
    if (!files.every(isPicture)) {
      model.banner(model.addTexts(words).invalidFileError, { html: true });
      return;
    }
  }
  const asPictures = kinds.indexOf('imageUpload') >= 0;
  if (way === 'paste') askBefore(model, files, () => void sendFiles(model, files, asPictures));
  else void sendFiles(model, files, asPictures);
}
