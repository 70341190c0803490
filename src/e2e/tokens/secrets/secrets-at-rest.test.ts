import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { pgDump } from '../../environment/database.ts';
import { redisDump } from '../../environment/redis-dump.ts';
import { findSecrets } from '../../harness/secrets.ts';
import { everythingThatFails } from './everything-that-fails.ts';
import { everythingThatWorks } from './everything-that-works.ts';
import { type SecretsScene, startSecretsScene, state } from './secrets-scene.ts';

let at: SecretsScene;

beforeAll(async () => {
  at = await startSecretsScene();
  await everythingThatWorks(at);
  await everythingThatFails(at);
});
afterAll(() => at[Symbol.asyncDispose]());

describe('no secret', () => {
  it('TK-08 can be found in a dump of Postgres', async () => {
    const dump = await pgDump(at.scene.cluster.database.url);
    const { 'e-mail': emails = [], ...unstored } = at.secrets;
    expect(findSecrets(dump, { emails }), 'the dump has the rows').toHaveLength(emails.length);
    expect(findSecrets(dump, { ...unstored, state })).toEqual([]);
  });

  it('TK-08 can be found in a dump of Redis', async () => {
    const dump = await redisDump(at.scene.cluster.redisUrl);
    expect(dump).toContain('symbolon:limit');
    const { 'e-mail': _counted, ...unstored } = at.secrets;
    expect(findSecrets(dump, { ...unstored, state })).toEqual([]);
  });

  it('OS-02 can be found in the log at its most talkative level, and no e-mail address either', async () => {
    for (const replica of at.scene.cluster.replicas) {
      // Whatever came before it is written before it.
      const last = await fetch(`${replica.url}/token`, { method: 'POST' });
      const id = last.headers.get('x-request-id') ?? '';
      expect(id).not.toBe('');
      await expect.poll(() => replica.logs(), { timeout: 10_000 }).toContain(id);
    }
    const log = at.scene.cluster.replicas.map((replica) => replica.logs()).join('\n');
    for (const event of [
      'request refused',
      'request failed: unavailable',
      'page failed',
      'grant ended',
      '"/token"',
    ])
      expect(log).toContain(event);
    expect(findSecrets(log, { ...at.secrets, state })).toEqual([]);
  });

  it('OS-02 can be found in the metrics', async () => {
    for (const replica of at.scene.cluster.replicas) {
      const metrics = await (await fetch(`${replica.operatorUrl}/metrics`)).text();
      expect(metrics).toContain('symbolon_http_request_duration_seconds');
      expect(findSecrets(metrics, { ...at.secrets, state })).toEqual([]);
    }
  });

  it('was left out of the search', () => {
    const kinds = [
      'client secret',
      'password',
      'code',
      'verifier',
      'refresh token',
      'access token',
      'ID token',
      'PAR handle',
      'form secret',
      'session cookie',
      'TOTP secret',
      'recovery code',
      'interaction',
      'interaction cookie',
    ];
    expect(Object.keys(at.secrets)).toEqual(expect.arrayContaining(kinds));
    const planted = Buffer.from(`{"log":"${at.secrets['code']?.[0] ?? ''}"}`);
    for (const form of ['utf8', 'hex', 'base64'] as const)
      expect(findSecrets(planted.toString(form), at.secrets)).toHaveLength(1);
  });
});
