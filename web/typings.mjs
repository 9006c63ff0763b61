// Reads the public typings: every option, method, event and text with its type, what is said of it and its default.
import { readFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseAsync } from '@babel/core';

const source = join(dirname(fileURLToPath(import.meta.url)), 'packages/sdk/src');
const parserOpts = { plugins: [['typescript', { dts: true }]] };

async function read(name) {
  const code = await readFile(join(source, name), 'utf8');
  const { program } = await parseAsync(code, { configFile: false, babelrc: false, parserOpts });
  const declared = program.body.map((node) => node.declaration ?? node);
  const members = (wanted) =>
    declared.find((node) => node.type === 'TSInterfaceDeclaration' && node.id.name === wanted).body.body;
  return { code, members };
}

/** The words of the comment before a member, and its default. */
function said(node) {
  const text = (node.leadingComments?.at(-1)?.value ?? '')
    .replace(/^\s*\*+ ?/gm, '')
    .replace(/\s+/g, ' ')
    .trim();
  const [, doc, byDefault] = text.match(/^(.*?)\s*(?:@default (.*))?$/);
  return { doc, default: byDefault };
}

function member(code, node) {
  const name = node.key.name ?? node.key.value;
  const type = node.typeAnnotation?.typeAnnotation;
  return {
    name,
    type: type ? code.slice(type.start, type.end).replace(/\s+/g, ' ') : '',
    signature: code.slice(node.start, node.end).replace(/\s+/g, ' ').replace(/;$/, ''),
    ...said(node),
  };
}

/** The lists that the guide and the reference page show. */
export async function readTypings() {
  const main = await read('smooch.d.ts');
  const texts = await read('custom-text.d.ts');
  const all = (file, name) => file.members(name).map((node) => member(file.code, node));
  const ids = [
    { name: 'appId', type: 'string', doc: 'The app. Either this or `integrationId` is needed.' },
    { name: 'integrationId', type: 'string', doc: 'The id of the app’s `web` integration.' },
  ];
  return {
    options: [...ids, ...all(main, 'Options')],
    methods: all(main, 'SmoochApi'),
    events: all(main, 'SmoochEvents'),
    texts: all(texts, 'CustomText').map(({ name, doc }) => ({ name, default: doc.replace('* /', '*/') })),
  };
}
