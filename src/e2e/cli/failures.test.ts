import path from 'node:path';
import { afterAll, beforeAll, describe, expect, inject, it } from 'vitest';
import { createDatabase, type TestDatabase } from '../environment/database.ts';
import { freePort } from '../environment/free-port.ts';
import { masterSecret } from '../harness/processes/cluster.ts';
import { createSymbolon, type Symbolon } from './symbolon.ts';

let database: TestDatabase;
let symbolon: Symbolon;
let env: Record<string, string>;

beforeAll(async () => {
  database = await createDatabase(inject('postgresUrl'));
  env = {
    SYMBOLON_CONFIG: path.join(import.meta.dirname, '../harness/cluster.yaml'),
    SYMBOLON_MODE: 'development',
    SYMBOLON_ISSUER: 'http://localhost:4400',
    SYMBOLON_SECRET: masterSecret,
    DATABASE_URL: database.url,
  };
  symbolon = createSymbolon(env);
  await symbolon.json(['migrate']);
  const native = ['--name', 'Known', '--type', 'native', '--redirect-uri', 'http://127.0.0.1/'];
  await symbolon.json(['clients', 'create', 'known', ...native]);
});
afterAll(() => database.drop());

const redirect = ['--name', 'A Name', '--redirect-uri'];
const good = 'https://app.example/callback';
const gone = 'https://gone.example';

describe.concurrent('symbolon ends with', { timeout: 60_000 }, () => {
  it.each([
    [1, /There is a client known already/, ['clients', 'create', 'known', ...redirect, good]],
    [1, /is public: it has no secret/, ['clients', 'rotate-secret', 'known']],
    [2, /redirect_uris\[0\]/, ['clients', 'create', 'wrong', ...redirect, 'http://app.example/']],
    [2, /There is no API https:\/\/gone/, ['clients', 'update', 'known', '--api', gone]],
    [2, /What should change\?/, ['clients', 'update', 'known']],
    [2, /--grace soon/, ['clients', 'rotate-secret', 'known', '--grace', 'soon']],
    [2, /^unknown option '--nope'$/, ['clients', 'list', '--nope']],
    [2, /^missing required argument/, ['clients', 'show']],
    [2, /^required option '--name/, ['apis', 'create', 'https://api.example']],
    [2, /^unknown command 'frobnicate'/, ['frobnicate']],
    [2, /^Which command\?/, ['tokens']],
    [2, /expected an e-mail address/, ['accounts', 'create', 'nobody']],
    [2, /--limit 0/, ['accounts', 'list', '--limit', '0']],
    [2, /Revoke what\?/, ['tokens', 'revoke']],
    [3, /There is no client gone/, ['clients', 'show', 'gone']],
    [3, /There is no client gone/, ['clients', 'rotate-secret', 'gone']],
    [3, /There is no client gone/, ['clients', 'remove', 'gone']],
    [3, /There is no API https:\/\/gone/, ['apis', 'rotate-secret', gone]],
    [3, /There is no API https:\/\/gone/, ['apis', 'remove', gone]],
    [3, /There is no account acc_gone/, ['accounts', 'disable', 'acc_gone']],
    [3, /There is no account acc_gone/, ['accounts', 'sessions', 'acc_gone', '--end', 'ses_gone']],
    [3, /There is no account gone@example\.com/, ['accounts', 'enable', 'gone@example.com']],
    [3, /There is no live grant/, ['tokens', 'revoke', '--grant', 'gra_gone']],
    [3, /There is no account/, ['tokens', 'revoke', '--account', 'acc_gone']],
    [3, /There is no client gone/, ['tokens', 'revoke', '--client', 'gone']],
  ])('%i and %s', async (exitCode, message, args) => {
    expect(await symbolon.failure(args)).toEqual({
      exitCode,
      error: expect.stringMatching(message) as string,
    });
  });

  it('2 for a wrong configuration, naming everything that is wrong with it', async () => {
    const broken = createSymbolon({ ...env, SYMBOLON_ISSUER: 'nowhere', SYMBOLON_LOG_LEVEL: 'loud' });
    const { exitCode, error } = await broken.failure(['clients', 'list']);
    expect(exitCode).toBe(2);
    expect(error).toMatch(/issuer[\s\S]*log\.level/);
  });

  it('1 when the database does not answer, without its password', async () => {
    const url = `postgres://operator:h3bX-password@127.0.0.1:${await freePort()}/nowhere`;
    const { exitCode, error } = await createSymbolon({ ...env, DATABASE_URL: url }).failure([
      'clients',
      'list',
    ]);
    expect(exitCode).toBe(1);
    expect(error).toMatch(/^The database is unavailable: .*ECONNREFUSED/);
    expect(error).not.toContain('h3bX-password');
  });

  it('0 after help, which it also gives in text beside --json', async () => {
    const { exitCode, stdout, stderr } = await symbolon(['clients', '--help', '--json']);
    expect({ exitCode, stderr }).toEqual({ exitCode: 0, stderr: '' });
    expect(stdout).toMatch(/^Usage: symbolon clients/);
  });
});
