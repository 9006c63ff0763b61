/** Everything the messenger takes, does and tells, from its typings, beside a page to try it on. */

import { type Entry, events, methods, options, texts } from 'typings:smooch';
import { useEffect, useRef } from 'preact/hooks';
import { FIXED, methodFields, optionField } from './examples';
import { log, setFrame, start, tell, tryMethod, tryOption } from './stage';
import { Trial } from './trial';

export function Reference() {
  return (
    <>
      <header class="head">
        <a class="brand" href="/demo">
          Larkfield
        </a>
        <nav aria-label="This page">
          <a href="#options">Options</a>
          <a href="#methods">Methods</a>
          <a href="#events">Events</a>
          <a href="#texts">Texts</a>
        </nav>
      </header>
      <div class="desk">
        <main>
          <p class="kicker">Reference</p>
          <h1>The messenger, to try</h1>
          <p class="lead">
            Every option, method, event and text, read from the typings. Change a value and press Run: it
            happens on the small page beside.
          </p>
          <Part id="options" title="Options" entries={options} />
          <Part id="methods" title="Methods" entries={methods} />
          <section id="events" aria-labelledby="events-title">
            <h2 id="events-title">Events</h2>
            <p class="lead">All of them are told under the small page as they happen.</p>
            {events.map((entry) => (
              <article key={entry.name}>
                <Title entry={entry} />
              </article>
            ))}
          </section>
          <Texts />
        </main>
        <Stage />
      </div>
    </>
  );
}

function Part({ id, title, entries }: { id: 'options' | 'methods'; title: string; entries: Entry[] }) {
  return (
    <section id={id} aria-labelledby={`${id}-title`}>
      <h2 id={`${id}-title`}>{title}</h2>
      {entries.map((entry) => (
        <article key={entry.name} id={`${id}-${entry.name}`}>
          <Title entry={entry} />
          {id === 'options' ? <OptionTrial entry={entry} /> : <MethodTrial name={entry.name} />}
        </article>
      ))}
    </section>
  );
}

function Title({ entry }: { entry: Entry }) {
  return (
    <>
      <h3>{entry.name}</h3>
      <p class="type">
        <code>{entry.type || entry.signature}</code>
        {entry.default && (
          <>
            {' '}
            <span>default</span> <code>{entry.default}</code>
          </>
        )}
      </p>
      {entry.doc && <p>{plain(entry.doc)}</p>}
    </>
  );
}

/** Words between backticks are code. */
function plain(text: string) {
  return text.split('`').map((part, at) => (at % 2 ? <code key={part}>{part}</code> : part));
}

function OptionTrial({ entry: { name, type } }: { entry: Entry }) {
  const field = optionField(name, type);
  if (typeof field === 'string') return <p class="note">{plain(field)}</p>;
  return (
    <Trial
      label={name}
      before={`Smooch.init({ appId, ${name}: `}
      after=" });"
      fields={[field]}
      run={([value]) => tryOption(name, value)}
    />
  );
}

function MethodTrial({ name }: { name: string }) {
  const fixed = FIXED[name];
  const code = fixed?.code ?? (name === 'init' ? '{ appId }' : '');
  const call = name === 'VERSION';
  const handler = name === 'on' ? ', (value) => console.log(value)' : '';
  const run = (values: unknown[]) => {
    const page = document.querySelector('iframe')?.contentDocument ?? undefined;
    const heard = (value: unknown) => tell(`your handler heard ${JSON.stringify(value) ?? ''}`);
    return tryMethod(name, fixed ? fixed.args(page) : name === 'on' ? [...values, heard] : values);
  };
  return (
    <Trial
      label={name}
      before={`Smooch.${name}${call ? '' : `(${code}`}`}
      after={call ? ';' : `${handler});`}
      fields={methodFields(name)}
      run={run}
    />
  );
}

function Texts() {
  return (
    <section id="texts" aria-labelledby="texts-title">
      <h2 id="texts-title">Texts</h2>
      <p class="lead">
        The names of <code>customText</code>, with what stands there when the page says nothing.
      </p>
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: a wide table scrolls, also by keyboard */}
      <div class="wide" tabIndex={0}>
        <table>
          <thead>
            <tr>
              <th scope="col">Name</th>
              <th scope="col">English</th>
            </tr>
          </thead>
          <tbody>
            {texts.map((text) => (
              <tr key={text.name}>
                <th scope="row">
                  <code>{text.name}</code>
                </th>
                <td>{text.default}</td>
              </tr>
            ))}
          </tbody>
        </table>
      </div>
    </section>
  );
}

/** The small page, and what it tells. */
function Stage() {
  const frame = useRef<HTMLIFrameElement>(null);
  useEffect(() => {
    setFrame(frame.current);
    const begin = () => void start({}).catch((error: Error) => tell(`init: ${error.message}`));
    const element = frame.current;
    if (element?.contentDocument?.readyState === 'complete' && element.contentDocument.body.firstChild)
      begin();
    element?.addEventListener('load', begin);
    return () => element?.removeEventListener('load', begin);
  }, []);
  return (
    <aside class="stage" aria-label="The small page">
      <iframe ref={frame} src="/demo/try" title="A page with the messenger" />
      <h2>What happened</h2>
      <ol class="log" aria-live="polite">
        {log.value.map((line, at) => (
          <li key={log.value.length - at}>
            <code>{line}</code>
          </li>
        ))}
      </ol>
    </aside>
  );
}
