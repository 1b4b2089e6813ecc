/** What to tell the reader when an action failed: the node's own reason with the field, or that the node does not answer. */
import { ApiError, OutOfReach } from './api';
import { t } from './fluent';

export function reasonOf(error: unknown): string {
  if (error instanceof OutOfReach) return t('error-out-of-reach');
  if (error instanceof ApiError) {
    if (error.reason === '') return t('error-status', { status: String(error.status) });
    return error.field === '' ? error.reason : `${error.field}: ${error.reason}`;
  }
  throw error;
}
