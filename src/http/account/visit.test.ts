import { Hono } from 'hono';
import { describe, expect, it } from 'vitest';
import type { Account } from '../../domain/accounts/account-store.ts';
import { createCountingLimits } from '../../domain/accounts/testing/in-memory.ts';
import type { BrowserSession } from '../../protocol/interactions/browser-session.ts';
import type { PageEnv } from '../page/page-request.ts';
import { createLook } from '../views/look.ts';
import { withAccount } from './visit.ts';

const now = new Date();
const session: BrowserSession = {
  uid: 'ses_1',
  accountId: 'acc_zoe',
  acr: 'pwd',
  signedInAt: now,
  isUndated: false,
};
const account = { id: 'acc_zoe', groups: [], validFrom: now } as unknown as Account;

/** @param found what each look for the session finds, in turn */
async function visit(found: Array<BrowserSession | null>): Promise<string> {
  const app = new Hono<PageEnv>();
  app.use(async (c, next) => {
    c.set('look', createLook('en', 'id.example.com'));
    await next();
  });
  const options = {
    browserSessions: {
      find: () => Promise.resolve(found.shift() ?? null),
      csrfToken: () => 'token',
      isCsrfToken: () => true,
      transactionOf: () => 'transaction',
      cookieName: 'session',
    },
    storage: { accounts: { findById: () => Promise.resolve(account) } },
    enrolled: { find: () => Promise.resolve(new Set<never>()) },
    groupRequirements: {},
    limits: createCountingLimits(9),
    issuer: 'https://id.example.com',
    clock: { now: () => now },
  };
  app.get('/account/passkeys', (c) => withAccount(c, options, { fresh: true }, async () => c.text('let in')));
  const response = await app.request('/account/passkeys', {}, { incoming: {} });
  return response.status === 303 ? 'to sign in' : response.text();
}

describe('a page of the account', () => {
  it('lets in who is signed in', async () => {
    expect(await visit([session, session])).toBe('let in');
  });

  it('AU-14: does not let in whose session ends while the account is read, which is another one by then', async () => {
    expect(await visit([session, null])).toBe('to sign in');
    expect(await visit([session, { ...session, accountId: 'acc_other' }])).toBe('to sign in');
    expect(await visit([null])).toBe('to sign in');
  });
});
