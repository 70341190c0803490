import { expect, it } from 'vitest';
import { createClientSecret } from '../../../domain/clients/client-secret.ts';
import { createKeyring, sealForHolder } from '../../../domain/keys/keyring.ts';
import { loadSigningKeys } from '../../../domain/keys/signing-key.ts';
import { pgDump } from '../../../e2e/environment/database.ts';
import { sha256 } from '../../../platform/digest.ts';
import { systemRandom } from '../../../platform/random.ts';
import { postgres, useDatabase } from '../backends.ts';
import { createSecret, createSubject, hour, keyOf, newSession, tokenStrings } from '../subjects.ts';

const opened = useDatabase(postgres);
const masterSecret = 'a-master-secret-that-nobody-stores';

it('promise 4, TK-08: a dump of the database holds none of the secrets that were handed out', async () => {
  const { storage, database } = opened();
  const subject = await createSubject(storage);
  const { accountId, clientId, grantId } = subject;
  const owner = { accountId, clientId, grantId, payload: {}, ttlSeconds: hour };
  const accessToken = tokenStrings.mint('access_token', hour);
  await storage.accessTokens.insert({
    ...owner,
    key: keyOf('access_token', accessToken),
    kind: 'access_token',
  });
  const code = tokenStrings.mint('authorization_code', hour);
  await storage.authorizationCodes.insert({ ...owner, key: keyOf('authorization_code', code) });
  await storage.authorizationCodes.consume(keyOf('authorization_code', code));
  const [spent, next] = [tokenStrings.mint('refresh_token', hour), tokenStrings.mint('refresh_token', hour)];
  await storage.refreshTokens.insert({ ...owner, key: keyOf('refresh_token', spent) });
  await storage.refreshTokens.consume(keyOf('refresh_token', spent));
  await storage.refreshTokens.insert({ ...owner, key: keyOf('refresh_token', next) });
  const response = JSON.stringify({ refresh_token: next, access_token: accessToken });
  await storage.refreshTokens.recordSuccessor(keyOf('refresh_token', spent), {
    key: keyOf('refresh_token', next),
    sealedResponse: sealForHolder(spent, response, systemRandom),
    requestDigest: sha256('{}'),
  });
  const [requestUri, interaction, cookie, state] = [
    createSecret(),
    createSecret(),
    createSecret(),
    createSecret(),
  ];
  const seal = (secret: string) => sealForHolder(secret, JSON.stringify({ state }), systemRandom);
  await storage.pushedRequests.insert({
    digest: sha256(requestUri),
    sealed: seal(requestUri),
    ttlSeconds: 300,
  });
  await storage.interactions.put({ digest: sha256(interaction), sealed: seal(interaction), ttlSeconds: 300 });
  await storage.sessions.save(newSession({ idDigest: sha256(cookie), sealedState: seal(cookie) }));
  const clientSecret = createClientSecret(systemRandom);
  await storage.clients.addSecret(clientId, clientSecret);
  const keyring = createKeyring([masterSecret], systemRandom);
  const signingKeys = await loadSigningKeys(storage.signingKeys, keyring, () => createSecret());
  const privateParts = signingKeys.map(({ privateJwk }) => privateJwk.d ?? '');

  const dump = await pgDump(database.url ?? '');
  // What has to be there, so that the search is known to look in the right place and form.
  expect(dump).toContain(clientId);
  expect(dump).toContain(sha256(accessToken).toString('hex'));
  const handedOut = [accessToken, code, spent, next, requestUri, interaction, cookie, state];
  for (const secret of [...handedOut, clientSecret.secret, masterSecret, ...privateParts]) {
    expect(secret).not.toBe('');
    for (const form of formsOf(secret)) expect(dump.includes(form)).toBe(false);
  }
});

/** As text, as the bytes of the text, and each without what surrounds the random part of a token. */
function formsOf(secret: string): string[] {
  const random = secret.replace(/^sym_[a-z]{2}_/, '').slice(0, 40);
  return [secret, random].flatMap((text) => [
    text,
    Buffer.from(text).toString('hex'),
    Buffer.from(text).toString('base64').slice(0, -4),
    Buffer.from(text).toString('base64url').slice(0, -4),
  ]);
}
