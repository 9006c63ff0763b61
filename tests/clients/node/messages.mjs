// A business message of each type, with every field and action there is.

const link = { type: 'link', text: 'Map', uri: 'https://harbour.example.com/a', default: true, metadata: { n: 1 } };
const book = { type: 'postback', text: 'Book', payload: 'BOOK_A' };
const pay = { type: 'buy', text: 'Pay fee', amount: 2500, currency: 'eur' };
const share = { type: 'share', text: 'Share' };
const chart = {
  type: 'webview',
  text: 'Chart',
  uri: 'https://harbour.example.com/c',
  fallback: 'https://harbour.example.com/m',
  size: 'tall',
  openOnReceive: true,
};
const replies = [
  { type: 'reply', text: 'Dawn', payload: 'SLOT_1', iconUrl: 'https://harbour.example.com/sun.png' },
  { type: 'locationRequest', text: 'Where are you?' },
];
const item = {
  title: 'Berth A',
  description: 'Deep water',
  mediaUrl: 'https://harbour.example.com/a.jpg',
  mediaType: 'image/jpeg',
  altText: 'Berth A',
  size: 'compact',
  actions: [link, book, share],
};
const fields = [
  { type: 'text', name: 'mast', label: 'Mast height', placeholder: 'm', minSize: 1, maxSize: 9 },
  { type: 'email', name: 'mail', label: 'Your address' },
  {
    type: 'select',
    name: 'side',
    label: 'Side',
    options: [
      { name: 'port', label: 'Port' },
      { name: 'star', label: 'Starboard' },
    ],
  },
];
const by = { role: 'appMaker', name: 'Pilot', avatarUrl: 'https://harbour.example.com/pilot.png' };
const image = { mediaUrl: 'https://harbour.example.com/plan.png', mediaType: 'image/png', altText: 'plan' };
const pdf = { mediaUrl: 'https://harbour.example.com/fees.pdf', mediaType: 'application/pdf' };
const place = { coordinates: { lat: 47.5, long: 19.04 }, location: { name: 'Harbour', address: '1 Quay Road' } };

export const form = { ...by, type: 'form', fields, blockChatInput: true };

export const all = [
  { ...by, type: 'text', text: 'Pick a slot', email: 'pilot@harbour.example.com', metadata: { step: 2 }, actions: replies },
  { ...by, type: 'text', text: 'All we have', actions: [link, book, pay, chart] },
  { ...by, ...image, type: 'image', text: 'The plan', actions: [link] },
  { ...by, ...pdf, type: 'file', text: 'Our fees' },
  { ...by, ...place, type: 'location' },
  { ...by, type: 'carousel', items: [item, item], displaySettings: { imageAspectRatio: 'square' } },
  { ...by, type: 'list', items: [{ ...item, actions: [link] }, { ...item, actions: [book] }], actions: [book] },
  form,
];

/** What the user answers to `asked`, the form as the server gave it. */
export const response = (asked) => ({
  role: 'appUser',
  type: 'formResponse',
  quotedMessage: { type: 'message', content: asked },
  fields: [
    { type: 'text', name: 'mast', label: 'Mast height', text: '14' },
    { type: 'email', name: 'mail', label: 'Your address', email: 'ines@post.example.com' },
    { type: 'select', name: 'side', label: 'Side', select: [{ name: 'port', label: 'Port' }] },
  ],
});
