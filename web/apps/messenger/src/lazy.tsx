import type { ComponentChildren, ComponentType } from 'preact';
import { useEffect, useState } from 'preact/hooks';

/**
 * A component whose code is fetched when it is first shown. `waiting` stands in its place meanwhile and should have its
 * size; `lost` when the code could not be fetched, until it is shown again.
 */
export function lazy<P extends object>(
  load: () => Promise<ComponentType<P>>,
  waiting: (props: P) => ComponentChildren = () => null,
  lost: (props: P) => ComponentChildren = waiting,
): (props: P) => ComponentChildren {
  let Found: ComponentType<P> | undefined;
  return (props) => {
    const [state, setState] = useState<'waiting' | 'lost' | 'found'>('waiting');
    useEffect(() => {
      if (Found) return;
      load().then(
        (component) => {
          Found = component;
          setState('found');
        },
        () => setState('lost'),
      );
    }, []);
    if (Found) return <Found {...props} />;
    return state === 'lost' ? lost(props) : waiting(props);
  };
}
