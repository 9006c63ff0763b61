import { render } from 'preact';
import { describe, expect, it } from 'vitest';
import { Markup } from '../src/app/Markup';

function shown(text: string): string {
  const root = document.createElement('div');
  render(<Markup text={text} />, root);
  return root.innerHTML;
}

const LINK = 'target="_blank" rel="noopener noreferrer"';

describe('markup of the page', () => {
  it.each([
    ['plain & simple', 'plain &amp; simple'],
    ['An <b>error</b>.<br>Try <em>again</em>', 'An <b>error</b>.<br>Try <em>again</em>'],
    ['<p class="x" onclick="alert(1)">one</p>', '<p>one</p>'],
    ['<h1>big</h1> <div><i>in</i></div>', 'big <i>in</i>'],
    ['<script>alert(1)</script><style>*{}</style>ok', 'ok'],
    ['<img src=x onerror=alert(1)>ok', 'ok'],
  ])('shows %s as %s', (given, expected) => {
    expect(shown(given)).toBe(expected);
  });

  it.each(['https://a.example/x', 'mailto:a@a.example', 'weixin://dl/scan', '/help', '//a.example'])(
    'keeps a link to %s',
    (href) => {
      expect(shown(`<a href="${href}">go</a>`)).toBe(`<a href="${href}" ${LINK}>go</a>`);
    },
  );

  it.each([
    'javascript:alert(1)',
    'JaVaScript:alert(1)',
    ' java\tscript:alert(1)',
    'data:text/html,x',
    'vbscript:x',
  ])('takes the address from a link to %j', (href) => {
    expect(shown(`<a href="${href}">go</a>`)).toBe(`<a ${LINK}>go</a>`);
  });

  it('lets a link lead the page away, but never the frame', () => {
    expect(shown('<a href="/x" target="_top" rel="nofollow">go</a>')).toContain(
      'target="_top" rel="nofollow noopener noreferrer"',
    );
    expect(shown('<a href="/x" target="_self">go</a>')).toContain('target="_blank"');
  });
});
