/** Recognises browsers in which somebody has signed in before, by a cookie that says nothing else. */
import { getCookie, setCookie } from 'hono/cookie';
import type { KnownDeviceStore } from '../../domain/activity/known-devices.ts';
import { sha256 } from '../../platform/digest.ts';
import type { RandomBytes } from '../../platform/random.ts';
import type { PageRequest } from './page-request.ts';

export interface DeviceOptions {
  readonly random: RandomBytes;
  readonly issuer: string;
}

const maxAgeSeconds = 400 * 86_400;
const form = /^[\w-]{43}$/;

/** Digest of this browser's secret, or null when it has none. */
export function deviceOf(c: PageRequest, issuer: string): Buffer | null {
  const secret = getCookie(c, cookieName(issuer));
  return secret !== undefined && form.test(secret) ? sha256(secret) : null;
}

/** The same, where the account with this address was signed in to here before. */
export async function knownDeviceOf(
  c: PageRequest,
  email: string,
  {
    knownDevices,
    issuer,
  }: { readonly knownDevices: Pick<KnownDeviceStore, 'isKnown'>; readonly issuer: string },
): Promise<Buffer | null> {
  const device = deviceOf(c, issuer);
  return device !== null && (await knownDevices.isKnown(email, device)) ? device : null;
}

/** The same; one that has none gets one. */
export function ensureDevice(c: PageRequest, { random, issuer }: DeviceOptions): Buffer {
  const known = deviceOf(c, issuer);
  if (known !== null) return known;
  const secret = random(32).toString('base64url');
  setCookie(c, cookieName(issuer), secret, {
    path: '/',
    httpOnly: true,
    sameSite: 'Lax',
    secure: issuer.startsWith('https:'),
    maxAge: maxAgeSeconds,
  });
  return sha256(secret);
}

function cookieName(issuer: string): string {
  return issuer.startsWith('https:') ? '__Host-symbolon_device' : 'symbolon_device';
}
