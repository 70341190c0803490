import type { IncomingMessage } from 'node:http';
import { describe, expect, it } from 'vitest';
import { findRefusal } from './refusals.ts';
import { routeOf } from './routes.ts';

function refusalOf(url: string, { full = true, cookie = false, method = 'GET' } = {}) {
  const request = { url, method, headers: {} } as IncomingMessage;
  return findRefusal(request, routeOf(url), {
    issuer: 'https://id.example',
    isSignInFull: () => full,
    hasSessionCookie: () => cookie,
  });
}

describe('while too many sign in', () => {
  it.each(['GET', 'HEAD'])('a newcomer is kept at the door (%s)', (method) => {
    const refusal = refusalOf('/authorize?client_id=app', { method });
    expect(refusal).toMatchObject({ status: 503, signInOutcome: 'kept_at_the_door' });
    expect(refusal?.headers['connection']).toBe('close');
  });

  it('they do not all come back at once', () => {
    const waits = new Set(Array.from({ length: 12 }, () => refusalOf('/authorize')?.headers['refresh']));
    expect([...waits].map(Number).sort()).toEqual([4, 5, 6, 7, 8, 9]);
  });

  it.each([
    ['whoever may be signed in', '/authorize?client_id=app', { cookie: true }],
    ['an app that only asks', '/authorize?client_id=app&prompt=none', {}],
    ['an app that only asks, in other letters', '/authorize?client_id=app&prompt=%6eone', {}],
    ['a pushed request', '/authorize?client_id=app&request_uri=urn%3Ax', {}],
    ['a sign-in that has begun', '/authorize/some-uid', {}],
    ['a page of a sign-in', '/interaction/some-uid', {}],
    ['a token request', '/token', { method: 'POST' }],
    ['anybody, when there is room', '/authorize?client_id=app', { full: false }],
  ])('%s is let in', (_, url, options) => {
    expect(refusalOf(url, options)).toBeNull();
  });

  it('a state that says so is no request to show nothing', () => {
    expect(refusalOf('/authorize?client_id=app&state=prompt=none')).not.toBeNull();
  });
});
