import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, inject, it } from 'vitest';
import { createDatabase, type TestDatabase } from '../environment/database.ts';
import { masterSecret } from '../harness/processes/cluster.ts';
import { createSymbolon, type Symbolon } from './symbolon.ts';

let database: TestDatabase;
let directory: string;
let symbolon: Symbolon;

beforeAll(async () => {
  database = await createDatabase(inject('postgresUrl'));
  directory = await mkdtemp(path.join(tmpdir(), 'symbolon-apply-'));
  symbolon = createSymbolon({
    SYMBOLON_CONFIG: path.join(import.meta.dirname, '../harness/cluster.yaml'),
    SYMBOLON_MODE: 'development',
    SYMBOLON_ISSUER: 'http://localhost:4400',
    SYMBOLON_SECRET: masterSecret,
    DATABASE_URL: database.url,
  });
});
afterAll(async () => {
  await rm(directory, { recursive: true, force: true });
  await database.drop();
});

/** The tests of this file build on each other: an empty database is where a deployment starts. */
describe('symbolon migrate', () => {
  it('is asked for by commands that need it', async () => {
    const { exitCode, error } = await symbolon.failure(['clients', 'list']);
    expect(exitCode).toBe(1);
    expect(error).toMatch(/lacks \d+ migrations?\. Run: symbolon migrate$/);
  });

  it('lists what is pending, applies it once, and is done', async () => {
    const before = await symbolon(['migrate', '--status', '--json']);
    const { pending } = JSON.parse(before.stdout) as { pending: string[] };
    expect(before).toMatchObject({ exitCode: 1, stderr: '' });
    expect(pending[0]).toMatch(/^0001_/);

    // As when several replicas are rolled out at once.
    const outcomes = await Promise.all([symbolon.json(['migrate']), symbolon.json(['migrate'])]);
    expect(outcomes.flatMap(({ applied }) => applied)).toEqual(pending);

    expect(await symbolon.json(['migrate', '--status'])).toEqual({ pending: [] });
    expect(await symbolon(['migrate'])).toEqual({
      exitCode: 0,
      stdout: 'The database was up to date already.\n',
      stderr: '',
    });
  });
});

describe('symbolon apply', () => {
  const api = `
apis:
  - audience: https://notes.example
    client_id: notes-api
    name: Notes
    scopes: { 'notes:read': Read your notes }
`;
  const client = (name: string, id: string): string => `
  - client_id: ${id}
    client_name: ${name}
    application_type: native
    token_endpoint_auth_method: none
    redirect_uris: [http://127.0.0.1/callback]
    apis: [https://notes.example]
`;
  const both = `clients:${client('Notes', 'notes-app')}${client('Notes CLI', 'notes-cli')}${api}`;
  const renamed = `clients:${client('Better Notes', 'notes-app')}${api}`;

  async function file(content: string): Promise<string> {
    const name = path.join(directory, 'declarations.yaml');
    await writeFile(name, content);
    return name;
  }

  async function clientNames(): Promise<Record<string, string>> {
    const list = (await symbolon.json(['clients', 'list'])) as unknown as {
      client_id: string;
      metadata: { client_name: string };
    }[];
    return Object.fromEntries(list.map(({ client_id, metadata }) => [client_id, metadata.client_name]));
  }

  it('says what it would do and does nothing (--dry-run)', async () => {
    const plan = await symbolon.json(['apply', '-f', await file(both), '--dry-run']);
    expect(plan).toMatchObject({
      applied: false,
      clients: [
        { id: 'notes-app', action: 'create' },
        { id: 'notes-cli', action: 'create' },
        { id: 'notes-api', action: 'create' },
      ],
      apis: [{ id: 'https://notes.example', action: 'create' }],
    });
    expect(await clientNames()).toEqual({});
  });

  it('does it once, and nothing the second time', async () => {
    const declarations = await file(both);
    expect(await symbolon.json(['apply', '-f', declarations])).toMatchObject({ applied: true });
    expect(await clientNames()).toEqual({
      'notes-app': 'Notes',
      'notes-cli': 'Notes CLI',
      'notes-api': 'Notes',
    });

    const again = await symbolon(['apply', '-f', declarations]);
    expect(again).toMatchObject({ exitCode: 0, stderr: '' });
    expect(again.stdout).toContain('Nothing to do: everything is as declared.');
  });

  it('changes and removes what the file no longer says, and leaves alone what was made by hand', async () => {
    const redirect = ['--redirect-uri', 'https://app.example/callback'];
    await symbolon.json(['clients', 'create', 'by-hand', '--name', 'By Hand', ...redirect]);

    const declarations = await file(renamed);
    const { stdout } = await symbolon(['apply', '-f', declarations]);
    expect(stdout).toContain('~ client notes-app\n    client_name: "Notes" -> "Better Notes"');
    expect(stdout).toContain('- client notes-cli');
    expect(stdout).toContain('Changed 2 things.');
    expect(await clientNames()).toEqual({
      'by-hand': 'By Hand',
      'notes-app': 'Better Notes',
      'notes-api': 'Notes',
    });

    expect(await symbolon.json(['apply', '-f', await file('clients: []')])).toMatchObject({ applied: true });
    expect(await clientNames()).toEqual({ 'by-hand': 'By Hand' });
    expect(await symbolon.json(['apis', 'list'])).toEqual([]);
  });

  it('says everything that is wrong with a file, and applies nothing of it', async () => {
    const wrong = both
      .replaceAll('http://127.0.0.1/callback', 'http://*/callback')
      .replace('Notes CLI', "''");
    const { exitCode, error } = await symbolon.failure(['apply', '-f', await file(wrong)]);
    expect(exitCode).toBe(2);
    for (const place of [
      'clients[0].redirect_uris[0]',
      'clients[1].redirect_uris[0]',
      'clients[1].client_name',
    ])
      expect(error).toContain(place);
    expect(await clientNames()).toEqual({ 'by-hand': 'By Hand' });
  });

  it.each([
    ['no file', ['apply'], /Which file\?/],
    ['a file that is not there', ['apply', '-f', 'nowhere.yaml'], /there is no such file/],
  ])('refuses %s', async (_, args, message) => {
    const { exitCode, error } = await symbolon.failure(args);
    expect(exitCode).toBe(2);
    expect(error).toMatch(message);
  });
});
