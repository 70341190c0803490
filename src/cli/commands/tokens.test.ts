import { existsSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { createKeyring } from '../../domain/keys/keyring.ts';
import { createTokenStrings } from '../../domain/tokens/token-string.ts';
import { sha256 } from '../../platform/digest.ts';
import { systemRandom } from '../../platform/random.ts';
import { runCli } from '../program.ts';
import type { World } from '../world.ts';

const secret = 'Yq3vT8mK1zR6bN0cXwL5hJ9dF2gP7sUa';
const otherSecret = 'Zr4wU9nL2aS7cO1dYxM6iK0eG3hQ8tVb';
const start = Date.parse('2026-03-01T12:00:00Z');
const day = 86_400_000;

let cwd: string;
beforeEach(() => {
  cwd = mkdtempSync(join(tmpdir(), 'symbolon-cli-'));
  mkdirSync(join(cwd, 'config'));
  writeFileSync(join(cwd, 'config/symbolon.yaml'), 'mode: development\nissuer: http://localhost:4400\n');
});
afterEach(() => rmSync(cwd, { recursive: true, force: true }));

const clockAt = (time: number) => ({ now: () => new Date(time) });

function mint(masterSecret = secret): string {
  const keyring = createKeyring([masterSecret], systemRandom);
  return createTokenStrings({ keyring, random: systemRandom, clock: clockAt(start) }).mint(
    'access_token',
    3600,
  );
}

interface Surroundings {
  readonly at?: number;
  readonly stdin?: string;
  readonly env?: Record<string, string>;
}

async function symbolon(
  args: readonly string[],
  { at = start, stdin = '', env = { SYMBOLON_SECRET: secret } }: Surroundings = {},
) {
  const output = { text: '', errors: '' };
  const world: World = {
    env,
    cwd,
    clock: clockAt(at),
    random: systemRandom,
    fetch: () => Promise.reject(new Error('no network here')),
    write: (text) => void (output.text += text),
    writeError: (text) => void (output.errors += text),
    readStdin: () => Promise.resolve(stdin),
  };
  return { exitCode: await runCli(args, world), ...output };
}

describe('tokens inspect', () => {
  it('explains a token of ours without a database', async () => {
    const token = mint();
    const { exitCode, text, errors } = await symbolon(['tokens', 'inspect', token]);
    expect({ exitCode, errors }).toEqual({ exitCode: 0, errors: '' });
    expect(text).toMatch(/access token\n/);
    expect(text).toMatch(/only the database knows/);
    expect(text).toContain(sha256(token).toString('hex'));
    expect(text).not.toContain(token);
    expect(existsSync(join(cwd, 'data'))).toBe(false);
  });

  it('reads the token from standard input, and answers in JSON', async () => {
    const token = mint();
    const { text } = await symbolon(['tokens', 'inspect', '-', '--json'], { stdin: `${token}\n` });
    expect(JSON.parse(text)).toMatchObject({
      form: 'plausible',
      kind: 'access_token',
      sha256: sha256(token).toString('hex'),
      expires_before: '2026-03-02T00:00:00.000Z',
    });
  });

  it('knows a token that expired long ago', async () => {
    const { text } = await symbolon(['tokens', 'inspect', mint(), '--json'], { at: start + 3 * day });
    expect(JSON.parse(text)).toEqual({
      form: 'expired',
      kind: 'access_token',
      expires_before: '2026-03-02T00:00:00.000Z',
    });
  });

  it('knows a token of another installation, and a mistyped one', async () => {
    const token = mint();
    const mistyped = token.slice(0, -1) + (token.endsWith('a') ? 'b' : 'a');
    for (const forged of [mint(otherSecret), mistyped]) {
      const { text } = await symbolon(['tokens', 'inspect', forged, '--json']);
      expect(JSON.parse(text)).toEqual({ form: 'forged', kind: 'access_token' });
    }
  });

  it('knows a token under an older master secret', async () => {
    const env = { SYMBOLON_SECRET: `${otherSecret},${secret}` };
    const { text } = await symbolon(['tokens', 'inspect', mint(), '--json'], { env });
    expect(JSON.parse(text)).toMatchObject({ form: 'plausible' });
  });

  it.each(['sym_at_', 'eyJhbGciOiJub25lIn0.e30.', 'x', 'sym_xx_'.padEnd(63, 'a')])(
    'says of %j that it is not ours',
    async (token) => {
      const { text } = await symbolon(['tokens', 'inspect', token]);
      expect(text).toMatch(/no token of Symbolon/);
    },
  );

  it('makes no master secret where there is none', async () => {
    const { exitCode, errors } = await symbolon(['tokens', 'inspect', mint()], { env: {} });
    expect(exitCode).toBe(1);
    expect(errors).toMatch(/has never started/);
    expect(existsSync(join(cwd, 'data'))).toBe(false);
  });
});

describe('tokens revoke', () => {
  it('refuses what cannot be a token of ours without a database', async () => {
    const { exitCode } = await symbolon(['tokens', 'revoke', mint(otherSecret)]);
    expect(exitCode).toBe(3);
    expect(existsSync(join(cwd, 'data'))).toBe(false);
  });

  it.each([[[]], [['sym_at_x', '--grant', 'gra_x']], [['--account', 'acc_x', '--client', 'x']]])(
    'wants exactly one thing to revoke, not %j',
    async (args) => {
      const { exitCode, errors } = await symbolon(['tokens', 'revoke', ...args]);
      expect({ exitCode, errors }).toMatchObject({
        exitCode: 2,
        errors: expect.stringMatching(/Revoke what\?/) as unknown,
      });
    },
  );
});

describe('any command', () => {
  it('exits with 2 and every problem of the configuration', async () => {
    const { exitCode, errors } = await symbolon(['clients', 'list'], { env: { SYMBOLON_LOG_LEVEL: 'loud' } });
    expect(exitCode).toBe(2);
    expect(errors).toMatch(/log\.level/);
  });

  it.each([[['frobnicate']], [['clients', 'list', '--nope']], [['tokens', 'inspect']], [['clients']], [[]]])(
    'exits with 2 for bad usage: %j',
    async (args) => {
      const { exitCode, text, errors } = await symbolon(args);
      expect({ exitCode, text }).toEqual({ exitCode: 2, text: '' });
      expect(errors).not.toBe('');
    },
  );

  it('exits with 0 after help', async () => {
    expect(await symbolon(['tokens', '--help'])).toMatchObject({ exitCode: 0, errors: '' });
  });
});
