import { describe, expect, it } from 'vitest';
import { audienceProblem } from './audience.ts';
import { displayTextProblem } from './display-text.ts';
import { logoUriProblem } from './logo-uri.ts';
import { apiScopeProblem, scopeProblem } from './scope.ts';

describe('the scope of a client', () => {
  it.each(['', 'openid', 'openid notes:read', '!#[]~', 'x'.repeat(100)])('may be %j', (scope) => {
    expect(scopeProblem(scope)).toBeNull();
  });

  it.each([
    ['openid  email', 'one space'],
    [' openid', 'one space'],
    ['openid ', 'one space'],
    ['say"it"', 'visible ASCII'],
    ['back\\slash', 'visible ASCII'],
    ['tab\there', 'visible ASCII'],
    ['notes:léggere', 'visible ASCII'],
    ['x'.repeat(101), 'visible ASCII'],
    ['a b a', 'a is repeated'],
  ])('may not be %j', (scope, reason) => {
    expect(scopeProblem(scope)).toContain(reason);
  });
});

describe('a scope of an API', () => {
  it('is one name, and none of OpenID Connect', () => {
    expect(apiScopeProblem('notes:read')).toBeNull();
    for (const name of ['', 'two names', 'a"b', 'x'.repeat(101)])
      expect(apiScopeProblem(name), name).toContain('visible ASCII');
    for (const name of ['openid', 'profile', 'email', 'address', 'phone', 'offline_access'])
      expect(apiScopeProblem(name), name).toContain('of OpenID Connect');
  });
});

describe('an audience (RFC 8707)', () => {
  it.each(['https://api.example.com', 'https://api.example.com/v1?x=1', 'urn:example:api'])(
    'may be %j',
    (audience) => {
      expect(audienceProblem(audience)).toBeNull();
    },
  );

  it.each([
    '',
    'api',
    '/api',
    'HTTPS://api.example',
    'https://',
    'https://a b',
    `https://${'x'.repeat(500)}`,
  ])('may not be %j', (audience) => {
    expect(audienceProblem(audience)).toMatch(/^expected an absolute URI such as/);
  });

  it('may not have a fragment, and is told so', () => {
    expect(audienceProblem('https://api.example.com/#v1')).toContain('without fragment');
  });
});

describe('a logo', () => {
  it.each([
    'https://app.example/logo.svg',
    'https://app.example:8443/logo.svg?v=2',
    'https://192.0.2.1/logo',
  ])('may be at %j', (uri) => {
    expect(logoUriProblem(uri)).toBeNull();
  });

  it.each([
    ['', 'expected a picture'],
    ['logo.svg', 'expected a picture'],
    ['http://app.example/logo.svg', 'expected a picture'],
    ['data:image/svg+xml,x', 'expected a picture'],
    ['javascript:alert(1)', 'expected a picture'],
    ['https://user@app.example/logo.svg', 'before the @'],
    ['https://:secret@app.example/logo.svg', 'before the @'],
    ['https://[2001:db8::1]/logo.svg', 'a host name'],
    ["https://app.example;script-src'/logo.svg", 'expected'],
    [`https://app.example/${'x'.repeat(481)}`, 'at most 500'],
  ])('may not be at %j', (uri, reason) => {
    expect(logoUriProblem(uri)).toContain(reason);
  });

  it('may have an address of 500 characters', () => {
    expect(logoUriProblem(`https://app.example/${'x'.repeat(480)}`)).toBeNull();
  });
});

describe('a text in the middle of ours', () => {
  it.each(['Field Notes', 'Zoë’s “notes” 🦊', 'دفتر'])('may be %j', (text) => {
    expect(displayTextProblem(text)).toBeNull();
  });

  it.each(['', '   ', 'two\nlines', 'a\u0000b', 'a\u2028b', 'a\u2029b', 'a\u202eb', 'a\u2066b'])(
    'may not be %j',
    (text) => {
      expect(displayTextProblem(text)).toMatch(/./);
    },
  );
});
