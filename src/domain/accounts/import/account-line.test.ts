import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type AccountLineResult, parseAccountLine } from './account-line.ts';

const clock = { now: () => new Date('2026-01-01T00:00:00Z') };
const bcrypt = '$2b$05$abcdefghijklmnopqrstuucupM99zec3YfGOkJwUGf1ULKQXaSI56';

function parse(document: unknown): AccountLineResult {
  return parseText(JSON.stringify(document));
}

function parseText(text: string): AccountLineResult {
  return parseAccountLine(Buffer.from(text), clock);
}

const nothingElse = {
  emailVerified: false,
  name: null,
  passwordHash: null,
  createdAt: null,
  isDisabled: false,
  externalId: null,
};

describe('a line of an import file', () => {
  it('needs an address, and nothing else', () => {
    const account = { email: 'ada@example.com', ...nothingElse };
    expect(parse({ email: ' ada@example.com ' })).toEqual({ ok: true, account });
    const absent = { email_verified: null, name: null, created_at: null, disabled: null, password: null };
    expect(parse({ email: 'ada@example.com', external_id: null, ...absent })).toEqual({ ok: true, account });
    expect(parse({ email: 'ada@example.com', name: '  ' })).toEqual({ ok: true, account });
    expect(parseText(' \ufeff{"email":"ada@example.com"}\r'.trimStart())).toEqual({ ok: true, account });
  });

  it('says everything that an account brings along', () => {
    const line = {
      email: 'Ada@Example.com',
      email_verified: true,
      name: ' Ada Loveláce ',
      password: { hash: bcrypt, format: 'bcrypt' },
      created_at: '2019-05-17T11:30:00.5+02:00',
      disabled: true,
      external_id: 'auth0|5f7c',
    };
    expect(parse(line)).toEqual({
      ok: true,
      account: {
        email: 'Ada@Example.com',
        emailVerified: true,
        name: 'Ada Loveláce',
        passwordHash: bcrypt,
        createdAt: new Date('2019-05-17T09:30:00.500Z'),
        isDisabled: true,
        externalId: 'auth0|5f7c',
      },
    });
  });

  it.each([
    [{}, 'email', 'is missing'],
    [[], '', 'expected a mapping'],
    [null, '', 'expected a mapping'],
    [{ email: 'ada' }, 'email', 'expected an e-mail address'],
    [{ email: 5 }, 'email', 'expected text'],
    [{ email: 'a\ud800@example.com' }, 'email', 'expected an e-mail address'],
    [{ email: 'a\u0000@example.com' }, 'email', 'expected an e-mail address'],
    [{ email_verified: 'yes' }, 'email_verified', 'expected true or false'],
    [{ name: 'x'.repeat(101) }, 'name', 'at most 100 characters'],
    [{ name: 'a\u0000' }, 'name', 'without control characters'],
    [{ name: '\udc00' }, 'name', 'without control characters'],
    [{ name: 7 }, 'name', 'expected text'],
    [{ created_at: '17.5.2019' }, 'created_at', 'such as 2024-05-17T09:30:00Z'],
    [{ created_at: 1_558_085_400 }, 'created_at', 'such as 2024-05-17T09:30:00Z'],
    [{ created_at: '2019-02-30T00:00:00Z' }, 'created_at', 'such as 2024-05-17T09:30:00Z'],
    [{ created_at: '0000-01-01T00:00:00Z' }, 'created_at', 'after 1970'],
    [{ created_at: '2026-01-01T00:00:01Z' }, 'created_at', 'lies in the future'],
    [{ disabled: 0 }, 'disabled', 'expected true or false'],
    [{ external_id: 5 }, 'external_id', 'expected text'],
    [{ external_id: 'x'.repeat(257) }, 'external_id', 'at most 256 characters'],
    [{ username: 'ada' }, 'username', 'is not a field of an account'],
    [{ password: 'secret' }, 'password', 'expected {"hash": …}'],
    [{ password: {} }, 'password', 'expected {"hash": …}'],
    [{ password: { hash: bcrypt, format: 'md5' } }, 'password', 'better-auth'],
    [{ password: { hash: bcrypt, salt: 'x' } }, 'password.salt', 'is not a field'],
    [{ password: { hash: 'x'.repeat(1025) } }, 'password.hash', 'at most 1024 characters'],
    [{ password: { credentialData: '{}', secretData: '{}' } }, 'password', 'credentialData: expected'],
    [{ password: { hash: 'secret' } }, 'password', 'expected a hash of one of these formats'],
    [{ password: { hash: bcrypt.replace('$05', '$31') } }, 'password', 'has a cost of 31'],
  ])('%j is refused: %s %s', (change, path, problem) => {
    const isAccount = path !== '' && path !== 'email';
    const result = parse(isAccount ? { email: 'ada@example.com', ...change } : change);
    expect(result).toMatchObject({ ok: false });
    const problems = result.ok ? [] : result.problems;
    expect(problems).toEqual([{ path, message: expect.stringContaining(problem) as string }]);
  });

  it('is told everything that is wrong with it at once', () => {
    const result = parse({ email: 'ada', disabled: 'no', user: 1, password: { hash: '' } });
    const paths = result.ok ? [] : result.problems.map(({ path }) => path);
    expect(paths.sort()).toEqual(['disabled', 'email', 'password', 'user']);
  });

  it.each([
    [null, 'is longer than 65536 bytes'],
    [Buffer.from('{"email":'), 'is not valid JSON'],
    [Buffer.from([0x7b, 0xff, 0x7d]), 'is not valid UTF-8'],
    [Buffer.from('['.repeat(60_000)), 'is not valid JSON'],
  ])('that cannot be read is refused', (content, message) => {
    expect(parseAccountLine(content, clock)).toEqual({ ok: false, problems: [{ path: '', message }] });
  });

  it('is never quoted by what is said about it', () => {
    const canary = 'Canary-3Qk7';
    const lines = [
      `{"email":"ada@example.com","password":{"hash":"${canary}"}}`,
      `{"email":"ada@example.com","password":"${canary}"}`,
      `{"email":"ada@example.com","password":{"hash":"$2b$05$${canary}"}}`,
      `{"email":"ada@example.com","password":{"hash":"${bcrypt}","format":"${canary}"}}`,
      `{"email":"ada@example.com","password":{"${canary}":1}}`,
      `{"email":"ada@example.com","$2b$${canary}":1}`,
      `{"email":"ada@example.com","password":{"credentialData":"${canary}","secretData":"${canary}"}}`,
      `{"email":"ada@example.com","password":{"credentialData":{"algorithm":"${canary}","hashIterations":1},"secretData":{"value":"${canary}","salt":"${canary}"}}}`,
      `{"email":"ada@example.com","password":{"hash":"${canary}"`,
      `${canary}`,
    ];
    for (const line of lines) {
      const result = parseText(line);
      expect(result.ok).toBe(false);
      expect(JSON.stringify(result)).not.toContain(canary);
    }
  });

  it('may be anything without a fault', () => {
    const field = fc.constantFrom(
      'email',
      'password',
      'name',
      'created_at',
      '__proto__',
      'constructor',
      'hash',
      'x',
    );
    const near = fc.dictionary(field, fc.oneof(fc.jsonValue(), fc.dictionary(field, fc.jsonValue())));
    fc.assert(fc.property(fc.uint8Array({ maxLength: 200 }), (bytes) => void parseAccountLine(bytes, clock)));
    fc.assert(fc.property(fc.oneof(fc.jsonValue(), near), (document) => void parse(document)));
  });
});
