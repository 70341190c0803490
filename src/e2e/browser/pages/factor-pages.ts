import { addAuthenticator, type Authenticator, createAuthenticator } from '../../harness/authenticator.ts';
import { createUserAgent } from '../../harness/network/user-agent.ts';
import { at, click, fillIn, type Pages, refuses, shows, signIn, type Visit } from './visit.ts';

export const factorPages: Pages = {
  'add an authenticator app': shows('Authenticator app', at('/account/totp/add', signIn)),
  'authenticator app added': shows('Your authenticator app was added', async (visit) => {
    const account = await visit.scene.cluster.registry.createAccount();
    await at('/account/totp/add', (each) => signIn(each, account))(visit);
    const key = (await visit.page.locator('code.key').textContent()) ?? '';
    await fillIn(visit.page, { code: await createAuthenticator(key.replaceAll(' ', '')).nextCode() });
  }),
  'code of an authenticator app': shows('Enter your code', openSecondStep),
  'wrong code of an authenticator app': refuses('Enter your code', async (visit) => {
    const authenticator = await openSecondStep(visit);
    await fillIn(visit.page, { code: authenticator.wrongCode() });
  }),
  'recovery code': shows('Use a recovery code', async (visit) => {
    await openSecondStep(visit);
    await click(visit.page, 'a[href*="/recovery?"]');
  }),
  'authenticator app': shows('Authenticator app', async (visit) => {
    const authenticator = await openSecondStep(visit, '/account/totp');
    await fillIn(visit.page, { code: await authenticator.nextCode() });
  }),
  'authenticator app, about to be removed': shows('Authenticator app', async (visit) => {
    const authenticator = await openSecondStep(visit, '/account/totp');
    await fillIn(visit.page, { code: await authenticator.nextCode() });
    await visit.page.locator('.ask > summary').click();
  }),
  'recovery codes': shows('Recovery codes', async (visit) => {
    const authenticator = await openSecondStep(visit, '/account/recovery-codes');
    await fillIn(visit.page, { code: await authenticator.nextCode() });
  }),
  'new recovery codes': shows('Your new recovery codes', async (visit) => {
    const authenticator = await openSecondStep(visit, '/account/recovery-codes');
    await fillIn(visit.page, { code: await authenticator.nextCode() });
    await visit.page.locator('.ask > summary').click();
    await click(visit.page, 'form button[type=submit]');
  }),
};

/** With the password of an account that has a second factor; on the way to a page of the account. */
async function openSecondStep(visit: Visit, path = '/account'): Promise<Authenticator> {
  const { registry, issuer } = visit.scene.cluster;
  const account = await registry.createAccount();
  const { authenticator } = await addAuthenticator(createUserAgent(issuer), issuer, account);
  await at(path, (each) => signIn(each, account))(visit);
  return authenticator;
}
