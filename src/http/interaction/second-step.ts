/** What the pages of the second step have in common: how far the sign-in has come, and what the account can be asked for. */
import type { Account } from '../../domain/accounts/account-store.ts';
import type { SecondFactor } from '../../domain/authentication/next-step.ts';
import type { Acr } from '../../domain/authentication/strength.ts';
import type { SignInProgress } from '../../protocol/interactions/pending-interaction.ts';
import { interactionPath } from '../../protocol/interactions/original-request.ts';
import type { PageRequest } from '../page/page-request.ts';
import type { PageContext } from './interaction-pages.ts';
import { type Step, type StepOptions, wantedOf, withForm, withInteraction } from './steps.ts';

/** A sign-in that has come as far as its second step. */
export interface SecondStep {
  readonly page: PageContext;
  readonly progress: SignInProgress;
  readonly account: Account;
  /** What the account can be asked for. */
  readonly factors: ReadonlySet<SecondFactor>;
  /** What the sign-in has to come to. */
  readonly wanted: Acr;
}

/** A page of the second step. Without the first one, or when everything of the account was ended since, it is that one's turn. */
export async function withSecondStep(
  c: PageRequest,
  options: StepOptions,
  handle: (step: SecondStep) => Promise<Response>,
): Promise<Response> {
  return withInteraction(c, options, (page) => toSecondStep(c, page, options, handle));
}

export async function withSecondStepForm(
  c: PageRequest,
  options: StepOptions,
  handle: (step: SecondStep & Step) => Promise<Response>,
): Promise<Response> {
  return withForm(c, options, ({ page, fields }) =>
    toSecondStep(c, page, options, (step) => handle({ ...step, fields })),
  );
}

async function toSecondStep(
  c: PageRequest,
  page: PageContext,
  options: StepOptions,
  handle: (step: SecondStep) => Promise<Response>,
): Promise<Response> {
  const { storage, enrolled } = options;
  const { progress, prompt, uid } = page.interaction;
  const account = progress === null ? null : await storage.accounts.findById(progress.accountId);
  const isGood =
    account?.disabledAt === null && account.validFrom.getTime() === progress?.validFrom.getTime();
  if (prompt !== 'login' || progress === null || account === null || !isGood) {
    return c.redirect(interactionPath(uid, page.request), 303);
  }
  const factors = await enrolled.find(account.id);
  const wanted = await wantedOf(page.interaction, { accountId: account.id, enrolled: factors }, options);
  return handle({ page, progress, account, factors, wanted });
}
