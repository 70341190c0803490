import { execFile } from 'node:child_process';
import { mkdtemp, readdir, readFile, rm, stat } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { promisify } from 'node:util';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { freePort } from '../environment/free-port.ts';
import { introspect, obtainCode, redeem, refresh, revoke, tokenOf } from '../harness/flow.ts';
import { type Replica, startReplica } from '../harness/processes/replica.ts';

/** The embedded default as somebody who tries it meets it: nothing but Node, a directory and the demo client. */

const run = promisify(execFile);
const root = path.join(import.meta.dirname, '../../..');

interface DemoFile {
  readonly issuer: string;
  readonly client: { readonly client_id: string };
  readonly api: { readonly audience: string; readonly client_id: string; readonly client_secret: string };
  readonly account: { readonly email: string; readonly password: string };
}

let parent: string;
let dataDir: string;
let env: Record<string, string>;
/** Undefined only when it did not start. */
let service: Replica;

beforeAll(async () => {
  parent = await mkdtemp(path.join(tmpdir(), 'symbolon-try-'));
  dataDir = path.join(parent, 'data');
  const port = await freePort();
  env = {
    PORT: String(port),
    SYMBOLON_SERVER_OPERATOR_PORT: String(await freePort()),
    SYMBOLON_ISSUER: `http://localhost:${port}`,
    SYMBOLON_DATA_DIR: dataDir,
  };
  service = await startReplica(env);
});
afterAll(async () => {
  await (service as Replica | undefined)?.stop('SIGKILL');
  await rm(parent, { recursive: true, force: true });
});

async function readDemo(): Promise<DemoFile> {
  return JSON.parse(await readFile(path.join(dataDir, 'demo.json'), 'utf8')) as DemoFile;
}

/** Signs in by hand, so that tokens can be kept across a restart. */
async function demoTokens() {
  const { api, account, client } = await readDemo();
  const issuer = env['SYMBOLON_ISSUER'] ?? '';
  const party = {
    clientId: client.client_id,
    clientSecret: '',
    redirectUri: 'http://127.0.0.1:50999/callback',
  };
  const testApi = { audience: api.audience, clientId: api.client_id, clientSecret: api.client_secret };
  const scope = 'openid notes:read';
  const code = await obtainCode({ issuer, client: party, scope, api: testApi }, { id: '', ...account });
  const tokens = await redeem(issuer, party, code);
  return { issuer, party, api: testApi, tokens };
}

interface Step {
  readonly step?: string;
  readonly ok: boolean;
  readonly error?: string;
}

async function runExample(): Promise<Step[]> {
  const { stdout } = await run(
    process.execPath,
    [
      path.join(root, 'examples/native-client/src/main.ts'),
      ...['--headless', '--json', '--issuer', env['SYMBOLON_ISSUER'] ?? '', '--data', dataDir],
    ],
    { cwd: parent, env: { PATH: process.env['PATH'] ?? '' } },
  );
  return stdout
    .trim()
    .split('\n')
    .map((line) => JSON.parse(line) as Step);
}

async function modes(directory: string): Promise<Record<string, string>> {
  const names = ['.', ...(await readdir(directory))].sort();
  const entries = names.map(async (name) => {
    const { mode } = await stat(path.join(directory, name));
    return [name, (mode & 0o777).toString(8)] as const;
  });
  return Object.fromEntries(await Promise.all(entries));
}

describe('the embedded default', () => {
  it('says how to begin, and lets the example through all of its steps', async () => {
    const { issuer, account } = await readDemo();
    expect(issuer).toBe(env['SYMBOLON_ISSUER']);
    for (const text of [issuer, account.email, account.password, 'npm run try'])
      expect(service.logs()).toContain(text);

    const steps = await runExample();
    expect(steps.filter(({ ok }) => !ok)).toEqual([]);
    expect(steps.flatMap(({ step }) => step ?? [])).toEqual([
      'demo',
      'discover',
      'listen',
      'sign-in',
      'redeem',
      'introspect',
      'refresh',
      'introspect-refreshed',
      'revoke',
      'introspect-revoked',
    ]);
    expect(steps.at(-1)).toMatchObject({ ok: true, steps: 10 });
  });

  it('keeps its directory to itself', async () => {
    expect(await modes(dataDir)).toEqual({
      '.': '700',
      'demo.json': '600',
      lock: '600',
      // The door to everything below it.
      pglite: '700',
      secret: '600',
    });
  });

  it('refuses a second process on the same directory, and goes on', async () => {
    const before = await readDemo();
    const second = run(process.execPath, [path.join(root, 'src/main.ts')], {
      cwd: root,
      env: {
        ...env,
        PATH: process.env['PATH'] ?? '',
        PORT: String(await freePort()),
        SYMBOLON_SERVER_OPERATOR_PORT: String(await freePort()),
      },
    });
    await expect(second).rejects.toMatchObject({
      code: 1,
      stdout: expect.not.stringContaining('password') as string,
      stderr: expect.stringContaining(
        `symbolon: the data directory ${dataDir} is in use by process ${service.process.pid}. Stop it first`,
      ) as string,
    });
    expect(await readDemo()).toEqual(before);
    expect((await demoTokens()).tokens.status).toBe(200);
  });

  it.each(['SIGTERM', 'SIGKILL'] as const)(
    'has the same account, secret and tokens after %s and a restart',
    async (signal) => {
      const before = await readDemo();
      const secret = await readFile(path.join(dataDir, 'secret'), 'utf8');
      const { issuer, party, api, tokens } = await demoTokens();
      const ended = await demoTokens();
      expect((await revoke(issuer, party, tokenOf(ended.tokens, 'refresh_token'))).status).toBe(200);

      expect(await service.stop(signal)).toBe(signal === 'SIGTERM' ? 0 : null);
      service = await startReplica(env);

      expect(await readDemo()).toEqual(before);
      expect(await readFile(path.join(dataDir, 'secret'), 'utf8')).toBe(secret);
      expect(await introspect(issuer, api, tokenOf(tokens, 'access_token'))).toMatchObject({ active: true });
      expect(await introspect(issuer, api, tokenOf(ended.tokens, 'access_token'))).toEqual({ active: false });
      const refreshed = await refresh(issuer, party, tokenOf(tokens, 'refresh_token'));
      expect(refreshed.status).toBe(200);
      expect((await demoTokens()).tokens.status).toBe(200);
    },
  );
});
