import {
  addressCodePage,
  resetPage,
  resetRequestPage,
  signUpCodePage,
  emailCodePage,
  emailCodeRequestPage,
} from '../sign-in/code-pages.ts';
import { consentPage } from '../sign-in/consent-page.ts';
import { errorPage } from '../error-page.ts';
import { type Language } from '../../texts/texts.ts';
import { recoveryStepPage, totpStepPage } from '../sign-in/second-step-pages.ts';
import { createLook } from '../look.ts';
import { mailboxPage } from '../mail/mailbox-page.ts';
import { addressPage, enforcedPage, goingPage } from '../federation/federation-pages.ts';
import { linksPage } from '../federation/links-page.ts';
import { messagePage, signInEndedPage } from '../message-page.ts';
import { setUpPage } from '../sign-in/set-up-page.ts';
import { passkeyStepPage } from '../sign-in/passkey-step-page.ts';
import { signInPage } from '../sign-in/sign-in-page.ts';
import { signOutPage, signedOutPage } from '../sign-in/sign-out-page.ts';
import { signUpPage } from '../sign-in/sign-up-page.ts';
import { accountPages, factorPages } from './account-pages.ts';
import type { Filled, Pages } from './filled.ts';

/** Every page, in its fullest state, with the same text in every field a value can reach. */
export function everyPage(text: string, language: Language = 'en'): Pages {
  const look = createLook(language, text);
  const form = { look, action: text, csrfToken: text };
  const filled = { text, look, since: new Date(0), form, shared: { ...form, clientName: text, email: text } };
  return {
    ...signInPages(filled),
    ...secondStepPages(filled),
    ...accountPages(filled),
    ...factorPages(filled),
    ...federationPages(filled),
    ...signOutPages(filled),
    ...otherPages(filled),
  };
}

/** On its way to somebody. */
const codeOf = (text: string) => ({
  code: text,
  notice: text,
  email: text,
  again: { action: text, changeHref: text },
  signInHref: text,
});

function signInPages({ text, look, shared }: Filled): Pages {
  const code = codeOf(text);
  const scopes = [{ name: text, description: text }];
  return {
    signIn: signInPage({
      ...shared,
      confirms: null,
      error: text,
      trouble: null,
      notice: text,
      passkey: { action: text, options: { text } },
      canMail: true,
      providers: [{ label: text, action: text }],
      cancelAction: text,
    }),
    confirm: signInPage({
      ...shared,
      confirms: text,
      error: null,
      trouble: text,
      notice: null,
      passkey: null,
      canMail: true,
      providers: [],
      cancelAction: text,
    }),
    signUp: signUpPage({
      ...shared,
      name: text,
      passwordMinLength: 12,
      errors: { email: text, password: text, form: text },
      signInHref: text,
    }),
    signUpCode: signUpCodePage({
      ...shared,
      ...code,
      errors: { code: text, form: text },
    }),
    resetRequest: resetRequestPage({ ...shared, errors: { email: text, form: text }, signInHref: text }),
    reset: resetPage({
      ...shared,
      ...code,
      errors: { code: text, password: text, form: text },
      passwordMinLength: 12,
    }),
    emailCodeRequest: emailCodeRequestPage({
      ...shared,
      errors: { email: text, form: text },
      signInHref: text,
    }),
    emailCode: emailCodePage({ ...shared, ...code, errors: { code: text, form: text } }),
    consent: consentPage({
      ...shared,
      clientUri: `https://client.example/${text}`,
      accountEmail: text,
      scopes,
      apis: [{ name: text, audience: text, scopes }],
      redirect: { host: text, isLoopback: true },
      lifetime: text,
    }),
    setUp: setUpPage({
      ...shared,
      accountHref: text,
      againHref: text,
      cancelAction: text,
    }),
    signInEnded: signInEndedPage({ restartHref: `/${text}`, look }),
  };
}

function secondStepPages({ text, form, shared }: Filled): Pages {
  const step = {
    ...form,
    errors: { code: text, form: text },
    others: [{ href: text, label: text }],
    signInHref: text,
  };
  return {
    passkeyStep: passkeyStepPage({
      ...shared,
      options: { text },
      error: text,
      others: [{ href: text, label: text }],
      signInHref: text,
    }),
    totpStep: totpStepPage(step),
    recoveryStep: recoveryStepPage(step),
  };
}

function federationPages({ text, look, since, shared }: Filled): Pages {
  return {
    going: goingPage({ look, provider: text, location: `https://there.example/${text}` }),
    enforced: enforcedPage({
      look,
      provider: text,
      domain: text,
      email: text,
      action: text,
      csrfToken: text,
      signInHref: text,
    }),
    address: addressPage({
      ...shared,
      provider: text,
      hidden: { claim: text },
      errors: { email: text, form: text },
      signInHref: text,
    }),
    addressCode: addressCodePage({
      ...shared,
      ...codeOf(text),
      errors: { code: text },
      email: null,
      again: null,
    }),
    links: linksPage({
      look,
      csrfToken: text,
      links: [
        {
          provider: text,
          name: text,
          linkedAt: since,
          lastUsedAt: since,
          canSignIn: false,
          hidden: { subject: text },
        },
      ],
      unlinkAction: text,
      providers: [{ id: text, label: text }],
      linkAction: text,
      error: text,
      endOthers: { action: text, csrfToken: text },
    }),
  };
}

function signOutPages({ text, look }: Filled): Pages {
  return {
    signOut: signOutPage({
      action: text,
      xsrf: text,
      clientName: text,
      accountEmail: text,
      look,
    }),
    signedOut: signedOutPage({ clientName: text, isSignedIn: false, look }),
    stillSignedIn: signedOutPage({ clientName: text, isSignedIn: true, look }),
    notSignedIn: signOutPage({
      action: text,
      xsrf: text,
      clientName: text,
      accountEmail: null,
      look,
    }),
  };
}

function otherPages({ text, look, since }: Filled): Pages {
  return {
    error: errorPage({
      status: 400,
      title: text,
      message: text,
      detailCode: text,
      requestId: text,
      action: { href: `/${text}`, label: text },
      look,
    }),
    message: messagePage({
      title: text,
      paragraphs: [text],
      action: { href: `/${text}`, label: text },
      look,
    }),
    mailbox: mailboxPage([{ to: text, subject: text, text, html: text, at: since }], look),
  };
}
