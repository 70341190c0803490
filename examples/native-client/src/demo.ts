import { readFile } from 'node:fs/promises';
import { Failure } from './failure.ts';

/** What `npm start` writes to `data/demo.json` for trying the service. */
export interface DemoSetup {
  issuer: string;
  client: { client_id: string };
  api: ApiCredentials;
  account: DemoAccount;
}

export interface ApiCredentials {
  /** The resource indicator (RFC 8707) that tokens for this API carry as their audience. */
  audience: string;
  client_id: string;
  client_secret: string;
}

export interface DemoAccount {
  email: string;
  password: string;
  /** Where they are written. */
  file: string;
}

/** Reads and checks the file; `issuer` overrides the one in it. */
export async function readDemoSetup(file: string, issuer: string | undefined): Promise<DemoSetup> {
  let text: string;
  try {
    text = await readFile(file, 'utf8');
  } catch (error) {
    const code = (error as NodeJS.ErrnoException).code;
    if (code !== 'ENOENT')
      throw new Failure(`Cannot read ${file} (${code}).`, 'Check who owns it; its mode is 0600.');
    throw new Failure(`${file} does not exist.`, 'Start the service with "npm start": it writes this file.');
  }
  try {
    const json: unknown = JSON.parse(text);
    return {
      issuer: issuer ?? stringAt(json, 'issuer'),
      client: { client_id: stringAt(json, 'client', 'client_id') },
      api: {
        audience: stringAt(json, 'api', 'audience'),
        client_id: stringAt(json, 'api', 'client_id'),
        client_secret: stringAt(json, 'api', 'client_secret'),
      },
      account: {
        email: stringAt(json, 'account', 'email'),
        password: stringAt(json, 'account', 'password'),
        file,
      },
    };
  } catch (error) {
    // A JSON syntax error quotes the text around it, and this text holds secrets.
    const reason = error instanceof SyntaxError ? 'it is not valid JSON' : (error as Error).message;
    throw new Failure(
      `${file} cannot be used: ${reason}.`,
      'Delete it and start the service again with "npm start".',
    );
  }
}

function stringAt(json: unknown, ...path: string[]): string {
  let value = json;
  for (const key of path) value = (value as Record<string, unknown> | null | undefined)?.[key];
  if (typeof value !== 'string' || value === '') throw new Error(`${path.join('.')} is missing`);
  return value;
}
