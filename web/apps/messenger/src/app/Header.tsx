import { Avatar, Icon } from '@smooch/ui/components';
import { lazy } from '../lazy';
import { useModel } from '../model';

const Menu = lazy(async () => (await import('./Menu')).Menu);

/** The bar on top; clicking anywhere on it closes the widget. It gives way to a conversation that is read. */
export function Header() {
  const { bridge, settings, texts, conversation, scrolled } = useModel();
  const { messages, unreadCount } = conversation.thread.value;
  const { businessName, businessIconUrl, embedded } = settings;
  const begun = messages.length > 0;
  const { deleteUser, exportConversation } = bridge.config.settings.privacy;
  return (
    // biome-ignore lint/a11y/noStaticElementInteractions: the button inside does the same by keyboard
    <header
      class={(embedded ? '' : 'pressable ') + (scrolled.value ? 'compact' : '')}
      onClick={embedded ? undefined : () => bridge.close()}
    >
      {unreadCount > 0 && <b class="badge">{unreadCount}</b>}
      {begun && <Avatar name={businessName} url={businessIconUrl} size={34} />}
      <div class="titles">
        <h1>{texts.headerText}</h1>
        {begun && businessName && <p>{businessName}</p>}
      </div>
      {(deleteUser || exportConversation) && <Menu />}
      {!embedded && (
        <button type="button" class="plain" aria-label={texts.closeLabel} title={texts.closeLabel}>
          <Icon name="down" />
        </button>
      )}
    </header>
  );
}
