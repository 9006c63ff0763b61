import type { Draft } from '@smooch/client';

/** Reads the argument of `sendMessage`; throws a TypeError when it is no message a visitor can send. */
export function readDraft(message: unknown): Draft {
  const given = typeof message === 'string' ? { text: message } : message;
  if (typeof given !== 'object' || !given) throw new TypeError('A message is a text or an object');
  const { type = 'text', role = 'appUser', text, payload, metadata } = given as Record<string, unknown>;
  if (role !== 'appUser') throw new TypeError('A message is sent in the role appUser');
  if (type !== 'text') throw new TypeError('Only messages of type text can be sent');
  if (typeof text !== 'string' || !text.trim()) throw new TypeError('A message needs a text');
  return JSON.parse(JSON.stringify({ text, payload, metadata }));
}
