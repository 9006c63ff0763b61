import { Avatar, Icon } from '@smooch/ui/components';
import { useModel } from '../model';

/** The bar on top; clicking anywhere on it closes the widget. */
export function Header() {
  const { bridge, settings, texts, conversation } = useModel();
  const unread = conversation.thread.value.unreadCount;
  const { businessName, businessIconUrl, embedded } = settings;
  const begun = conversation.thread.value.messages.length > 0;
  return (
    // biome-ignore lint/a11y/noStaticElementInteractions: the button inside does the same by keyboard
    <header class={embedded ? '' : 'pressable'} onClick={embedded ? undefined : () => bridge.close()}>
      {begun && <Avatar name={businessName} url={businessIconUrl} size={34} />}
      <div class="titles">
        <h1>{texts.headerText}</h1>
        {begun && businessName && <p>{businessName}</p>}
      </div>
      {unread > 0 && <b class="badge">{unread}</b>}
      {!embedded && (
        <button type="button" class="plain" aria-label={texts.closeLabel} title={texts.closeLabel}>
          <Icon name="down" />
        </button>
      )}
    </header>
  );
}
