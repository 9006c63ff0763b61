import { attach as words } from '@smooch/locales/en/attach';
import type { Model } from '../model';
import { addSheet } from '../sheet';
import type { Kind } from './Attach';
import css from './attach.part.css';
import { showDropTarget } from './DropTarget';
import { openMenu } from './Menu';
import { askBefore } from './Preview';
import { isPicture, sendFiles } from './uploads';

addSheet(css);

/** Sends files, however they came, or says why not. */
function take(model: Model, kinds: readonly Kind[], how: string, files: File[]): void {
  const picturesOnly = how === 'imageUpload' || kinds.indexOf('fileUpload') < 0;
  if (picturesOnly && !files.every(isPicture)) {
    model.banner(model.addTexts(words).invalidFileError, { html: true });
    return;
  }
  const send = () => void sendFiles(model, files, kinds.indexOf('imageUpload') >= 0);
  if (how === 'paste') askBefore(model, files, send);
  else send();
}

/** Opens the browser's own chooser of files. */
function chooseFile(form: Element, kind: Kind, taken: (files: File[]) => void): void {
  const input = document.createElement('input');
  input.type = 'file';
  input.hidden = true;
  if (kind === 'imageUpload') input.accept = 'image/*';
  input.onchange = () => {
    taken(Array.from(input.files ?? []));
    input.remove();
  };
  form.querySelector('input')?.remove(); // of a choice that was not made
  form.appendChild(input).click();
}

/** What the composer asks for: its button was pressed, or files are dragged over the widget, dropped or pasted. */
export function attach(
  model: Model,
  kinds: readonly Kind[],
  how: string,
  files: File[],
  button?: HTMLElement,
): void {
  showDropTarget(model, how === 'dragover');
  if (!button) {
    if (files.length && how !== 'dragover') take(model, kinds, how, files);
    return;
  }
  const choose = (kind: Kind) => {
    if (kind === 'shareLocation') void import('./location').then(({ sendLocation }) => sendLocation(model));
    else chooseFile(button.parentElement as Element, kind, (chosen) => take(model, kinds, kind, chosen));
  };
  if (kinds.length > 1) openMenu(model, kinds, button, choose);
  else choose(kinds[0] as Kind);
}
