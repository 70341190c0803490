import { exportPKCS8, generateKeyPair, jwtVerify } from 'jose';
import { expect, it } from 'vitest';
import { systemClock } from '../platform/clock.ts';
import { appleAuthentication } from './apple-secret.ts';

it('Apple gets a secret that is made of the key, for this client, and for a few minutes', async () => {
  const { privateKey, publicKey } = await generateKeyPair('ES256', { extractable: true });
  const authentication = appleAuthentication(
    { teamId: 'TEAM', keyId: 'KEY', privateKey: await exportPKCS8(privateKey) },
    systemClock,
  );
  const body = new URLSearchParams();
  await Promise.resolve(
    authentication(
      { issuer: 'https://appleid.apple.com' },
      { client_id: 'com.example' },
      body,
      new Headers(),
    ),
  );
  const { payload, protectedHeader } = await jwtVerify(body.get('client_secret') ?? '', publicKey);
  expect(protectedHeader).toEqual({ alg: 'ES256', kid: 'KEY' });
  expect(payload).toMatchObject({ iss: 'TEAM', sub: 'com.example', aud: 'https://appleid.apple.com' });
  expect((payload.exp ?? 0) - (payload.iat ?? 0)).toBe(300);
  expect(body.get('client_id')).toBe('com.example');
});
