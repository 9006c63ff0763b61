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
    ['two on two lines', 'http://a.example\nhttp://b.example', ['http://a.example', 'http://b.example']],
    ['mail and telephone', 'mailto:a@b.example tel:+123', ['mailto:a@b.example', 'tel:+123']],
    ['upper case', 'HTTPS://A.EXAMPLE', ['HTTPS://A.EXAMPLE']],
    ['glued to a word', 'xhttps://a.example', []],
    ['only the scheme', 'https:// and mailto:', []],
    ['script', 'javascript:alert(1) javascript://a.example/%0aalert(1)', []],
    ['data', 'data:text/html,<script>', []],
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
    'data:text/html,x',
    '//a.example',
    '',
    undefined,
  ])('refuses %j', (uri) => {
    expect(safeHref(uri)).toBeUndefined();
  });
  it.each(['https://a.example', 'mailto:a@b.example', 'tel:+1'])('lets %s pass', (uri) => {
    expect(safeHref(uri)).toBe(uri);
  });
});
