import { describe, expect, it } from 'vitest';
import { createKeyring } from '../../domain/keys/keyring.ts';
import { loadSigningKeys } from '../../domain/keys/signing-key.ts';
import { createIdentifier } from '../../platform/identifiers.ts';
import { systemRandom } from '../../platform/random.ts';
import { type Backend, useStorage } from './backends.ts';

const keyring = createKeyring(['contract-tests-contract-tests-00'], systemRandom);

export function signingKeysContract(backend: Backend): void {
  describe('signing keys', () => {
    const storage = useStorage(backend);

    it('of replicas that start together are the same, one for each algorithm', async () => {
      const load = () =>
        loadSigningKeys(storage().signingKeys, keyring, () => createIdentifier('key', systemRandom));
      const [first, ...others] = await Promise.all(Array.from({ length: 4 }, load));
      expect(first?.map(({ alg }) => alg)).toEqual(['ES256', 'RS256']);
      for (const other of others) expect(other).toEqual(first);
      expect(await load()).toEqual(first);
      expect(await storage().signingKeys.list()).toHaveLength(2);
    });
  });
}
