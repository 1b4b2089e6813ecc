/**
 * What to tell the reader when an action failed: the node's reason in the chosen language (its English where it has no
 * other), with the name of the field; or that the node does not answer.
 */
import { ApiError, OutOfReach } from './api';
import { pick, t } from './fluent';
import { look } from './lang.svelte';
import type { Text3 } from './types';

/** A text of the node: in the chosen language, else as it came, which is English. Its direction is its language's: it may begin with a figure. */
export interface Said { text: string; lang: string; dir: 'rtl' | 'ltr' }

export function inLanguage(text: Text3 | null | undefined, english: string): Said {
  return text ? { text: pick(text), lang: look.lang, dir: look.dir } : { text: english, lang: 'en', dir: 'ltr' };
}

/** The field as a person calls it; its path where it has no name; empty where only machines know it. */
export function fieldOf(error: ApiError): string {
  return error.fieldText === null ? error.field : pick(error.fieldText);
}

export function reasonOf(error: unknown): string {
  if (error instanceof OutOfReach) return t('error-out-of-reach');
  if (error instanceof ApiError) {
    if (error.reason === '') return t('error-status', { status: String(error.status) });
    const said = inLanguage(error.text, error.reason).text;
    const field = fieldOf(error);
    return field === '' ? said : `${field}: ${said}`;
  }
  throw error;
}
