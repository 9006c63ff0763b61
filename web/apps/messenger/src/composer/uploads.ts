import { drop } from '@smooch/client/pending';
import { attach as words } from '@smooch/locales/en/attach';
import type { Model } from '../model';
import { send } from '../send';
import { fill } from '../texts';
import { shrink } from './picture';

const TOO_LARGE = 'request_entity_too_large';

export const isPicture = ({ type }: File) => type.slice(0, 6) === 'image/';

/** Says why a file is not sent; `code` is the server's. */
function refuse(model: Model, code: string): void {
  const texts = model.addTexts(words);
  const megabytes = (model.bridge.config.uploads?.maxUploadBytes ?? 0) / 2 ** 20;
  const size = `${megabytes.toLocaleString(model.locale, { maximumFractionDigits: 1 })} MB`;
  model.banner(code === TOO_LARGE ? fill(texts.fileTooLarge, { size }) : texts.fileRefused);
}

/** The reason for which the server would not take a file, as far as that can be told here. */
function objection({ bridge }: Model, { name, size }: File): string | undefined {
  const { uploads } = bridge.config;
  if (!uploads) return undefined;
  if (size > uploads.maxUploadBytes) return TOO_LARGE;
  const ending = /\.[^.]*$/.exec(name.toLowerCase())?.[0] ?? '';
  return uploads.extensions.indexOf(ending) < 0 ? 'unsupported_media_type' : undefined;
}

/** Shows an upload and sends it; what the server refuses is taken back, with the reason. */
async function sendUpload(model: Model, file: File, picture: boolean): Promise<void> {
  const preview = picture ? URL.createObjectURL(file) : undefined;
  const posted = await send(model, { type: picture ? 'image' : 'file', file, preview });
  if (posted) return;
  const { conversation } = model;
  const failed = conversation.thread.value.messages.find((message) => message.file === file);
  if (failed?.status && !failed.refused) return; // it can be tried again
  if (preview) URL.revokeObjectURL(preview);
  if (!failed?.refused) return; // the page or the visitor did not want it
  drop(conversation, failed);
  refuse(model, failed.refused);
}

/** Sends files one after the other, in their order; pictures turned upright and not larger than they are looked at. */
export async function sendFiles(model: Model, files: readonly File[], asPictures: boolean): Promise<void> {
  for (const file of files) {
    const picture = asPictures && isPicture(file);
    const ready = picture ? await shrink(file) : file;
    const code = ready && objection(model, ready);
    if (!ready) model.banner(model.addTexts(words).invalidFileError, { html: true });
    else if (code) refuse(model, code);
    else void sendUpload(model, ready, picture);
  }
}
