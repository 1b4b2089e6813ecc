/** What else a text may have meant: the readings that the node gives beside a refusal, for a person to choose from (T-3). */
import { ApiError } from './api';

export interface Reading { dd: string; dms?: string; mgrs?: string; inside_area?: boolean }

export function readingsOf(refusal: unknown): Reading[] {
  const found = refusal instanceof ApiError ? refusal.detail['readings'] : null;
  return Array.isArray(found) ? (found as Reading[]) : [];
}
