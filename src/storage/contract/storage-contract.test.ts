/**
 * What the ports promise, held by every way to run them. Nothing is left out on either; what only a server with many
 * connections can show is in `postgres/`.
 */
import { afterAll, describe } from 'vitest';
import { accessTokensContract } from './tokens/access-tokens.contract.ts';
import { accountTurnsContract } from './accounts/account-turns.contract.ts';
import { accountsContract, disabledAccountsContract } from './accounts/accounts.contract.ts';
import { addressesContract, claimsContract } from './accounts/addresses.contract.ts';
import { accountEndingsContract } from './accounts/endings.contract.ts';
import { importedAccountsContract } from './accounts/import.contract.ts';
import { passwordResetsContract, passwordsContract } from './accounts/passwords.contract.ts';
import { activityContract } from './accounts/activity.contract.ts';
import { authorizationCodesContract } from './tokens/authorization-codes.contract.ts';
import { embedded, postgres, removeTemplates } from './backends.ts';
import { changesContract } from './changes.contract.ts';
import { clientsContract } from './clients.contract.ts';
import { recoveryCodesContract, totpContract } from './accounts/factors.contract.ts';
import { identitiesContract, upstreamTransactionsContract } from './accounts/federation.contract.ts';
import { consentsContract, grantsContract } from './tokens/grants.contract.ts';
import { liveTokensContract } from './tokens/live-tokens.contract.ts';
import { emailProofsContract, outgoingMailsContract } from './accounts/mail.contract.ts';
import { migrationsContract } from './migrations.contract.ts';
import { passkeyChallengesContract, passkeysContract } from './accounts/passkeys.contract.ts';
import { refreshTokensContract } from './tokens/refresh-tokens.contract.ts';
import { interactionsContract, pushedRequestsContract } from './tokens/sealed-records.contract.ts';
import { sessionsContract } from './tokens/sessions.contract.ts';
import { sessionCookiesContract } from './tokens/session-cookies.contract.ts';
import { otherSessionsContract, sessionEndingsContract } from './tokens/session-endings.contract.ts';
import { signingKeysContract } from './signing-keys.contract.ts';
import { unitOfWorkContract } from './unit-of-work.contract.ts';
import { validityContract } from './tokens/validity.contract.ts';

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
  sessionCookiesContract,
  sessionEndingsContract,
  otherSessionsContract,
  validityContract,
  liveTokensContract,
  changesContract,
  unitOfWorkContract,
  accountsContract,
  accountTurnsContract,
  importedAccountsContract,
  disabledAccountsContract,
  passwordsContract,
  passwordResetsContract,
  addressesContract,
  claimsContract,
  accountEndingsContract,
  activityContract,
  clientsContract,
  signingKeysContract,
  migrationsContract,
];

afterAll(removeTemplates);

describe.each([postgres, embedded])('on $name', (backend) => {
  for (const contract of contracts) contract(backend);
});
