import type { en } from './en';
import type { core } from './en/core';

/**
 * All words of the messenger by key. The names are those of `customText`. Every language says all of them: a file that
 * lacks one, or has one too many, does not compile.
 */
export type Texts = typeof en;

/** The words that are there from the start. */
export type CoreTexts = typeof core;

/** One language: a file in `languages/`, named by its tag. The build finds it there. */
export interface Locale {
  dir: 'ltr' | 'rtl';
  texts: Texts;
}
