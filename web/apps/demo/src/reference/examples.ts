/** What the page offers to try: a first value for each option, first arguments for each method. */

export type Kind = 'switch' | 'choice' | 'text' | 'json';

export interface Field {
  label: string;
  kind: Kind;
  value: unknown;
  choices?: string[];
}

const picture = (colour: string) =>
  `data:image/svg+xml,${encodeURIComponent(`<svg xmlns="http://www.w3.org/2000/svg" width="240" height="240"><rect width="240" height="240" fill="${colour}"/><circle cx="150" cy="80" r="28" fill="#fff"/><path d="M0 160q110-60 240-20v100H0z" fill="#fff" opacity=".35"/></svg>`)}`;

const VALUES: Record<string, unknown> = {
  locale: 'fr-CA',
  translate: true,
  soundNotificationEnabled: false,
  imageUploadEnabled: false,
  menuItems: { imageUpload: true, fileUpload: false, shareLocation: false },
  embedded: true,
  fixedIntroPane: true,
  displayStyle: 'tab',
  buttonIconUrl: picture('#934629'),
  buttonWidth: '96px',
  buttonHeight: '96px',
  colorScheme: 'dark',
  businessName: 'Larkfield',
  businessIconUrl: picture('#2b5f4a'),
  backgroundImageUrl: picture('#d8cdb8'),
  integrationOrder: [],
  customColors: { brandColor: '2b5f4a', conversationColor: '2b5f4a', actionColor: 'a0522d' },
  customText: { headerText: 'Ask the workshop', inputPlaceholder: 'What are you making?' },
  notificationChannelPromptEnabled: false,
  browserStorage: 'sessionStorage',
};

/** Options whose values come from a server, or are functions. */
const BLANK: Record<string, string> = {
  userId: 'Your server knows it, and proves it with `jwt`.',
  externalId: 'Your server knows it, and proves it with `jwt`.',
  jwt: 'Your server signs it. Try `login` below with one of yours.',
  authCode: 'Your server asks for one, for a link that it sends.',
  delegate: 'Functions. Below, `setDelegate` takes one that shouts.',
  configBaseUrl: 'This page’s own server.',
  appId: 'The first app of this server.',
  integrationId: 'Here `appId` says which app.',
};

const ARGUMENTS: Record<string, [label: string, value: unknown][]> = {
  sendMessage: [['message', { text: 'Do you ship to Norway?', metadata: { page: 'reference' } }]],
  setPredefinedMessage: [['text', 'Where is my order?']],
  login: [
    ['userId', 'ada'],
    ['jwt', 'a JWT that your server signed'],
  ],
  triggerPostback: [['actionId', 'the _id of an action']],
  updateUser: [['props', { givenName: 'Ada', properties: { guest: true } }]],
  on: [['event', 'message']],
  off: [['event', 'message']],
};

export function optionField(name: string, type: string): Field | string {
  const blank = BLANK[name];
  if (blank !== undefined) return blank;
  const value = VALUES[name];
  const choices = [...type.matchAll(/'([^']*)'/g)].map(([, choice]) => choice as string);
  if (choices.length) return { label: name, kind: 'choice', value, choices };
  if (type === 'boolean') return { label: name, kind: 'switch', value };
  return { label: name, kind: typeof value === 'object' ? 'json' : 'text', value };
}

export function methodFields(name: string): Field[] {
  return (ARGUMENTS[name] ?? []).map(([label, value]) => ({
    label,
    kind: typeof value === 'object' ? 'json' : 'text',
    value,
  }));
}

/** What cannot be typed into a field: functions and elements. */
export const FIXED: Record<string, { code: string; args(page: Document | undefined): unknown[] }> = {
  setDelegate: {
    code: '{ beforeSend: (message) => ({ ...message, text: message.text.toUpperCase() }) }',
    args: () => [
      { beforeSend: (message: { text?: string }) => ({ ...message, text: message.text?.toUpperCase() }) },
    ],
  },
  render: { code: "document.querySelector('#box')", args: (page) => [page?.getElementById('box')] },
};
