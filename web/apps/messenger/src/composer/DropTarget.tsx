import { attach as words } from '@smooch/locales/en/attach';
import type { Model } from '../model';
import { Glyph } from './glyphs';
import { addLayer, mountPoint } from './layer';

const PATIENCE_MS = 600; // browsers tell at least every 350 ms that something is dragged

let hide: (() => void) | undefined;
let timer: ReturnType<typeof setTimeout>;

const gone = () => {
  clearTimeout(timer);
  document.removeEventListener('dragleave', left);
  hide?.();
  hide = undefined;
};
/** Leaving one element for another one of the widget is not leaving. */
function left({ relatedTarget }: DragEvent): void {
  if (!relatedTarget) gone();
}

/** Covers the widget while files are dragged over it. */
export function showDropTarget(model: Model, over: boolean): void {
  if (!over) {
    gone();
    return;
  }
  clearTimeout(timer);
  timer = setTimeout(gone, PATIENCE_MS);
  if (hide) return;
  document.addEventListener('dragleave', left);
  hide = addLayer(mountPoint(), () => (
    <div class="drop-target">
      <div>
        <Glyph name="drop" size={32} />
        <p>{model.addTexts(words).dropLabel}</p>
      </div>
    </div>
  ));
}
