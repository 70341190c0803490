/**
 * What the ports promise, held by every way to run them. Nothing is left out on either; what only a server with many
 * connections can show is in `postgres/`.
 */
import { afterAll, describe } from 'vitest';
import { accessTokensContract } from './access-tokens.contract.ts';
import { accountsContract } from './accounts.contract.ts';
import { activityContract } from './activity.contract.ts';
import { authorizationCodesContract } from './authorization-codes.contract.ts';
import { embedded, postgres, removeTemplates } from './backends.ts';
import { changesContract } from './changes.contract.ts';
import { clientsContract } from './clients.contract.ts';
import { recoveryCodesContract, totpContract } from './factors.contract.ts';
import { identitiesContract, upstreamTransactionsContract } from './federation.contract.ts';
import { consentsContract, grantsContract } from './grants.contract.ts';
import { liveTokensContract } from './live-tokens.contract.ts';
import { emailProofsContract, outgoingMailsContract } from './mail.contract.ts';
import { migrationsContract } from './migrations.contract.ts';
import { passkeyChallengesContract, passkeysContract } from './passkeys.contract.ts';
import { refreshTokensContract } from './refresh-tokens.contract.ts';
import { interactionsContract, pushedRequestsContract } from './sealed-records.contract.ts';
import { sessionsContract } from './sessions.contract.ts';
import { signingKeysContract } from './signing-keys.contract.ts';
import { unitOfWorkContract } from './unit-of-work.contract.ts';
import { validityContract } from './validity.contract.ts';

const contracts = [
  authorizationCodesContract,
  refreshTokensContract,
  accessTokensContract,
  pushedRequestsContract,
  interactionsContract,
  emailProofsContract,
  outgoingMailsContract,
  totpContract,
  recoveryCodesContract,
  passkeyChallengesContract,
  passkeysContract,
  identitiesContract,
  upstreamTransactionsContract,
  grantsContract,
  consentsContract,
  sessionsContract,
  validityContract,
  liveTokensContract,
  changesContract,
  unitOfWorkContract,
  accountsContract,
  activityContract,
  clientsContract,
  signingKeysContract,
  migrationsContract,
];

afterAll(removeTemplates);

describe.each([postgres, embedded])('on $name', (backend) => {
  for (const contract of contracts) contract(backend);
});
