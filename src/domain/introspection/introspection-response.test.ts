import { describe, expect, it } from 'vitest';
import { claimsText, commonText, introspectionResponse } from './introspection-response.ts';
import type { LiveToken } from './live-token.ts';

const token: LiveToken = {
  kind: 'access_token',
  clientId: 'client-"1"',
  accountId: 'acc_1',
  grantId: 'gra_1',
  sessionUid: null,
  payload: { aud: 'https://api.example', scope: 'notes:read' },
  issuedAt: 100,
  expiresAt: 200,
  liveUntil: 200_000,
};

function said(changes: Partial<LiveToken> = {}, sid: string | null = null): unknown {
  const live = { ...token, ...changes };
  const own = { ...live, claims: claimsText(live), sid };
  return JSON.parse(introspectionResponse(own, commonText(live, 'https://id.example')));
}

const expected = {
  active: true,
  sub: 'acc_1',
  client_id: 'client-"1"',
  exp: 200,
  iat: 100,
  iss: 'https://id.example',
  aud: 'https://api.example',
  scope: 'notes:read',
  token_type: 'Bearer',
};

describe('what is said of a live token', () => {
  it('is whose it is, for whom, and what it may', () => {
    expect(said()).toEqual(expected);
  });

  it('leaves out what there is none of', () => {
    const { sub: _sub, scope: _scope, ...rest } = expected;
    expect(said({ accountId: null, payload: { aud: 'https://api.example', scope: '' } })).toEqual(rest);
  });

  it('has the claims of the sign-in and the session, where it has any', () => {
    const extra = { acr: 'mfa', amr: ['pwd', 'otp'], auth_time: 99, text: '"}' };
    expect(said({ payload: { ...token.payload, extra } }, 'sid-"1"')).toEqual({
      ...expected,
      ...extra,
      sid: 'sid-"1"',
    });
    for (const none of [{}, null, 'text', undefined])
      expect(claimsText({ ...token, payload: { ...token.payload, extra: none } })).toBeNull();
  });

  it('names what it is bound to (RFC 9449 §6.2, RFC 8705 §3.2)', () => {
    expect(said({ payload: { ...token.payload, jkt: 'key' } })).toEqual({
      ...expected,
      token_type: 'DPoP',
      cnf: { jkt: 'key' },
    });
    expect(said({ payload: { ...token.payload, 'x5t#S256': 'certificate' } })).toEqual({
      ...expected,
      cnf: { 'x5t#S256': 'certificate' },
    });
  });

  it('says of a refresh token no type', () => {
    const { token_type: _type, ...rest } = expected;
    expect(said({ kind: 'refresh_token' })).toEqual(rest);
  });
});
