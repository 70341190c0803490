import { type KoaContextWithOIDC, Provider } from 'oidc-provider';
import type { Keyring } from '../../domain/keys/keyring.ts';
import { sha256 } from '../../platform/digest.ts';

/**
 * Each interaction has a cookie of its own, named after it, so that tabs do not overwrite each other; its value is the
 * interaction's name with our signature, which whoever reads the URL cannot make. The `__Host-` prefix needs path `/`.
 */
export interface CookieNames {
  readonly session: string;
  interaction(uid: string): string;
}

/**
 * An interaction's cookie outlives it by this, answered or not: going back to one that is over is told from a stranger's
 * visit, and restarts.
 */
const graceSeconds = 24 * 3600;
/** Sign-ins a browser remembers; older cookies are dropped so that request headers stay small. */
const maxCookies = 8;

/** @param secure false only for http://localhost, where browsers refuse the prefix */
export function cookieNames(secure: boolean): CookieNames {
  const prefix = secure ? '__Host-' : '';
  const interactionPrefix = `${prefix}symbolon_interaction_`;
  return {
    session: `${prefix}symbolon_session`,
    interaction: (uid) => `${interactionPrefix}${sha256(uid).toString('hex').slice(0, 12)}`,
  };
}

/** Makes the engine use those names: it asks for them without saying which interaction it means. */
export function useInteractionCookies(provider: Provider, names: CookieNames): void {
  provider.cookieName = (type) =>
    type === 'session' ? names.session : names.interaction(currentInteractionUid());
}

function currentInteractionUid(): string {
  const ctx = Provider.ctx;
  const uid = ctx?.oidc.entities.Interaction?.jti ?? (ctx?.['params'] as { uid?: string } | undefined)?.uid;
  if (uid === undefined) throw new Error('an interaction cookie outside of an interaction');
  return uid;
}

/** Rewrites the engine's interaction cookies on their way out: path `/`, longer life, not too many, none taken back. */
export function widenInteractionCookies(ctx: KoaContextWithOIDC, names: CookieNames, keyring: Keyring): void {
  const { cookies } = ctx;
  const set = cookies.set.bind(cookies);
  const get = cookies.get.bind(cookies);
  const interactionPrefix = names.interaction('').slice(0, -12);
  cookies.get = (name, options) => {
    const value = get(name, options);
    if (value === undefined || !name.startsWith(interactionPrefix)) return value;
    return openInteractionCookie(value, keyring) ?? undefined;
  };
  cookies.set = (name, value, options) => {
    if (!name.startsWith(interactionPrefix)) return set(name, value, options);
    if (value === null || value === undefined) return cookies;
    const maxAge = options?.maxAge === undefined ? {} : { maxAge: options.maxAge + graceSeconds * 1000 };
    dropOldest(ctx, interactionPrefix, (old) => set(old, null, cookieOptions));
    return set(name, signed(value, keyring), { ...options, ...cookieOptions, ...maxAge });
  };
}

function signed(uid: string, keyring: Keyring): string {
  return `${uid}.${keyring.sign('interaction', uid)}`;
}

/** The interaction that a cookie's value is for, or null when we did not make it. */
export function openInteractionCookie(value: string, keyring: Keyring): string | null {
  const [uid = '', signature = ''] = value.split('.');
  return signature !== '' && keyring.verify('interaction', uid, signature) ? uid : null;
}

const cookieOptions = { path: '/', httpOnly: true, sameSite: 'lax', signed: false, overwrite: true } as const;

/** Browsers send the oldest cookie of a path first (RFC 6265 §5.4). */
function dropOldest(ctx: KoaContextWithOIDC, prefix: string, drop: (name: string) => void): void {
  const names = (ctx.get('cookie') || '')
    .split(/;\s*/)
    .map((pair) => pair.split('=', 1)[0] ?? '')
    .filter((name) => name.startsWith(prefix));
  for (const name of names.slice(0, Math.max(0, names.length - maxCookies + 1))) drop(name);
}
