// The guide names everything the typings have, and its examples compile against ours and against those on npm.
// @vitest-environment node
import { execFile } from 'node:child_process';
import { mkdir, readFile, rm, writeFile } from 'node:fs/promises';
import { basename, join, resolve } from 'node:path';
import { promisify } from 'node:util';
import { beforeAll, describe, expect, it } from 'vitest';
import { readTypings } from '../../../typings.mjs';

const web = resolve(import.meta.dirname, '../../..');
const howto = join(web, '../docs/howto');
const PAGES = ['messenger', 'npm', 'embed', 'texts', 'identity', 'migrate'].map((name) =>
  join(howto, `${name}.md`),
);
PAGES.push(join(web, 'packages/sdk/README.md'));
/** Names that the guide defines. */
const CONTEXT =
  'declare global { const appId: string, userId: string, jwt: string, authCode: string, actionId: string }';
const COMPILER = {
  target: 'ES2022',
  module: 'ESNext',
  moduleResolution: 'bundler',
  lib: ['ES2022', 'DOM', 'DOM.Iterable'],
  types: [],
  allowUmdGlobalAccess: true,
  noEmit: true,
};

/** An example: `name`, `code`, `language` (js or ts), and `ours` when it uses what the typings on npm do not have. */
async function examples() {
  const found = [];
  for (const page of PAGES) {
    const blocks = (await readFile(page, 'utf8')).matchAll(/^```(js|ts)( ours)?\n(.*?)^```/gms);
    for (const [, language, ours, code] of blocks) {
      found.push({
        name: `${basename(page, '.md')}-${found.length}`,
        code,
        language,
        ours: !!ours,
      });
    }
  }
  return found;
}

/** The names of the examples that do not compile, with what the compiler says. Only those in TypeScript are strict. */
async function compile(side, typings, all, change = (code) => code) {
  const of = (language) => {
    const some = all.filter((example) => example.language === language);
    return compileOne(join(side, language), typings, some, change);
  };
  return { ...(await of('js')), ...(await of('ts')) };
}

async function compileOne(side, typings, all, change) {
  const folder = join(web, 'node_modules/.docs', side);
  await rm(folder, { recursive: true, force: true });
  await mkdir(folder, { recursive: true });
  const files = all.map(({ name, code }) =>
    writeFile(join(folder, `${name}.ts`), `${change(code)}\nexport {};\n`),
  );
  const strict = side.endsWith('ts');
  const compilerOptions = { ...COMPILER, strict, paths: { smooch: [typings] } };
  const config = { compilerOptions, include: ['*.ts'] };
  const context = `import 'smooch';\n${CONTEXT}\n`;
  await Promise.all([
    ...files,
    writeFile(join(folder, 'context.d.ts'), context),
    writeFile(join(folder, 'tsconfig.json'), JSON.stringify(config)),
  ]);
  const compiler = join(web, 'node_modules/typescript/bin/tsc');
  const said = await promisify(execFile)(process.execPath, [compiler, '-p', folder, '--pretty', 'false'], {
    cwd: folder,
  })
    .then(() => '')
    .catch(({ stdout }) => stdout);
  const failed = {};
  for (const line of said.split('\n')) {
    const name = line.match(/^(?:.*\/)?([\w-]+(?:\.d)?)\.ts\(/)?.[1];
    if (name) failed[name] ??= line;
    else if (/^error/.test(line)) failed[''] = line;
  }
  return failed;
}

/** The names in the first column of the tables under a heading. */
function rows(text, heading) {
  const part = text.split(`\n## ${heading}\n`)[1]?.split(/\n##+ /)[0] ?? '';
  return [...part.matchAll(/^\| `([\w:]+)` \|/gm)].map(([, name]) => name);
}

describe('the guide', () => {
  let guide;
  let typed;
  beforeAll(async () => {
    guide = await readFile(join(howto, 'messenger.md'), 'utf8');
    typed = await readTypings();
  });
  const names = (list) => list.map(({ name }) => name).sort();

  it('has a row for every option and event', () => {
    expect(rows(guide, 'Options').sort()).toEqual(names(typed.options));
    expect(rows(guide, 'Events').sort()).toEqual(names(typed.events));
  });

  it('says of every method what it does, and calls it in an example', () => {
    const called = [...guide.matchAll(/^```.*?^```/gms)].join('\n');
    const told = guide.replace(/^```.*?^```/gms, '');
    const missing = names(typed.methods).filter(
      (name) => !new RegExp(`\`${name}[(\`]`).test(told) || !called.includes(`Smooch.${name}`),
    );
    expect(missing).toEqual([]);
  });
});

describe('the examples', () => {
  let all;
  beforeAll(async () => {
    all = await examples();
  });

  it('are there', () => {
    expect(all.length).toBeGreaterThan(30);
  });

  it('compile against our typings', async () => {
    expect(await compile('ours', join(web, 'packages/sdk/src/smooch.d.ts'), all)).toEqual({});
  }, 60_000);

  it('compile against those on npm, but for those marked as ours', async () => {
    // what takes the app's id is called otherwise there, and the server's address is theirs
    const theirs = (code) =>
      code
        .replace(/\bappId(?=,| })/g, 'integrationId: appId')
        .replace(/\bappId: (?!appId)/g, 'integrationId: ')
        .replace(/, configBaseUrl: '.*?'/g, '');
    const failed = await compile('theirs', join(web, 'node_modules/@types/smooch/index.d.ts'), all, theirs);
    const ours = all.filter((example) => example.ours).map(({ name }) => name);
    const unmarked = Object.entries(failed).filter(([name]) => !ours.includes(name));
    expect(unmarked).toEqual([]);
    expect(ours.filter((name) => !failed[name])).toEqual([]); // the marks are true
  }, 60_000);
});
