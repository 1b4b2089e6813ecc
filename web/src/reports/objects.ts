/** Foreign objects: what machines posted. They come by the hundred thousand, so a page asks for those that it shows. */
import { get, keyPath, post } from '../lib/api';
import type { Leaf } from '../lib/types';
import type { Told } from './types';

export const WHOSE = ['all', 'own', 'others'] as const;
export type Whose = (typeof WHOSE)[number];
export interface ObjectRow {
  key: string; id: string; stix_id: string; type: string; modified: string; spec_version: string; name: string; bytes: number;
  party: string; post: string; own: boolean; ended: boolean; withdrawn: boolean; understood: boolean; arrived_ms: number;
  recipients: Told[]; leaf: Leaf;
}
/** Rows with the last first; `types` counts what stands, `more` says whether others follow. */
export interface ObjectPage { types: { type: string; count: number }[]; rows: ObjectRow[]; total: number; more: boolean }
export interface OpenedObject { row: ObjectRow; text: string }

export const objects = {
  page: (type: string, whose: Whose, after = ''): Promise<ObjectPage> => get(`/api/objects?${new URLSearchParams({ type, whose, after })}`),
  /** Opening another party's object is told to it. */
  open: (key: string): Promise<OpenedObject> => get(`/api/objects/${keyPath(key)}`),
  withdraw: (id: string, party: string): Promise<ObjectRow> => post(`/api/objects/${keyPath(id)}/withdraw`, { party }),
  end: (id: string): Promise<ObjectRow> => post(`/api/objects/${keyPath(id)}/end`),
  fileAddress: (key: string): string => `/api/objects/${keyPath(key)}/stix`,
};
