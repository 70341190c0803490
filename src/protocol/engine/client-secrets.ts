import { Provider } from 'oidc-provider';
import { equalInConstantTime, sha256 } from '../../platform/digest.ts';
import { extensionOf } from '../policies/client-extension.ts';

/**
 * Makes the engine compare a presented client secret with stored digests. A plain SHA-256 is enough: the secrets are ours,
 * with 256 random bits. Every live digest is compared, so that the time tells nothing of which one fits. The engine takes
 * Basic and form for one method; a client uses the one it is registered with.
 */
export function useSecretDigests(provider: Provider): void {
  provider.Client.prototype.compareClientSecret = function compareClientSecret(actual: string): boolean {
    const given = sha256(actual);
    const isKnown = extensionOf(this)
      .secretDigests.map((digest) => equalInConstantTime(Buffer.from(digest, 'hex'), given))
      .includes(true);
    return isKnown && this.clientAuthMethod === methodInUse();
  };
}

function methodInUse(): string {
  return Provider.ctx?.headers.authorization === undefined ? 'client_secret_post' : 'client_secret_basic';
}
