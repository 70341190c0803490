import { createKeyring } from '../../src/domain/keys/keyring.ts';
import { type TokenStrings, createTokenStrings } from '../../src/domain/tokens/token-string.ts';
import { type Clock, systemClock } from '../../src/platform/clock.ts';
import { systemRandom } from '../../src/platform/random.ts';
import { masterSecret } from './deployment.ts';

/** Token strings as the service makes them, under its master secret. */
export function createMint(clock: Clock = systemClock): TokenStrings {
  const keyring = createKeyring([masterSecret], systemRandom);
  return createTokenStrings({ keyring, random: systemRandom, clock });
}
