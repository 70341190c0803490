import { mailboxPage } from '../../../http/views/mail/mailbox-page.ts';
import { at, click, drawn, type Pages, shows, signIn, type Visit } from './visit.ts';

export const otherPages: Pages = {
  'sign-out': shows('Sign out?', openSignOut),
  'stayed signed in': shows('You are still signed in', async (visit) => {
    await openSignOut(visit);
    await click(visit.page, 'form button:not([name])');
  }),
  'signed out': shows('You are signed out', async (visit) => {
    await openSignOut(visit);
    await click(visit.page, 'form button[name=logout]');
  }),
  'not signed in': shows('You are not signed in', at('/logout')),
  'unknown app': shows('Unknown app', at('/authorize?client_id=nobody&response_type=code')),
  'not found': shows('Page not found', at('/nowhere')),
  welcome: shows('This is where you sign in', at('/')),
  mailbox: shows(
    'Mailbox',
    drawn((look) =>
      mailboxPage(
        [
          {
            to: 'ada@example.com',
            subject: '1234 5678 is your code for id.example.com',
            text: 'To create your account for Field Notes, enter this code:\n\n    1234 5678',
            html: '',
            at: new Date(0),
          },
        ],
        look,
      ),
    ),
  ),
};

async function openSignOut(visit: Visit): Promise<void> {
  await at('/account', signIn)(visit);
  await visit.page.goto(`${visit.scene.cluster.issuer}/logout`);
}
