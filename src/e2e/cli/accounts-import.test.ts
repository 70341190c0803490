import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import argon2 from 'argon2';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { pgDump } from '../environment/database.ts';
import { type Cluster, startCluster } from '../harness/processes/cluster.ts';
import type { TestClient } from '../harness/registry.ts';
import { beginSignIn, submitPassword } from '../harness/sign-in-pages.ts';
import { clusterEnvironment, createSymbolon, type Symbolon, timesShown } from './symbolon.ts';

let cluster: Cluster;
let client: TestClient;
let symbolon: Symbolon;
let directory: string;

beforeAll(async () => {
  cluster = await startCluster();
  client = await cluster.registry.createClient();
  symbolon = createSymbolon(clusterEnvironment(cluster));
  directory = await mkdtemp(path.join(tmpdir(), 'symbolon-import-'));
});
afterAll(async () => {
  await rm(directory, { recursive: true, force: true });
  await cluster[Symbol.asyncDispose]();
});

const password = 'Zoë öffnet Türen';
const salt = 'AAECAwQFBgcICQoLDA0ODw==';

/** Made by Python 3.11: crypt.crypt, hashlib.scrypt and hashlib.pbkdf2_hmac; the salt is bytes 0 to 15. */
const passwords: Record<string, unknown> = {
  bcrypt: { hash: '$2y$05$abcdefghijklmnopqrstuucupM99zec3YfGOkJwUGf1ULKQXaSI56' },
  scrypt: {
    hash: '$scrypt$ln=14,r=8,p=1$AAECAwQFBgcICQoLDA0ODw$7RFWfMyhLviKAKdq9zorbjZqNMISCya9ee5g7B7goJc',
  },
  pbkdf2: {
    hash: '$pbkdf2-sha256$i=6000$AAECAwQFBgcICQoLDA0ODw$u+4h9GYwalM2gPd6oEun8pkKxAqCLASQqptlBH4rPGc',
    format: 'pbkdf2',
  },
  'better-auth': {
    hash: '000102030405060708090a0b0c0d0e0f:d519f29a2501778395f48f46617e05d4ab15427286fea41fe8a8c03f2f13afb56c7af6d6669507ae3c585e2e3f3354e4a6fdb1eed90c5e3d5acaf1deea32a285',
    format: 'better-auth',
  },
  'aspnet-v2': { hash: 'AAABAgMEBQYHCAkKCwwNDg9i2sh5LHNAXHJpVwQqWfmkI9l50tUOQBYkZwLo23fq/Q==' },
  'aspnet-v3': {
    hash: 'AQAAAAIAAAPoAAAAEAABAgMEBQYHCAkKCwwNDg90B594LKGP1NutlbcHbmJS+ht6O9HSY+VjGkv6v5jThg==',
  },
  'keycloak-pbkdf2': {
    credentialData: '{"hashIterations":27500,"algorithm":"pbkdf2-sha256","additionalParameters":{}}',
    secretData: `{"value":"C+bXPz9kZ+gZp+lapOs0lWU7kqyyeYKJJpYd9vlFtRTnitNo3ypdD8YCPQbt4g2PVfXv5NA4jn92EzTTT/eF+A==","salt":"${salt}","additionalParameters":{}}`,
  },
  'keycloak-argon2': {
    credentialData:
      '{"hashIterations":5,"algorithm":"argon2","additionalParameters":{"hashLength":["32"],"memory":["7168"],"type":["id"],"version":["1.3"],"parallelism":["1"]}}',
    secretData: `{"value":"CFBFi4ft4nN3Grl8w7rZMbCcwWsxQNq0D/fQVc9en7U=","salt":"${salt}","additionalParameters":{}}`,
  },
};

async function write(...lines: unknown[]): Promise<string> {
  const file = path.join(directory, 'accounts.jsonl');
  await writeFile(file, lines.map((line) => `${JSON.stringify(line)}\n`).join(''));
  return file;
}

async function statusOfSignIn(email: string, typed: string): Promise<number> {
  const { agent, page } = await beginSignIn({ issuer: cluster.issuer, client });
  return (await submitPassword(agent, page, { email, password: typed })).status;
}

const find = (email: string) => cluster.registry.storage.accounts.findByEmail(email);
const today = /^\$argon2id\$v=19\$m=19456,t=2,p=1\$[^$]{22}\$[^$]{43}$/;

describe('symbolon accounts import', () => {
  it('lets people keep their passwords, whatever hashed them, and hashes them anew at the first sign-in', async () => {
    const argon2i = await argon2.hash(password, { type: argon2.argon2i, memoryCost: 4096, timeCost: 3 });
    const all = Object.entries({ ...passwords, argon2i: { hash: argon2i } });
    const file = await write(
      ...all.map(([name, hash]) => ({ email: `${name}@example.com`, password: hash })),
    );
    expect(await symbolon.json(['accounts', 'import', file])).toEqual({
      dry_run: false,
      read: all.length,
      created: all.length,
      existing: 0,
      invalid: 0,
      problems: [],
      problem_count: 0,
    });
    for (const [name] of all) {
      const email = `${name}@example.com`;
      const imported = (await find(email))?.passwordHash;
      expect(await statusOfSignIn(email, password.toLowerCase()), name).toBe(422);
      expect((await find(email))?.passwordHash).toBe(imported);
      expect(await statusOfSignIn(email, password), name).toBe(200);
      const renewed = (await find(email))?.passwordHash ?? '';
      expect(renewed).toMatch(today);
      expect(renewed).not.toBe(imported);
      expect(await statusOfSignIn(email, password), name).toBe(200);
      expect(await statusOfSignIn(email, `${password}x`), name).toBe(422);
      expect((await find(email))?.passwordHash).toBe(renewed);
    }
  });

  it('keeps what else the other system knew, and says which account is which', async () => {
    const report = path.join(directory, 'report.jsonl');
    const file = await write(
      {
        email: 'Ada@example.com',
        email_verified: true,
        name: 'Ada',
        created_at: '2019-05-17T09:30:00Z',
        external_id: '4711',
        disabled: true,
        password: passwords['bcrypt'],
      },
      { email: 'no-password@example.com', external_id: '4712' },
    );
    await symbolon.json(['accounts', 'import', file, '--report', report]);
    const ada = await find('ada@example.com');
    expect(ada).toMatchObject({
      email: 'Ada@example.com',
      emailVerified: true,
      name: 'Ada',
      createdAt: new Date('2019-05-17T09:30:00Z'),
      disabledAt: expect.any(Date) as Date,
    });
    const [first, second] = (await readFile(report, 'utf8'))
      .trim()
      .split('\n')
      .map((line) => JSON.parse(line) as Record<string, unknown>);
    const one = {
      line: 1,
      external_id: '4711',
      email: 'Ada@example.com',
      account_id: ada?.id,
      outcome: 'created',
    };
    expect(first).toEqual(one);
    expect(second).toMatchObject({ line: 2, external_id: '4712', outcome: 'created' });

    expect(await statusOfSignIn('ada@example.com', password)).toBe(422);
    expect(await statusOfSignIn('no-password@example.com', '')).toBe(422);
    await symbolon.json(['accounts', 'enable', 'ada@example.com']);
    expect(await statusOfSignIn('ada@example.com', password)).toBe(200);

    const again = await symbolon.failure(['accounts', 'import', file, '--report', report]);
    expect(again).toEqual({ exitCode: 2, error: `--report ${report}: the file exists already.` });
  });

  it('can be tried (--dry-run) and repeated', async () => {
    const file = await write(
      { email: 'repeated@example.com', name: 'First' },
      { email: 'other@example.com' },
    );
    const dryRun = await symbolon(['accounts', 'import', file, '--dry-run']);
    expect(dryRun).toMatchObject({ exitCode: 0, stderr: '' });
    expect(dryRun.stdout).toMatch(
      /nothing was written\.\nread: +2\nto create: +2\nexisting: +0\ninvalid: +0\n$/,
    );
    expect(await find('repeated@example.com')).toBeNull();

    // As when two operators do it at once.
    const both = await Promise.all([1, 2].map(() => symbolon.json(['accounts', 'import', file])));
    expect(both.map(({ created }) => Number(created)).reduce((sum, each) => sum + each)).toBe(2);
    const before = await find('repeated@example.com');
    const changed = await write({
      email: 'REPEATED@example.com',
      name: 'Second',
      password: passwords['bcrypt'],
    });
    expect(await symbolon.json(['accounts', 'import', changed, '--dry-run'])).toMatchObject({ existing: 1 });
    expect(await symbolon.json(['accounts', 'import', changed])).toMatchObject({ created: 0, existing: 1 });
    expect(await find('repeated@example.com')).toEqual(before);
  });

  it('imports nothing when lines are invalid, and the others when it is told to', async () => {
    const file = await write(
      { email: 'good@example.com' },
      { email: 'bad', password: { hash: 'plain' } },
      { email: 'GOOD@example.com' },
    );
    const report = path.join(directory, 'unused.jsonl');
    const { exitCode, error } = await symbolon.failure(['accounts', 'import', file, '--report', report]);
    expect(exitCode).toBe(2);
    expect(error.split('\n').map((line) => line.replace(file, 'FILE'))).toEqual([
      'FILE has 2 invalid lines, and nothing was imported (--skip-invalid imports the others):',
      '  line 2: email: expected an e-mail address such as ada@example.com',
      expect.stringMatching(/^ {2}line 2: password: expected a hash of one of these formats: /),
      '  line 3: email: is the address of line 1 already',
    ]);
    expect(await find('good@example.com')).toBeNull();
    await expect(readFile(report)).rejects.toThrow('ENOENT');
    expect((await symbolon.failure(['accounts', 'import', file, '--dry-run'])).exitCode).toBe(2);

    const skipping = await symbolon.json(['accounts', 'import', file, '--skip-invalid']);
    expect(skipping).toMatchObject({ read: 3, created: 1, existing: 0, invalid: 2, problem_count: 3 });
    expect(skipping['problems']).toHaveLength(3);
    expect(await find('good@example.com')).not.toBeNull();
  });

  it('never writes a hash or a password anywhere but into its column', async () => {
    const canary = 'Canary3Qk7wQz2vXb9';
    const file = await write(
      { email: 'canary-1@example.com', password: { hash: canary } },
      { email: 'canary-2@example.com', password: canary },
      { email: 'canary-3@example.com', password: { hash: `$2b$05$${canary}` } },
      { email: 'canary-4@example.com', password: { credentialData: canary, secretData: canary } },
      { email: 'canary-5@example.com', [`$2b$05$${canary}`]: true },
      { email: 'canary-6@example.com', password: passwords['keycloak-pbkdf2'] },
    );
    await writeFile(file, `${await readFile(file, 'utf8')}{"hash": "${canary}`);
    const args = ['accounts', 'import', file, '--skip-invalid'];
    expect(await symbolon.json([...args, '--dry-run'])).toMatchObject({ created: 1, invalid: 6 });
    for (const more of [[], ['--json']]) expect((await symbolon([...args, ...more])).exitCode).toBe(0);
    expect((await symbolon(['accounts', 'import', file])).exitCode).toBe(2);
    await symbolon(['accounts', 'list', '--json']);

    expect(await statusOfSignIn('canary-6@example.com', `${canary} typed`)).toBe(422);
    expect(await statusOfSignIn('canary-6@example.com', password)).toBe(200);
    for (const secret of [canary, 'abcdefghijklmnopqrstuu', 'AAECAwQFBgcICQoLDA0ODw', 'C+bXPz9kZ', password])
      expect(timesShown(symbolon, secret)).toBe(0);
    const dump = await pgDump(cluster.database.url);
    const logs = cluster.replicas.map((replica) => replica.logs()).join('');
    for (const secret of [canary, password]) expect(dump).not.toContain(secret);
    for (const secret of [canary, password, 'AAECAwQFBgcICQoLDA0ODw', '$argon2id$'])
      expect(logs).not.toContain(secret);
  });

  it('says what is wrong with the file as a whole', async () => {
    const missing = path.join(directory, 'missing.jsonl');
    expect(await symbolon.failure(['accounts', 'import', missing])).toEqual({
      exitCode: 2,
      error: `${missing}: there is no such file.`,
    });
    expect(await symbolon.failure(['accounts', 'import', directory])).toEqual({
      exitCode: 2,
      error: `${directory}: expected a file, which is read twice.`,
    });
    expect(await symbolon.json(['accounts', 'import', await write()])).toMatchObject({ read: 0, created: 0 });
  });
});
