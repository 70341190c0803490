import { at, click, fillIn, openSignIn, type Pages, refuses, shows, signIn } from './visit.ts';

export const accountPages: Pages = {
  account: shows('Your account', at('/account', signIn)),
  'name of the account': shows('Your name', at('/account/profile', signIn)),
  'password of the account': shows('Change your password', at('/account/password', signIn)),
  'wrong password of the account': refuses(
    'Change your password',
    at('/account/password', async (visit) => {
      await signIn(visit);
      await fillIn(visit.page, { current: 'not the password', password: 'nine quiet harbours' });
    }),
  ),
  'address of the account': shows('Your email address', at('/account/email', signIn)),
  'code for another address': shows(
    'Check your mail',
    at('/account/email', async (visit) => {
      await signIn(visit, await visit.scene.cluster.registry.createAccount());
      await fillIn(visit.page, { email: 'another@mail.example' });
    }),
  ),
  'browsers of the account': shows('Browsers', at('/account/sessions', signIn)),
  'end every other session': shows('Sign out everywhere else?', at('/account/sessions/end-others', signIn)),
  'no apps of the account': shows('Apps', at('/account/apps', signIn)),
  'apps of the account': shows('Apps', async (visit) => {
    const { scene, page } = visit;
    await openSignIn(visit);
    await signIn(visit, await scene.cluster.registry.createAccount());
    await click(page, 'button[value=allow]');
    await page.goto(`${scene.cluster.issuer}/account/apps`);
  }),
  'app of the account, about to lose its access': shows('Apps', async (visit) => {
    const { scene, page } = visit;
    await openSignIn(visit);
    await signIn(visit, await scene.cluster.registry.createAccount());
    await click(page, 'button[value=allow]');
    await page.goto(`${scene.cluster.issuer}/account/apps`);
    await page.locator('.ask > summary').click();
  }),
  'activity of the account': shows('Recent activity', at('/account/activity', signIn)),
  'delete the account': shows('Delete your account', at('/account/delete', signIn)),
  'delete the account, mistyped': refuses(
    'Delete your account',
    at('/account/delete', async (visit) => {
      await signIn(visit);
      await fillIn(visit.page, { email: 'somebody@else.example' });
    }),
  ),
};
