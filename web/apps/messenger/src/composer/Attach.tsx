import { Icon } from '@smooch/ui/components';
import { useEffect, useRef } from 'preact/hooks';
import { type Model, useModel } from '../model';

/** What can be sent besides text, by the names of the option `menuItems`. */
export type Kind = 'imageUpload' | 'fileUpload' | 'shareLocation';

/** By which way files come. */
export type Way = Kind | 'dragover' | 'drop' | 'paste';

const load = () => import('./attaching');
const warm = () => void load().catch(() => {});

/** What the page wants and the browser can do. */
function kindsOf({ bridge: { options } }: Model): Kind[] {
  const wanted = (options.menuItems ?? {}) as Record<string, unknown>;
  return (['imageUpload', 'fileUpload', 'shareLocation'] as Kind[]).filter(
    (kind, index) =>
      wanted[kind] !== false &&
      (index > 1 ? navigator.geolocation : options.imageUploadEnabled !== false && window.FormData),
  );
}

/** The plus button, and what is dropped or pasted anywhere in the widget. */
export function Attach() {
  const model = useModel();
  const chooser = useRef<HTMLInputElement>(null);
  const kinds = kindsOf(model);
  const several = kinds.length > 1;

  const use = (work: (part: Awaited<ReturnType<typeof load>>) => void) =>
    void load().then(work, () => model.banner(model.texts.offlineText));
  const take = (way: string, files: Iterable<File>) => {
    const list = Array.from(files); // it is emptied when the event is over
    use((part) => part.take(model, kinds, way as Way, list));
  };
  const choose = (kind: Kind) => {
    const input = chooser.current as HTMLInputElement;
    input.name = kind;
    input.accept = kind === 'imageUpload' ? 'image/*' : '';
    if (kind === 'shareLocation') take(kind, []);
    else input.click();
  };

  // biome-ignore lint/correctness/useExhaustiveDependencies: bound once, for as long as the frame lives
  useEffect(() => {
    const onData = (event: Event) => {
      const { dataTransfer, clipboardData } = event as DragEvent & ClipboardEvent;
      const data = (dataTransfer ?? clipboardData) as DataTransfer;
      // what has words too is pasted as words
      if (!data.types.includes('Files') || (clipboardData && data.types.includes('text/plain'))) return;
      event.preventDefault(); // else the frame would show the file instead of the conversation
      if (kinds[0] && kinds[0] !== 'shareLocation') take(event.type, data.files);
      else data.dropEffect = 'none';
    };
    for (const name of ['dragover', 'drop', 'paste']) document.addEventListener(name, onData);
  }, []);

  return kinds[0] ? (
    <>
      <button
        type="button"
        class="plain attach"
        aria-label={model.texts.attachLabel}
        title={model.texts.attachLabel}
        aria-haspopup={several ? 'menu' : undefined}
        onPointerEnter={warm}
        onFocus={warm}
        onClick={({ currentTarget }) =>
          several
            ? use((part) => part.openMenu(model, kinds, currentTarget, choose))
            : choose(kinds[0] as Kind)
        }
      >
        <Icon name="plus" />
      </button>
      <input
        ref={chooser}
        type="file"
        hidden
        onChange={({ currentTarget: input }) => {
          take(input.name, input.files ?? []);
          input.value = ''; // the same file again is a choice too
        }}
      />
    </>
  ) : null;
}
