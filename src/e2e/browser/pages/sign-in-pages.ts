import { renderErrorPage } from '../../../http/error-texts.ts';
import { signInUrl } from '../../harness/sign-in-pages.ts';
import {
  at,
  click,
  drawn,
  fillIn,
  openSignIn,
  type Pages,
  refuses,
  shows,
  signIn,
  type Visit,
} from './visit.ts';

export const signInPages: Pages = {
  'sign-in': shows('Sign in', openSignIn),
  'sign-in refused': refuses('Sign in', async (visit) => {
    await openSignIn(visit);
    await signIn(visit, { password: 'not the password' });
  }),
  'sign-in to an app with a look of its own': shows('Sign in', async ({ scene, page }) => {
    const client = await scene.cluster.registry.createClient({
      client_name: 'Field Notes',
      logo_uri: 'https://logo.example/field-notes.svg',
      accent_color: '#7a1fa2',
    });
    const body =
      '<svg xmlns="http://www.w3.org/2000/svg" width="64" height="64"><circle cx="32" cy="32" r="30"/></svg>';
    await page.route('https://logo.example/**', (route) =>
      route.fulfill({ contentType: 'image/svg+xml', body }),
    );
    await page.goto(signInUrl({ issuer: scene.cluster.issuer, client }));
  }),
  'sign-up': shows('Create an account', openSignUp),
  'sign-up refused': refuses('Create an account', async (visit) => {
    await openSignUp(visit);
    await fillIn(visit.page, { name: 'x'.repeat(101), email: 'ada@localhost', password: 'short' });
  }),
  'sign-up code': shows('Check your mail', async (visit) => {
    await openSignUp(visit);
    await fillIn(visit.page, {
      name: 'Ada',
      email: 'new-reader@mail.example',
      password: 'seven tall lanterns',
    });
  }),
  'code instead of a password': shows('Sign in with a code', openEmailCode),
  'code that was asked for instead': shows('Check your mail', async (visit) => {
    await openEmailCode(visit);
    await fillIn(visit.page, { email: visit.scene.account.email });
  }),
  'forgotten password': shows('Forgot your password?', openReset),
  'code for a new password': shows('Choose a new password', openResetCode),
  'wrong code': refuses('Choose a new password', async (visit) => {
    await openResetCode(visit);
    await fillIn(visit.page, { code: '1111 1111', password: 'nine quiet harbours' });
  }),
  consent: shows('Field Notes asks for access to your account', async (visit) => {
    await openSignIn(visit);
    await signIn(visit);
  }),
  'a stronger sign-in is needed': shows('One more step is needed', async (visit) => {
    const { scene, page } = visit;
    const { issuer } = scene.cluster;
    await page.goto(signInUrl({ issuer, client: scene.client, parameters: { acr_values: 'mfa' } }));
    await signIn(visit);
  }),
  'ended sign-in': shows('This sign-in has ended', at('/interaction/unknown')),
  'at the door': shows(
    'Just a moment',
    drawn((look) =>
      renderErrorPage(
        { status: 503, code: 'sign_in_full', description: null, requestId: 'req_8fK2mQ' },
        look,
      ),
    ),
  ),
};

async function openSignUp(visit: Visit): Promise<void> {
  await openSignIn(visit);
  await click(visit.page, 'button[value=sign-up]');
}

async function openReset(visit: Visit): Promise<void> {
  await openSignIn(visit);
  await click(visit.page, 'button[value=reset]');
}

async function openEmailCode(visit: Visit): Promise<void> {
  await openSignIn(visit);
  await click(visit.page, 'button[value=email-code]');
}

async function openResetCode(visit: Visit): Promise<void> {
  await openReset(visit);
  await fillIn(visit.page, { email: visit.scene.account.email });
}
