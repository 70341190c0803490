import { describe, expect, it } from 'vitest';
import { declaredSecretId } from '../../domain/clients/client-secret.ts';
import type { Declarations } from '../../domain/clients/declarations.ts';
import { applyPlan, isUpToDate, planChanges, readRegistry } from '../../domain/clients/reconcile.ts';
import { sha256 } from '../../platform/digest.ts';
import { type Backend, useStorage } from './backends.ts';
import { awaitDatabaseClock } from './database-clock.ts';
import { createSecret, createSubject, metadata } from './subjects.ts';

export function clientsContract(backend: Backend): void {
  describe('clients', () => {
    const storage = useStorage(backend);
    const secretsOf = async (clientId: string) =>
      (await storage().clients.findLive(clientId))?.secretDigests
        .map((digest) => digest.toString('hex'))
        .sort();
    const hex = (...digests: Buffer[]) => digests.map((digest) => digest.toString('hex')).sort();

    it('are found and listed while they are registered', async () => {
      expect(await storage().clients.list()).toEqual([]);
      await storage().clients.put('one', metadata, 'operator');
      await storage().clients.put('two', { ...metadata, client_name: 'Zoë "2"' }, 'declaration');
      expect(await storage().clients.findLive('two')).toMatchObject({
        clientId: 'two',
        metadata: { ...metadata, client_name: 'Zoë "2"' },
        secretDigests: [],
        audiences: [],
      });
      expect((await storage().clients.list()).map(({ clientId }) => clientId)).toEqual(['one', 'two']);
      expect(await storage().clients.remove('one')).toBe(true);
      expect(await storage().clients.remove('one')).toBe(false);
      expect(await storage().clients.findLive('one')).toBeNull();
      expect(await storage().clients.findRecord('one')).toBeNull();
      expect((await storage().clients.list()).map(({ clientId }) => clientId)).toEqual(['two']);
      await storage().clients.remove('two');
    });

    it('are replaced as a whole', async () => {
      await storage().clients.put('replaced', { ...metadata, client_uri: 'https://a.example' }, 'operator');
      await storage().clients.put('replaced', metadata, 'declaration');
      const record = await storage().clients.findRecord('replaced');
      expect(record).toMatchObject({ clientId: 'replaced', managedBy: 'declaration' });
      expect(record?.metadata).toEqual(metadata);
    });

    it('have several secrets at once, until rotation ends the old ones', async () => {
      await storage().clients.put('rotating', metadata, 'operator');
      const [first, second] = [sha256(createSecret()), sha256(createSecret())];
      await storage().clients.addSecret('rotating', { id: 'sec_r1', digest: first });
      await storage().clients.addSecret('rotating', { id: 'sec_r1', digest: first });
      await storage().clients.addSecret('rotating', { id: 'sec_r2', digest: second });
      expect(await secretsOf('rotating')).toEqual(hex(first, second));
      await storage().clients.expireOtherSecrets('rotating', 'sec_r2', 0.5);
      await storage().clients.expireOtherSecrets('rotating', 'sec_r2', 3600);
      await awaitDatabaseClock(storage(), 0.5);
      expect(await secretsOf('rotating')).toEqual(hex(second));
    });

    it('keep their old secrets for the time of grace', async () => {
      await storage().clients.put('graceful', metadata, 'operator');
      const [first, second] = [sha256(createSecret()), sha256(createSecret())];
      await storage().clients.addSecret('graceful', { id: 'sec_g1', digest: first });
      await storage().clients.addSecret('graceful', { id: 'sec_g2', digest: second });
      await storage().clients.expireOtherSecrets('graceful', 'sec_g2', 3600);
      expect(await secretsOf('graceful')).toEqual(hex(first, second));
    });

    it('removed and made again, have none of the secrets they had', async () => {
      const digest = sha256(createSecret());
      await storage().clients.put('removed', metadata, 'operator');
      await storage().clients.addSecret('removed', { id: 'sec_x', digest });
      await storage().clients.remove('removed');
      await storage().clients.put('removed', metadata, 'operator');
      expect(await secretsOf('removed')).toEqual([]);
    });

    it('removed and made again, have nobody who agreed to them', async () => {
      const { accountId, clientId } = await createSubject(storage());
      await storage().consents.remember(accountId, clientId, { scope: 'openid', claims: [], resources: {} });
      await storage().clients.remove(clientId);
      await storage().clients.put(clientId, metadata, 'operator');
      expect(await storage().consents.find(accountId, clientId)).toBeNull();
    });

    it('removed and made again, can be given a secret they had', async () => {
      const digest = sha256(createSecret());
      const secret = { id: declaredSecretId(digest), digest };
      await storage().clients.put('again', metadata, 'declaration');
      await storage().clients.addSecret('again', secret);
      await storage().clients.remove('again');
      await storage().clients.put('again', metadata, 'declaration');
      await storage().clients.addSecret('again', secret);
      expect(await secretsOf('again')).toEqual(hex(digest));
    });

    it('declared with a secret that rotation ended are in line with the file', async () => {
      const [declared, rotated] = [sha256(createSecret()), sha256(createSecret())];
      const file: Declarations = {
        clients: [{ clientId: 'declared', metadata, secretDigests: [declared], implied: false }],
        apis: [],
      };
      await applyPlan(storage(), planChanges(await readRegistry(storage()), file));
      expect(await secretsOf('declared')).toEqual(hex(declared));
      await storage().clients.addSecret('declared', { id: 'sec_new', digest: rotated });
      await storage().clients.expireOtherSecrets('declared', 'sec_new', 0);
      const plan = planChanges(await readRegistry(storage()), file);
      expect(isUpToDate(plan)).toBe(true);
      expect(await secretsOf('declared')).toEqual(hex(rotated));
    });
  });

  describe('APIs', () => {
    const storage = useStorage(backend);
    const api = (audience: string, clientId: string) => ({
      audience,
      clientId,
      name: 'Notes "ü"',
      scopes: { read: 'Read your notes' },
      accessTokenFormat: 'opaque' as const,
      accessTokenTtlSeconds: null,
      managedBy: 'operator' as const,
    });

    it('are found, replaced and removed, and their client knows its audiences', async () => {
      await storage().clients.put('api-1', metadata, 'operator');
      const [first, second] = [api('https://a.example/', 'api-1'), api('https://b.example/', 'api-1')];
      await storage().apis.put(first);
      await storage().apis.put(second);
      await storage().apis.put({ ...second, accessTokenTtlSeconds: 600, scopes: {} });
      expect(await storage().apis.findLive(first.audience)).toEqual(first);
      expect(await storage().apis.list()).toEqual([
        first,
        { ...second, accessTokenTtlSeconds: 600, scopes: {} },
      ]);
      expect((await storage().clients.findLive('api-1'))?.audiences).toEqual([
        first.audience,
        second.audience,
      ]);
      expect(await storage().apis.remove(first.audience)).toBe(true);
      expect(await storage().apis.remove(first.audience)).toBe(false);
      expect(await storage().apis.findLive(first.audience)).toBeNull();
      expect((await storage().clients.findLive('api-1'))?.audiences).toEqual([second.audience]);
    });

    it('go with their client', async () => {
      await storage().clients.put('api-2', metadata, 'operator');
      await storage().apis.put(api('https://gone.example/', 'api-2'));
      await storage().clients.remove('api-2');
      expect(await storage().apis.findLive('https://gone.example/')).toBeNull();
    });
  });
}
