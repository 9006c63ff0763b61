/** Who the agent talks to: what the website told, and from which devices. */

import type { ComponentChildren } from 'preact';
import { browser, language, platform } from '../model/people';
import { isWebAddress, shortAddress } from '../model/text';
import { date, full, localTime, relative } from '../model/time';
import type { ConversationStore } from '../state/conversation';
import type { AppUser, Client } from '../wire';
import { now, useDesk, useInbox } from './context';
import { BackIcon, GlobeIcon, PhoneIcon } from './icons';
import { Avatar, Skeletons } from './parts';

interface Props {
  store: ConversationStore;
}

export function PersonPane({ store }: Props) {
  const inbox = useInbox();
  const desk = useDesk();
  const user = store.person.value;
  const row = desk.list.row(store.id)?.person;
  const name = row?.name ?? ([user?.givenName, user?.surname].filter(Boolean).join(' ') || 'Visitor');
  if (store.status.value === 'missing') return null;
  return (
    <section class="pane person-pane" aria-label="About this person">
      <header class="person-head">
        <button
          type="button"
          class="icon-button back"
          aria-label="Back to the conversation"
          onClick={() => inbox.go(store.id)}
        >
          <BackIcon />
        </button>
        <Avatar id={row?._id ?? user?._id ?? store.id} name={name} size="large" />
        <h2 dir="auto">{name}</h2>
        {user && <Since user={user} />}
      </header>
      {user && <Details user={user} />}
      {!user && store.personFailed.value && (
        <p class="person-problem">
          This did not load.{' '}
          <button type="button" class="link" onClick={() => void store.loadPerson()}>
            Try again
          </button>
        </p>
      )}
      {!user && !store.personFailed.value && <Skeletons count={4} kind="field" />}
    </section>
  );
}

/** First seen, and what their clock shows where the device told its zone. */
function Since({ user }: { user: AppUser }) {
  const zone = user.clients.map((client) => text(client, 'timezone')).find(Boolean);
  const local = zone ? localTime(zone, now.value) : '';
  return (
    <>
      {local && <p class="person-local">{local} local time</p>}
      <p class="person-since">First seen {date(user.signedUpAt)}</p>
    </>
  );
}

function Details({ user }: { user: AppUser }) {
  const properties = Object.entries(user.properties);
  return (
    <>
      <Section title="Contact">
        <dl>
          <Field name="E-mail" value={user.email && <a href={`mailto:${user.email}`}>{user.email}</a>} />
          <Field name="User ID" value={user.userId} />
          <Field name="Language" value={user.locale && language(user.locale)} />
        </dl>
        {!user.email && !user.userId && <p class="person-nothing">An anonymous visitor.</p>}
      </Section>
      {properties.length > 0 && (
        <Section title="Properties">
          <dl>
            {properties.map(([name, value]) => (
              <Field
                key={name}
                name={name}
                value={typeof value === 'boolean' ? (value ? 'yes' : 'no') : String(value)}
              />
            ))}
          </dl>
        </Section>
      )}
      {user.clients.length > 0 && (
        <Section title={user.clients.length === 1 ? 'Device' : 'Devices'}>
          {[...user.clients]
            .sort((a, b) => Date.parse(b.lastSeen) - Date.parse(a.lastSeen))
            .map((client) => (
              <Device key={client._id} client={client} />
            ))}
        </Section>
      )}
    </>
  );
}

function Section({ title, children }: { title: string; children: ComponentChildren }) {
  return (
    <section class="person-section">
      <h3>{title}</h3>
      {children}
    </section>
  );
}

function Field({ name, value }: { name: string; value: ComponentChildren }) {
  if (value === undefined || value === '' || value === false) return null;
  return (
    <div class="person-field">
      <dt>{name}</dt>
      <dd dir="auto">{value}</dd>
    </div>
  );
}

function Device({ client }: { client: Client }) {
  const userAgent = text(client, 'userAgent');
  const named =
    browser(userAgent) || [text(client, 'devicePlatform'), text(client, 'os')].filter(Boolean).join(', ');
  const page = text(client, 'currentUrl');
  const referrer = text(client, 'referrer');
  const spoken = text(client, 'browserLanguage');
  const seen = Date.parse(client.lastSeen) / 1000;
  return (
    <div class="device">
      <p class="device-name">
        {client.platform === 'web' ? <GlobeIcon /> : <PhoneIcon />}
        <strong>{named || platform(client.platform)}</strong>
        {!Number.isNaN(seen) && <time title={full(seen)}>{relative(seen, now.value)}</time>}
      </p>
      <dl>
        <Field name="Page" value={page && <Page address={page} title={text(client, 'currentTitle')} />} />
        <Field name="Came from" value={referrer && shortAddress(referrer)} />
        <Field name="Language" value={spoken && language(spoken)} />
        <Field name="App version" value={client.platform !== 'web' && client.appVersion} />
      </dl>
    </div>
  );
}

function Page({ address, title }: { address: string; title: string }) {
  const label = title || shortAddress(address);
  if (!isWebAddress(address)) return <>{label}</>;
  return (
    <a href={address} title={address} target="_blank" rel="noopener noreferrer nofollow">
      {label}
    </a>
  );
}

function text(client: Client, key: string): string {
  const value = client.info[key];
  return typeof value === 'string' ? value : '';
}
