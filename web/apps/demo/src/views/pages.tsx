/** The pages that are mostly words. */

import type { Links } from './shop';

export function ReturnsPage() {
  return (
    <article class="plain">
      <p class="kicker">Returns and repairs</p>
      <h1>Sixty days to change your mind</h1>
      <p class="lead">
        You may use what you bought. Only ask yourself whether the next person would be glad to unwrap it, and
        you will get it right.
      </p>
      <ol class="steps">
        <li>
          <h2>Tell us</h2>
          <p>
            Write to us in the chat with your order number. A person sends you a label, usually within the
            hour.
          </p>
        </li>
        <li>
          <h2>Pack it</h2>
          <p>The box it came in is best. Any sturdy one will do; please wrap glass and enamel twice.</p>
        </li>
        <li>
          <h2>Send it</h2>
          <p>
            Drop the parcel where it suits you. Your money is on its way three days after it is back with us.
          </p>
        </li>
      </ol>
      <h2>Good to know</h2>
      <details>
        <summary>What does a return cost?</summary>
        <p>Nothing within Europe. From elsewhere we pay half of the postage.</p>
      </details>
      <details>
        <summary>It arrived broken. What now?</summary>
        <p>
          Tell us in the chat. We replace the part that broke, or the whole thing, and you keep the pieces.
        </p>
      </details>
      <details>
        <summary>Can I exchange one finish for another?</summary>
        <p>Yes. We send the new one first, so that you are never without a teapot.</p>
      </details>
      <details>
        <summary>Do you repair after the sixty days?</summary>
        <p>Always. Repairs cost the price of the part; the work is on us for the first ten years.</p>
      </details>
    </article>
  );
}

export function AboutPage({ inboxUrl, docsUrl }: Links) {
  return (
    <article class="plain">
      <p class="kicker">About this page</p>
      <h1>A shop that does not exist, a chat that does</h1>
      <p class="lead">
        Larkfield is here to show Smooch, live messaging for websites that runs on your own server. The shop
        is drawn; the round button in the corner is the messenger that any site can have.
      </p>
      <ol class="steps">
        <li>
          <h2>Write as a visitor</h2>
          <p>Open the messenger with the round button and send a message.</p>
        </li>
        <li>
          <h2>Answer as the business</h2>
          <p>
            The message is already in the <a href={inboxUrl}>inbox</a>. Open it in a second window and answer:
            it appears here at once.
          </p>
        </li>
        <li>
          <h2>Build on it</h2>
          <p>
            Programs can do all of this too. The <a href={docsUrl}>API reference</a> has every call, ready to
            try.
          </p>
        </li>
      </ol>
      <h2>On your own site</h2>
      <p>
        The messenger stands on a page through one short script. The command <code>smooch app snippet</code>{' '}
        prints it for your app; paste it before the end of the head. It loads nothing from anybody else, sets
        no cookie, and stores nothing before a visitor uses it.
      </p>
    </article>
  );
}

export function MissingPage() {
  return (
    <section class="plain">
      <h1>There is nothing on this shelf</h1>
      <p class="lead">The address leads nowhere. The six objects are all on the first page.</p>
      <a class="button" href="#/">
        See the objects
      </a>
    </section>
  );
}
