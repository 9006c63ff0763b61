// A shop's bot: greets, shows things, takes reservations, tells the opening hours, hands over to a person.
//
// It hears of messages and pressed buttons through a webhook and answers through the REST API, with the client
// smooch-core 8.11.4 from npm as it is. `make bot-node` starts it beside `make serve`; ../README.md says how to start it
// elsewhere.

import { createHmac, timingSafeEqual } from 'node:crypto';
import { createServer } from 'node:http';

import Smooch from 'smooch-core';

const { SMOOCH_URL, APP_ID, KEY_ID, SECRET } = process.env;
const PORT = Number(process.env.PORT ?? 9002);
const MY_URL = process.env.MY_URL ?? `http://127.0.0.1:${PORT}/smooch`; // where the server reaches this program

const GOODS = {
  teapot: ['Morning Teapot', '68 €. Enamelled steel, for four cups'],
  lamp: ['Dusk Lamp', '189 €. Spun shade, brass stem, a warm dim light'],
  stool: ['Three-legged Stool', '145 €. Solid oak, stands on any floor'],
};
const [OPEN_FROM, OPEN_UNTIL] = [9, 18]; // o'clock, Monday to Saturday
// What people type, and the button that says the same: not everybody presses buttons.
const WORDS = {
  GOODS: ['goods', 'show', 'sell', 'products', 'price', ...Object.keys(GOODS)],
  HOURS: ['open', 'hours', 'when', 'closed'],
  PERSON: ['person', 'human', 'agent', 'help', 'somebody'],
};
const KEEP = ['keep', 'reserve']; // with the name of a thing
const HELLO =
  'Hello! I am the bot of Larkfield. Write “show” to see our things, “hours” for when we are open, “person” for a person.';
const MENU = [
  { type: 'reply', text: 'Show me your things', payload: 'GOODS' },
  { type: 'reply', text: 'When are you open?', payload: 'HOURS' },
  { type: 'reply', text: 'I want a person', payload: 'PERSON' },
];

const smooch = new Smooch({ keyId: KEY_ID, secret: SECRET, scope: 'app', serviceUrl: SMOOCH_URL });

const say = (userId, message) =>
  smooch.appUsers.sendMessage(userId, { role: 'appMaker', type: 'text', name: "Larkfield's bot", ...message });

/** Keeps with the user who talks to them: agents see it, and a new start of the bot finds it. */
const remember = (userId, withPerson) => smooch.appUsers.update(userId, { properties: { withPerson } });

const card = (name) => ({
  title: GOODS[name][0],
  description: GOODS[name][1],
  actions: [
    { type: 'link', text: 'Look at it', uri: `${SMOOCH_URL}/demo#/objects/${name}` },
    { type: 'postback', text: 'Keep one for me', payload: `RESERVE:${name}` },
  ],
});

function hours(now) {
  const open = now.getDay() > 0 && OPEN_FROM <= now.getHours() && now.getHours() < OPEN_UNTIL;
  return `We are ${open ? 'open' : 'closed'} now. Monday to Saturday, ${OPEN_FROM} to ${OPEN_UNTIL} h.`;
}

/** Does what a button's payload asks for. */
async function answer(userId, wanted) {
  await smooch.appUsers.conversationActivity(userId, { role: 'appMaker', type: 'typing:start' });
  const [what, which] = wanted.split(':');
  if (what === 'GOODS') {
    await say(userId, { type: 'carousel', items: Object.keys(GOODS).map(card) });
    await say(userId, { text: 'Write “keep the lamp”, and one is yours until tomorrow at noon.' });
  } else if (what === 'RESERVE' && Object.hasOwn(GOODS, which)) {
    const text = `I keep one ${GOODS[which][0]} for you until tomorrow at noon.`;
    await say(userId, { text, actions: MENU.slice(1) });
  } else if (what === 'HOURS') {
    await say(userId, { text: hours(new Date()), actions: [MENU[0], MENU[2]] });
  } else if (what === 'PERSON') {
    await say(userId, { text: 'A person will answer you here. Write “bot” when you want me back.' });
    await remember(userId, true);
  } else {
    await say(userId, { text: HELLO, actions: MENU });
  }
}

/** The payload of the pressed reply, or of the button that says what was typed. */
function wantedBy({ payload, text = '' }) {
  const words = text.toLowerCase();
  const kept = Object.keys(GOODS).find((name) => words.includes(name) && KEEP.some((word) => words.includes(word)));
  if (kept) return `RESERVE:${kept}`;
  const typed = Object.keys(WORDS).find((each) => WORDS[each].some((word) => words.includes(word)));
  return payload ?? typed ?? 'GREET';
}

async function handle({ trigger, appUser, messages, postbacks }) {
  const withPerson = appUser.properties?.withPerson ?? false;
  if (trigger === 'postback') return answer(appUser._id, postbacks[0].action.payload);
  for (const message of messages) {
    if (message.role === 'appMaker') {
      // Somebody answers from the inbox.
      if (message.source.type !== 'api' && !withPerson) await remember(appUser._id, true);
    } else if (!withPerson) {
      await answer(appUser._id, wantedBy(message));
    } else if (message.text?.trim().toLowerCase() === 'bot') {
      await remember(appUser._id, false);
      await answer(appUser._id, 'GREET');
    }
  }
}

const same = (one, other) => {
  const [a, b] = [Buffer.from(one ?? ''), Buffer.from(other)];
  return a.length === b.length && timingSafeEqual(a, b);
};

/** Whether our webhook's secret signed this very body, not long ago. */
function isGenuine(headers, body, secret) {
  const when = headers['webhook-timestamp'] ?? '';
  if (!/^\d+$/.test(when) || Math.abs(Date.now() / 1000 - Number(when)) > 300) return false;
  const key = createHmac('sha256', secret).update('smooch-webhook-signing-key-v1').digest();
  const signed = createHmac('sha256', key).update(`${headers['webhook-id']}.${when}.`).update(body);
  const expected = `v1,${signed.digest('base64')}`;
  const signatures = (headers['webhook-signature'] ?? '').split(' ');
  return same(headers['x-api-key'], secret) && signatures.some((each) => same(each, expected));
}

const done = new Set(); // ids of deliveries; a real bot keeps them in its database

/** Takes the webhook. 200 comes after the work: whatever fails before is delivered again. */
async function receive(request, secret) {
  const parts = [];
  for await (const part of request) parts.push(part);
  const body = Buffer.concat(parts);
  if (!isGenuine(request.headers, body, secret)) return 401;
  const id = request.headers['webhook-id'];
  if (!done.has(id)) {
    await handle(JSON.parse(body));
    done.add(id);
    if (done.size > 10_000) done.delete(done.values().next().value);
  }
  return 200;
}

/** The webhook of the last start, or a new one. */
async function myWebhook() {
  const { webhooks } = await smooch.webhooks.list();
  const found = webhooks.find((each) => each.target === MY_URL);
  const triggers = ['message:appUser', 'message:appMaker', 'postback'];
  return found ?? (await smooch.webhooks.create({ target: MY_URL, triggers })).webhook;
}

const webhook = await myWebhook().catch((error) => {
  console.error(`The server refused the webhook to ${MY_URL}: ${error.message}`);
  if (error.response?.status === 400)
    // It calls nobody on its own machine, unless it is told to.
    console.error('Stop it and start it so: SMOOCH_OUTBOX_ALLOW=127.0.0.0/8 make serve');
  process.exit(1);
});

const server = createServer(async (request, response) => {
  const status = await receive(request, webhook.secret).catch((error) => {
    console.error(`Could not answer: ${error.message}`);
    return 503;
  });
  response.writeHead(status, { 'Content-Length': 0 }).end();
});
server.listen(PORT, '127.0.0.1', () => {
  console.log(`The bot listens. Write to it on ${SMOOCH_URL}/demo (Ctrl-C stops it).`);
});

async function stop() {
  await smooch.webhooks.delete(webhook._id); // or the server would go on trying to reach nobody
  process.exit(0);
}
process.once('SIGINT', stop);
process.once('SIGTERM', stop);
