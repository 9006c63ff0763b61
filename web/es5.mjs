// Parses everything that old browsers load as ES5, and looks for what the host script may not use: its page is not patched.
import { readdir, readFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parse } from 'acorn';
import { simple } from 'acorn-walk';

const widget = join(dirname(fileURLToPath(import.meta.url)), '../src/smooch_server/static/widget');
/** Methods that Internet Explorer 11, Safari 8 or Android 4.1 lack; nothing of ours has such a name. */
const LACKING = new Set(
  `append prepend before after replaceWith replaceChildren closest matches toggleAttribute includes startsWith endsWith
  repeat padStart padEnd findIndex findLast flat flatMap fill entries values fromEntries matchAll replaceAll trimStart
  trimEnd at isInteger isFinite isNaN getAll append`.split(/\s+/),
);
/** Globals that they lack. What stands in the host script instead is declared in it. */
const LACKING_GLOBALS = [
  'Map',
  'Set',
  'WeakMap',
  'Proxy',
  'Reflect',
  'URLSearchParams',
  'AbortController',
  'globalThis',
];

const problems = [];
const files = (await readdir(widget)).filter((name) => /(^old-|-es5).*\.js$/.test(name));
for (const name of files) {
  const code = await readFile(join(widget, name), 'utf8');
  try {
    const program = parse(code, { ecmaVersion: 5 });
    if (name !== 'smooch-es5.js') continue;
    simple(program, {
      CallExpression({ callee, start }) {
        const method = callee.type === 'MemberExpression' && !callee.computed && callee.property.name;
        if (LACKING.has(method))
          problems.push(`${name}: .${method}() at ${start}: ${code.slice(start, start + 60)}`);
      },
      NewExpression({ callee, start }) {
        if (LACKING_GLOBALS.includes(callee.name)) problems.push(`${name}: ${callee.name} at ${start}`);
      },
    });
  } catch (error) {
    problems.push(`${name}: ${error.message}`);
  }
}
const template = await readFile(join(widget, 'snippet.html'), 'utf8');
parse(template.replace(/<\/?script>/g, '').replace(/\{\{global}}(?=\.init)/, 'Smooch'), { ecmaVersion: 5 });
if (!files.includes('smooch-es5.js')) problems.push('smooch-es5.js is missing');
for (const problem of problems) console.error(problem);
console.log(`${files.length} files are ES5`);
process.exitCode = problems.length ? 1 : 0;
