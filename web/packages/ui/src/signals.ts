import { effect } from '@smooch/client/signals';
import { type Component, options, type VNode } from 'preact';

export { batch, effect, type Signal, signal } from '@smooch/client/signals';

// Lets components read our signals, as `@preact/signals` does for those of `@preact/signals-core`.

interface Tracked extends Component {
  stopTracking?: () => void;
}
/** The hooks of Preact by the names it keeps for its add-ons, as `preact/hooks` uses them. */
const hooks = options as { __r?: (vnode: VNode) => void };
const instance = (vnode: VNode) => (vnode as { __c?: Tracked }).__c;
const { __r: beforeRender } = hooks;
const { unmount } = options;

/** Makes a component render again when a signal changes that its last rendering read. */
function track(component: Tracked): void {
  const { render } = component;
  component.render = (...given) => {
    let result: ReturnType<typeof render>;
    let rendered = false;
    component.stopTracking?.();
    component.stopTracking = effect(() => {
      if (rendered) component.setState({});
      else result = render.apply(component, given);
      rendered = true;
    });
    return result;
  };
  component.stopTracking = () => {};
}

hooks.__r = (vnode) => {
  const component = instance(vnode);
  if (component && !component.stopTracking) track(component);
  beforeRender?.(vnode);
};

options.unmount = (vnode) => {
  instance(vnode)?.stopTracking?.();
  unmount?.(vnode);
};
