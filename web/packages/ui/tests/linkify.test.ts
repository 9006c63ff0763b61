import { describe, expect, it } from 'vitest';
import { linkify, safeHref } from '../src/linkify';

describe('linkify', () => {
  const cases: [label: string, text: string, links: string[]][] = [
    ['plain text', 'no link here', []],
    ['an address alone', 'https://a.example/b?c=1#d', ['https://a.example/b?c=1#d']],
    ['the full stop of a sentence', 'See https://a.example/b.', ['https://a.example/b']],
    ['several signs at the end', 'Really https://a.example/b?!', ['https://a.example/b']],
    ['brackets around', '(https://a.example/b)', ['https://a.example/b']],
    ['brackets inside', 'https://a.example/x_(y)', ['https://a.example/x_(y)']],
    ['square brackets', '[https://a.example]', ['https://a.example']],
    [
      'a slash at the end',
      'https://a.example/ http://a.example/b/',
      ['https://a.example/', 'http://a.example/b/'],
    ],
    ['two on two lines', 'http://a.example\nhttp://b.example', ['http://a.example', 'http://b.example']],
    ['mail and telephone', 'mailto:a@b.example tel:+123', ['mailto:a@b.example', 'tel:+123']],
    ['upper case', 'HTTPS://A.EXAMPLE', ['HTTPS://A.EXAMPLE']],
    [
      'an app of the phone',
      'Open myshop://orders/17 or whatsapp://send?text=a',
      ['myshop://orders/17', 'whatsapp://send?text=a'],
    ],
    [
      'a line break as markup',
      'See<br>https://a.example<br>http://b.example',
      ['https://a.example', 'http://b.example'],
    ],
    ['glued to a word', 'see:https://a.example', []],
    ['only the scheme', 'https:// and mailto:', []],
    ['script', 'javascript:alert(1) javascript://a.example/%0aalert(1)', []],
    ['script in other ways', 'JavaScript://x%0aalert(1) VBScript://x blob:https://a.example/1 blob://a', []],
    ['data', 'data:text/html,<script> data://text/html,x', []],
    ['a file', 'file:///etc/passwd filesystem://x about://blank', []],
  ];
  it.each(cases)('finds the links in %s', (_, text, links) => {
    const pieces = linkify(text);
    expect(pieces.filter((piece) => piece.href).map((piece) => piece.href)).toEqual(links);
    expect(pieces.map((piece) => piece.text).join('')).toBe(text);
  });
});

describe('safeHref', () => {
  it.each([
    'javascript:alert(1)',
    ' JavaScript:alert(1)',
    'java\nscript:alert(1)',
    'vbscript:x',
    'javascript://a.example/%0aalert(1)',
    'java\tscript://a.example/%0aalert(1)',
    '\u0001javascript:alert(1)',
    'data:text/html,x',
    'file:///etc/passwd',
    'blob:https://a.example/1',
    'a.example',
    '//a.example',
    '',
    undefined,
  ])('refuses %j', (uri) => {
    expect(safeHref(uri)).toBeUndefined();
  });
  it.each(['https://a.example', 'mailto:a@b.example', 'tel:+1', 'sms:+1', 'myshop://orders/17'])(
    'lets %s pass',
    (uri) => {
      expect(safeHref(uri)).toBe(uri);
    },
  );
});
