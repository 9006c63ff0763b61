import { attach as words } from '@smooch/locales/en/attach';
import { useEffect, useRef } from 'preact/hooks';
import type { Model } from '../model';
import { Glyph } from './glyphs';
import { addLayer, mountPoint } from './layer';
import { isPicture } from './uploads';

interface PreviewProps {
  model: Model;
  files: readonly File[];
  urls: readonly (string | undefined)[];
  close(sent: boolean): void;
}

function Preview({ model, files, urls, close }: PreviewProps) {
  const texts = model.addTexts(words);
  const box = useRef<HTMLDivElement>(null);
  useEffect(() => box.current?.querySelector<HTMLElement>('.primary')?.focus(), []);
  const onKeyDown = (event: KeyboardEvent) => {
    const buttons = Array.from(box.current?.querySelectorAll('button') ?? []);
    if (event.key === 'Escape') {
      event.stopPropagation(); // the widget stays open
      close(false);
    }
    if (event.key !== 'Tab') return;
    event.preventDefault(); // between the two, until it is decided
    event.stopPropagation();
    buttons[1 - buttons.indexOf(document.activeElement as HTMLButtonElement)]?.focus();
  };
  return (
    <div
      ref={box}
      class="paste"
      role="dialog"
      aria-modal="true"
      aria-label={texts.previewLabel}
      tabIndex={-1}
      onKeyDown={onKeyDown}
    >
      <p class="title">{texts.previewLabel}</p>
      <div class="shown">
        {files.map((file, index) =>
          urls[index] ? (
            <img key={urls[index]} src={urls[index]} alt={file.name} />
          ) : (
            <p key={file.name}>
              <Glyph name="fileUpload" />
              {file.name}
            </p>
          ),
        )}
      </div>
      <div class="choice">
        <button type="button" class="secondary" onClick={() => close(false)}>
          {texts.removeLabel}
        </button>
        <button type="button" class="primary" onClick={() => close(true)}>
          {model.texts.sendButtonText}
        </button>
      </div>
    </div>
  );
}

/** Shows what was pasted before it is sent: a clipboard holds what one does not see. */
export function askBefore(model: Model, files: readonly File[], send: () => void): void {
  const urls = files.map((file) => (isPicture(file) ? URL.createObjectURL(file) : undefined));
  addLayer(mountPoint(), (remove) => {
    const close = (sent: boolean) => {
      for (const url of urls) if (url) URL.revokeObjectURL(url);
      remove();
      document.querySelector('textarea')?.focus();
      if (sent) send();
    };
    return <Preview model={model} files={files} urls={urls} close={close} />;
  });
}
