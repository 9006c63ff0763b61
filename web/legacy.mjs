// Makes the ES5 build: for the old browsers on the list, from the same source as the modern one.
import * as babel from '@babel/core';
import { Features, transform as transformCss } from 'lightningcss';
import { minify } from 'terser';

const TARGETS = 'ie 11, safari 8, android 4.1';
const CSS_TARGETS = { ie: 11 << 16, safari: 8 << 16, android: (4 << 16) | (1 << 8) };
const SIDES = { start: '@s', end: '@e' }; // left and right, filled in when the direction of the page is known

/** Compiles a bundled script to ES5, or a module to one of AMD; what Babel adds to it stands beside it. */
async function compile(script) {
  const { id, code } = typeof script === 'string' ? { code: script } : script;
  const modules = id ? 'amd' : false;
  const compiled = await babel.transformAsync(code, {
    configFile: false,
    babelrc: false,
    sourceType: id ? 'module' : 'script',
    compact: false,
    presets: [['@babel/preset-env', { targets: TARGETS, modules, exclude: ['transform-typeof-symbol'] }]],
    assumptions: {
      noDocumentAll: true,
      arrayLikeIsIterable: true,
      setSpreadProperties: true,
      setClassMethods: true,
      setPublicClassFields: true,
      constantSuper: true,
      constantReexports: true,
      enumerableModuleMeta: true,
      noClassCalls: true,
      pureGetters: true,
      objectRestNoSymbols: true,
      ignoreFunctionLength: true,
    },
  });
  return id ? compiled.code.replace(/^define\(/m, `define(${JSON.stringify(id)}, `) : compiled.code;
}

/**
 * Makes one small ES5 script of bundled ones, which see what those before them declare, and nobody else does. A script
 * is a text, or a module with its id. Private members keep their names: Babel writes those of getters as strings.
 */
export async function toEs5(scripts) {
  const compiled = [];
  for (const script of scripts) compiled.push(await compile(script));
  const { code } = await minify(`(function(){${compiled.join('\n')}\n})()`, {
    ecma: 5,
    safari10: true,
    compress: { passes: 2 },
    format: { ascii_only: true, comments: false },
  });
  return code;
}

/** Makes an ES5 script as small as can be. */
export async function tighten(script) {
  const { code } = await minify(script, {
    ecma: 5,
    compress: { passes: 3, unsafe: true, pure_getters: true },
    format: { ascii_only: true },
  });
  return code;
}

/** Splits a value at its top-level spaces. */
const parts = (value) => value.match(/(?:[^\s(]|\([^)]*\))+/g) ?? [value];

/** A value without functions that old browsers lack: nothing is taken off for the edges of a phone. */
function settle(value) {
  return value
    .replace(/env\([^()]*\)/g, '0px')
    .replace(/\bmax\(([^(),]*),[^()]*\)/g, '$1')
    .replace(/\bmin\([^()]*,([^(),]*)\)/g, '$1')
    .replace(/\bclamp\([^(),]*,([^(),]*),[^()]*\)/g, '$1');
}

/** In place of `gap`: every part but the first keeps its distance from the one before. */
function spaced(selectors, body, size) {
  const side = /flex-direction:column/.test(body) ? 'top' : SIDES.start;
  const list = selectors.split(',').map((selector) => `${selector}>*+*`);
  return `${list.join(',')}{margin-${side}:${size}}`;
}

/** One declaration in properties that old browsers know, with `@s` and `@e` for the sides. */
function lower(property, value) {
  const [first, second = first] = parts(value);
  const block = /^(padding|margin)-block$/.exec(property);
  if (block) return `${block[1]}-top:${first};${block[1]}-bottom:${second}`;
  const blockSide = /^(padding|margin)-block-(start|end)$/.exec(property);
  if (blockSide) return `${blockSide[1]}-${blockSide[2] === 'start' ? 'top' : 'bottom'}:${value}`;
  const inline = /^(padding|margin)-inline$/.exec(property);
  if (inline) return `${inline[1]}-@s:${first};${inline[1]}-@e:${second}`;
  const inlineSide = /^(padding|margin|border)-inline-(start|end)(-\w+)?$/.exec(property);
  if (inlineSide) return `${inlineSide[1]}-${SIDES[inlineSide[2]]}${inlineSide[3] ?? ''}:${value}`;
  if (property === 'inset') {
    const [top, right = top, bottom = top, left = right] = parts(value);
    return `top:${top};right:${right};bottom:${bottom};left:${left}`;
  }
  if (property === 'inset-inline') return `@s:${first};@e:${second}`;
  if (property === 'inset-block') return `top:${first};bottom:${second}`;
  const inset = /^inset-(inline|block)-(start|end)$/.exec(property);
  if (inset)
    return `${inset[1] === 'inline' ? SIDES[inset[2]] : inset[2] === 'start' ? 'top' : 'bottom'}:${value}`;
  const corner = /^border-(start|end)-(start|end)-radius$/.exec(property);
  if (corner) return `border-${corner[1] === 'start' ? 'top' : 'bottom'}-${SIDES[corner[2]]}-radius:${value}`;
  if (property === 'text-align') return `text-align:${value.replace('start', '@s').replace('end', '@e')}`;
  if (property === 'inline-size') return `width:${value}`;
  if (property === 'block-size') return `height:${value}`;
  return `${property}:${value}`;
}

/** A style sheet for browsers without logical properties, grid, `env()` and `max()`. */
export function toOldCss(css) {
  const { code } = transformCss({
    filename: 'messenger.css',
    code: Buffer.from(css),
    minify: true,
    targets: CSS_TARGETS,
    exclude: Features.LogicalProperties | Features.FontFamilySystemUi | Features.DirSelector,
    errorRecovery: true,
  });
  return code
    .toString()
    .replace(
      /display:grid/g,
      'display:-webkit-box;display:-webkit-flex;display:flex;-webkit-justify-content:center;justify-content:center',
    )
    .replace(
      /([{;])([a-z-]+):([^;{}]+)/g,
      (_, before, property, value) => before + lower(property, settle(value)),
    )
    .replace(/([^{}]+)\{([^{}]*?\bgap:(\d+px)[^{}]*)\}/g, (rule, selectors, body, size) =>
      /(^|[{;])(row-|column-)?gap:/.test(body) ? rule + spaced(selectors, body, size) : rule,
    )
    .replace(/([{;]);+/g, '$1');
}
