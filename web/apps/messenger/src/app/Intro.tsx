import { Avatar } from '@smooch/ui/components';
import { useModel } from '../model';
import { Html } from './Html';

/** Who one talks to, above the first message. */
export function Intro() {
  const { settings, texts } = useModel();
  return (
    <section class="intro">
      <Avatar name={settings.businessName} url={settings.businessIconUrl} size={50} />
      {settings.businessName && <h2>{settings.businessName}</h2>}
      <p>
        <Html text={texts.introductionText} />
      </p>
    </section>
  );
}
