import type { LocalMessage } from '@smooch/client';
import { location } from '@smooch/locales/en/location';
import { Glyph, RichText } from '@smooch/ui/components';
import { addSheet } from '../sheet';
import { useTexts } from '../texts';
import { PIN } from './icons';
import css from './location.part.css';
import { Spinner } from './Spinner';

addSheet(css);

/** What stands beside the pin: the words that came with it, or a link to a map; of one's own also how it fares. */
function Words({ message }: { message: LocalMessage }) {
  const { locationSearching, locationSendingFailed, openMap } = useTexts(location);
  const { text, coordinates, status } = message;
  if (status === 'failed') return <>{locationSendingFailed}</>;
  if (text) return <RichText text={text} />;
  if (status || !coordinates) return <span class="unseen">{locationSearching}</span>;
  const { lat, long } = coordinates;
  return (
    <a href={`https://maps.google.com/maps?q=${lat},${long}`} target="_blank" rel="noopener noreferrer">
      {openMap}
    </a>
  );
}

/** A place. No map is drawn: it would tell others who looks where. */
export function LocationBody({ message }: { message: LocalMessage }) {
  const { name, address } = message.location ?? {};
  const { status, text } = message;
  return (
    <span class="place">
      <span class="pin">{status === 'sending' && !text ? <Spinner /> : <Glyph path={PIN} />}</span>
      <span>
        {name && <b>{name}</b>}
        {address && <span class="address">{address}</span>}
        <span class="text">
          <Words message={message} />
        </span>
      </span>
    </span>
  );
}
