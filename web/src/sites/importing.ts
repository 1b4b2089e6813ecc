/**
 * What a dry run of an import says, sorted for the screen. The node reads the file; nothing is parsed here.
 */
import { ApiError } from '../lib/api';
import type { ImportResult } from '../lib/types';

export const FILE_BYTES_MAX = 20_000_000;
export const FILE_TYPES = ['.csv', '.geojson', '.json', '.kml', '.xlsx'];

/** Columns the room refuses to keep (T-7), named by the node; the import can go on without them. */
export function bannedColumns(error: unknown): string[] {
  if (!(error instanceof ApiError)) return [];
  for (const name of ['banned_columns', 'columns', 'banned']) {
    const found = error.detail[name];
    if (Array.isArray(found) && found.every((one) => typeof one === 'string')) return found;
  }
  return [];
}

/** Why a chosen file cannot even be sent; '' when it can. */
export function fileProblem(name: string, size_bytes: number): '' | 'type' | 'size' | 'empty' {
  if (!FILE_TYPES.some((ending) => name.toLowerCase().endsWith(ending))) return 'type';
  if (size_bytes === 0) return 'empty';
  return size_bytes > FILE_BYTES_MAX ? 'size' : '';
}

/** Refusals by field, most frequent first: one cause often explains many lines. */
export function causes(refused: ImportResult['refused']): { field: string; count: number }[] {
  const counts = new Map<string, number>();
  for (const one of refused) counts.set(one.field, (counts.get(one.field) ?? 0) + 1);
  return [...counts].map(([field, count]) => ({ field, count })).sort((a, b) => b.count - a.count);
}

/** The bytes of a file as base64. */
export async function base64Of(file: Blob): Promise<string> {
  const bytes = new Uint8Array(await file.arrayBuffer());
  let text = '';
  for (let at = 0; at < bytes.length; at += 32_768) text += String.fromCharCode(...bytes.subarray(at, at + 32_768));
  return btoa(text);
}
