import type { Provider } from '../../domain/federation/provider.ts';
import { parseForm } from '../page/form.ts';
import { PageError } from '../page/page-error.ts';
import type { PageRequest } from '../page/page-request.ts';

/** What providers bring: bounded, and each parameter once, since two readers of the same address might take different ones. */
const maxParameters = 30;
const maxLength = 8000;

/** @throws PageError */
export function parametersOf(c: PageRequest): ReadonlyMap<string, string> {
  const query = c.req.url.split('?').slice(1).join('?');
  const parameters = new Map<string, string>();
  const listed = [...new URLSearchParams(query)];
  for (const [name, value] of listed) parameters.set(name, value);
  const isClean = !query.includes('%00') && query.length <= maxLength;
  if (isClean && listed.length === parameters.size && listed.length <= maxParameters) return parameters;
  throw new PageError(400, 'invalid_callback', ({ federation }) => federation.callbackMalformed);
}

/** What is taken over from a posted answer. */
const posted = ['code', 'state', 'iss', 'error'];

/**
 * A form that the provider has the browser post from there comes without our cookies (SameSite=Lax). It is sent on to the same
 * address as one that was opened, which they come along with; nothing of it says where to.
 */
export async function reopened(c: PageRequest, provider: Provider): Promise<Response> {
  const form = await parseForm(c.req.raw);
  if (!form.ok || !provider.postsCallback)
    throw new PageError(400, 'invalid_callback', ({ federation }) => federation.callbackMalformed);
  const parameters = new URLSearchParams();
  for (const name of posted) {
    const value = form.fields.get(name);
    if (value !== undefined) parameters.set(name, value.slice(0, 4000));
  }
  const name = nameOf(form.fields.get('user'));
  if (name !== null) parameters.set('user', name);
  c.header('cache-control', 'no-store');
  return c.redirect(`/federation/${provider.id}/callback?${parameters.toString()}`, 303);
}

/** Of what Apple has the browser bring along, nothing but the name: the rest has no business in an address. */
function nameOf(user: string | undefined): string | null {
  try {
    const { name } = JSON.parse(user ?? '{}') as { name?: { firstName?: unknown; lastName?: unknown } };
    if (name === undefined) return null;
    return JSON.stringify({ name: { firstName: name.firstName, lastName: name.lastName } }).slice(0, 1000);
  } catch {
    return null;
  }
}
