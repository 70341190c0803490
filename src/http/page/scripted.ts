import { contentSecurityPolicy } from '../../platform/content-security-policy.ts';
import { hasScript } from '../views/script.ts';
import type { PageRequest } from './page-request.ts';

/** A page that may have a script, with the policy that lets it run. */
export function sendScripted(c: PageRequest, page: string, status: 200 | 422 | 429 | 503 = 200): Response {
  c.header('content-security-policy', contentSecurityPolicy([], { hasScript: hasScript(page) }));
  return c.html(page, status);
}
