import { Icon } from '@smooch/ui/components';
import { useEffect } from 'preact/hooks';
import { type Model, useModel } from '../model';

/** What can be sent besides text, by the names of the option `menuItems`. */
export type Kind = 'imageUpload' | 'fileUpload' | 'shareLocation';

/** Without it nothing can be sent but text, which is so when there is no line. */
const load = () => import('./attaching').catch(() => undefined);

/** What the page wants and the browser can do. */
function kindsOf({ bridge: { options } }: Model): Kind[] {
  const wanted = (options.menuItems ?? {}) as Record<string, unknown>;
  return (['imageUpload', 'fileUpload', 'shareLocation'] as const).filter(
    (kind, index) =>
      wanted[kind] !== false &&
      (index > 1 ? navigator.geolocation : options.imageUploadEnabled !== false && window.FileReader),
  );
}

/** The plus button, and what is dropped or pasted anywhere in the widget. */
export function Attach() {
  const model = useModel();
  const { attachLabel } = model.texts;
  const kinds = kindsOf(model);
  const attach = (how: string, files: Iterable<File> = [], button?: HTMLElement) => {
    const list = Array.from(files); // it is emptied when the event is over
    void load().then((part) => part?.attach(model, kinds, how, list, button));
  };

  // biome-ignore lint/correctness/useExhaustiveDependencies: bound once, for as long as the frame lives
  useEffect(() => {
    const onData = (event: Event) => {
      const { dataTransfer, clipboardData } = event as DragEvent & ClipboardEvent;
      const data = (dataTransfer ?? clipboardData) as DataTransfer;
      const types = Array.from(data.types).join();
      if (!/Files/.test(types) || /plain/.test(types)) return; // what has words too is taken as words
      event.preventDefault(); // else the frame would show the file instead of the conversation
      if (/U/.test(kinds[0] ?? '')) attach(event.type, data.files);
      else data.dropEffect = 'none';
    };
    for (const name of ['dragover', 'drop', 'paste']) document.addEventListener(name, onData);
  }, []);

  return kinds[0] ? (
    <button
      type="button"
      class="plain attach"
      aria-label={attachLabel}
      title={attachLabel}
      aria-haspopup={kinds[1] && 'menu'}
      onPointerEnter={load} // browsers let a press open a chooser for a moment only
      onClick={({ currentTarget }) => attach('press', [], currentTarget)}
    >
      <Icon name="plus" />
    </button>
  ) : null;
}
