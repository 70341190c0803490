import { addressPage } from '../../../http/views/federation/federation-pages.ts';
import { linksPage } from '../../../http/views/federation/links-page.ts';
import { addressCodePage } from '../../../http/views/sign-in/code-pages.ts';
import { at, drawn, openSignIn, type Pages, refuses, shows, signIn } from './visit.ts';

export const federationPages: Pages = {
  'code of somebody from elsewhere': shows(
    'Check your mail',
    drawn((look) =>
      addressCodePage({
        look,
        csrfToken: '',
        action: '/code',
        code: '',
        errors: {},
        notice: null,
        email: null,
        again: null,
        signInHref: '/',
      }),
    ),
  ),
  'one provider for a domain': shows('Sign in with Acme', async (visit) => {
    await openSignIn(visit);
    await signIn(visit, { email: 'ada@acme.example' });
  }),
  'an address for a provider that says none': refuses(
    'Your email address',
    drawn((look) =>
      addressPage({
        look,
        provider: 'Steam',
        action: '/address',
        csrfToken: '',
        hidden: {},
        email: 'ada@',
        errors: { email: look.texts.common.emailMalformed },
        signInHref: '/',
      }),
    ),
  ),
  'no linked accounts': shows('Linked accounts', at('/account/links', signIn)),
  'linked accounts': refuses(
    'Linked accounts',
    drawn((look) =>
      linksPage({
        look,
        csrfToken: '',
        links: [
          {
            provider: 'Steam',
            name: '76561197960287930',
            linkedAt: new Date(0),
            lastUsedAt: new Date(0),
            canSignIn: false,
            hidden: {},
          },
        ],
        unlinkAction: '/remove',
        providers: [{ id: 'acme', label: 'Acme' }],
        linkAction: '/begin',
        error: look.texts.federation.linkCancelled,
        endOthers: { action: '/end-others', csrfToken: '' },
      }),
    ),
  ),
};
