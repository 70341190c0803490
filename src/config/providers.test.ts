import { type KeyObject, generateKeyPairSync } from 'node:crypto';
import { mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { stringify } from 'yaml';
import type { ConfigResult } from './load-config.ts';
import { loadConfig } from './load-config.ts';

const cwd = mkdtempSync(join(tmpdir(), 'symbolon-providers-'));

function load(providers: unknown, env: Record<string, string> = {}): ConfigResult {
  const configFile = join(cwd, 'symbolon.yaml');
  const issuer = env['SYMBOLON_ISSUER'] ?? 'http://localhost:4400';
  writeFileSync(configFile, stringify({ mode: 'development', providers }));
  return loadConfig({ env: { SYMBOLON_ISSUER: issuer, ...env }, configFile, cwd });
}

const problemsOf = (result: ConfigResult) =>
  result.ok ? [] : [...new Set(result.problems.map(({ path }) => path))].sort();

const okta = { id: 'okta-acme', type: 'oidc', issuer: 'https://acme.okta.example', clientId: 'symbolon' };
const github = {
  id: 'github',
  type: 'oauth2',
  preset: 'github',
  clientId: 'Iv1.abc',
  clientSecret: 'a secret',
};
const pemOf = ({ privateKey }: { readonly privateKey: KeyObject }): string =>
  privateKey.export({ type: 'pkcs8', format: 'pem' }).toString();
const apple = {
  ...{ id: 'apple', type: 'oidc', preset: 'apple', clientId: 'com.example.web' },
  ...{ appleTeamId: 'ABCDE12345', appleKeyId: 'KEY1234567' },
  applePrivateKey: pemOf(generateKeyPairSync('ec', { namedCurve: 'P-256' })),
};
const loopback = 'http://localhost:9/';

describe('providers', () => {
  it('are none unless configured', () =>
    expect(load([])).toMatchObject({ ok: true, config: { providers: [] } }));

  it('have safe defaults', () =>
    expect(load([okta, github, { id: 'steam', type: 'steam' }, apple])).toMatchObject({
      ok: true,
      config: {
        providers: [
          { trustEmail: false, trustAmr: false, enforce: false, allowPrivateAddresses: false },
          { trustEmail: false, enforce: false, scope: null },
          { mode: 'link' },
          { scope: null },
        ],
      },
    }));

  it('take their secrets from variables named after them, or from files that such variables name', () => {
    writeFileSync(join(cwd, 'secret'), 'from the file\n');
    const env = {
      SYMBOLON_PROVIDERS_OKTA_ACME_CLIENT_SECRET: 'from the variable',
      SYMBOLON_PROVIDERS_GITHUB_CLIENT_SECRET_FILE: 'secret',
    };
    expect(load([okta, { ...github, clientSecret: undefined }], env)).toMatchObject({
      ok: true,
      config: { providers: [{ clientSecret: 'from the variable' }, { clientSecret: 'from the file' }] },
    });
  });

  const both = {
    SYMBOLON_PROVIDERS_GITHUB_CLIENT_SECRET: 'a',
    SYMBOLON_PROVIDERS_GITHUB_CLIENT_SECRET_FILE: 'b',
  };
  it.each([
    [
      'of no provider',
      { SYMBOLON_PROVIDERS_GITLAB_CLIENT_SECRET: 'x' },
      'SYMBOLON_PROVIDERS_GITLAB_CLIENT_SECRET',
    ],
    ['for what is none', { SYMBOLON_PROVIDERS_GITHUB_LABEL: 'x' }, 'SYMBOLON_PROVIDERS_GITHUB_LABEL'],
    [
      'for a file that is missing',
      { SYMBOLON_PROVIDERS_GITHUB_CLIENT_SECRET_FILE: 'no' },
      'SYMBOLON_PROVIDERS_GITHUB_CLIENT_SECRET_FILE',
    ],
    ['given twice', both, 'SYMBOLON_PROVIDERS_GITHUB_CLIENT_SECRET'],
  ])('refuse a secret %s', (_, env, path) => expect(problemsOf(load([github], env))).toEqual([path]));

  it.each([
    ['an unknown type', { ...okta, type: 'saml' }, 'type'],
    ['an id that is no name', { ...okta, id: 'Okta Acme' }, 'id'],
    ['no issuer', { ...okta, issuer: undefined }, 'issuer'],
    ['an issuer beside a preset that knows it', { ...okta, preset: 'google', clientSecret: 'x' }, 'issuer'],
    ['an issuer that is no https address', { ...okta, issuer: 'http://acme.okta.example' }, 'issuer'],
    ['an issuer with a user name', { ...okta, issuer: 'https://a@acme.okta.example' }, 'issuer'],
    ['an issuer with a query', { ...okta, issuer: 'https://acme.okta.example?x' }, 'issuer'],
    ['a loopback issuer that is not allowed to be one', { ...okta, issuer: loopback }, 'issuer'],
    ['no tenant for Microsoft', { ...okta, issuer: null, preset: 'microsoft' }, 'tenant'],
    ['a scope without openid', { ...okta, scope: 'email' }, 'scope'],
    [
      'enforcement by a provider that is not asked for addresses (FE/L9)',
      { ...okta, domains: ['acme.com'], enforce: true, scope: 'openid' },
      'scope',
    ],
    [
      'enforcement by a provider that cannot ask people to sign in again (FE-06)',
      { ...github, id: 'hub', domains: ['acme.com'], enforce: true },
      'enforce',
    ],
    ['no secret for Google', { ...okta, issuer: null, preset: 'google' }, 'clientSecret'],
    ['no secret for GitHub', { ...github, id: 'hub', clientSecret: null }, 'clientSecret'],
    ['a scope that Apple does not know', { ...apple, scope: 'openid email profile' }, 'scope'],
    [
      'a key of another kind for Apple',
      { ...apple, applePrivateKey: pemOf(generateKeyPairSync('rsa', { modulusLength: 2048 })) },
      'applePrivateKey',
    ],
    [
      'a key for Apple that was cut off',
      { ...apple, applePrivateKey: apple.applePrivateKey.replace(/.{20}\n-----END/, '\n-----END') },
      'applePrivateKey',
    ],
    ['enforcement of no domain', { ...okta, enforce: true }, 'domains'],
    ['a domain that is none', { ...okta, domains: ['@acme.com'] }, 'domains.0'],
    ['a setting that there is not', { ...okta, trustMail: true }, 'trustMail'],
    [
      'an endpoint beside a preset',
      { ...github, id: 'hub', tokenEndpoint: 'https://x.example/t' },
      'tokenEndpoint',
    ],
    ['a mode that is none', { id: 'steam', type: 'steam', mode: 'on' }, 'mode'],
  ])('refuse %s, at its path', (_, provider, key) =>
    expect(problemsOf(load([github, provider]))).toEqual([`providers.1.${key}`]),
  );

  it('refuse endpoints that are missing, and what Apple needs', () => {
    expect(problemsOf(load([{ ...github, preset: null }]))).toEqual([
      'providers.0.authorizationEndpoint',
      'providers.0.subjectClaim',
      'providers.0.tokenEndpoint',
      'providers.0.userinfoEndpoint',
    ]);
    expect(problemsOf(load([{ ...okta, issuer: null, preset: 'apple' }]))).toEqual([
      'providers.0.appleKeyId',
      'providers.0.applePrivateKey',
      'providers.0.appleTeamId',
    ]);
  });

  it('refuse an id, or an enforced domain, twice', () => {
    const acme = { ...okta, domains: ['acme.com'], enforce: true };
    expect(problemsOf(load([okta, okta]))).toEqual(['providers.1.id']);
    expect(problemsOf(load([acme, { ...acme, id: 'other' }]))).toEqual(['providers.1.domains']);
  });

  it('may be on this machine only beside a service that is', () => {
    const local = { ...okta, issuer: loopback, allowPrivateAddresses: true };
    expect(problemsOf(load([local]))).toEqual([]);
    expect(problemsOf(load([local], { SYMBOLON_ISSUER: 'https://id.example.com' }))).toEqual([
      'providers.0.issuer',
    ]);
  });

  it('never have a secret in what is said of them', () => {
    const result = load([
      { ...okta, issuer: 'https://x:hunter2hunter2@acme.example', clientSecret: ['hunter2hunter2'] },
    ]);
    expect(JSON.stringify(result)).not.toContain('hunter2');
  });
});
