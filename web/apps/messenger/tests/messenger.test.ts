import { describe, expect, it } from 'vitest';
import { readDraft } from '../src/draft';
import { hasBubble } from '../src/model';

describe('sendMessage', () => {
  it('takes a text or an object', () => {
    expect(readDraft(' a ')).toEqual({ text: ' a ' });
    expect(readDraft({ text: 'a', payload: 'p', metadata: { k: 1 }, other: 1 })).toEqual({
      text: 'a',
      payload: 'p',
      metadata: { k: 1 },
    });
    expect(readDraft({ type: 'text', role: 'appUser', text: 'a' })).toEqual({ text: 'a' });
  });
  it.each([
    undefined,
    null,
    5,
    '',
    '  \n',
    {},
    { text: 7 },
    { text: '' },
    { text: 'a', role: 'appMaker' },
    { type: 'image', mediaUrl: 'x' },
  ])('refuses %j', (message) => {
    expect(() => readDraft(message)).toThrow(TypeError);
  });
});

describe('a message', () => {
  const base = { role: 'appMaker', type: 'text' };
  const reply = { _id: '1', type: 'reply', text: 'Yes' };
  it.each([
    [{ ...base, text: 'a' }, true],
    [base, false],
    [{ ...base, actions: [reply, { ...reply, type: 'locationRequest' }] }, false],
    [{ ...base, actions: [{ ...reply, type: 'link' }] }, true],
    [{ ...base, type: 'hologram' }, true],
  ])('%j has a bubble: %s', (message, shown) => {
    expect(hasBubble(message)).toBe(shown);
  });
  it('stands in its form when it answers one that is there', () => {
    const form = { ...base, type: 'form', _id: 'f' };
    const content = form as never;
    const answer = { ...base, type: 'formResponse', quotedMessage: { type: 'message', content } };
    expect([form, answer].filter(hasBubble)).toEqual([form]);
    expect([answer].filter(hasBubble)).toEqual([answer]);
  });
});
