import { writeFile } from 'node:fs/promises';
import path from 'node:path';
import type { Bench } from '../bench.ts';
import type { Deployment } from '../deployment/deployment.ts';
import { insertAccessTokens } from '../deployment/many-access-tokens.ts';
import { type ModelRows, type Parties, basic, createParties, signInOnce } from '../deployment/parties.ts';
import type { ServiceProcess } from '../deployment/service-process.ts';
import type { LineRange, RequestsWork } from '../load/job.ts';

/** A deployment in which an API has something to ask about. */
export interface Population extends AsyncDisposable, Populated {}

export interface Populated {
  readonly deployment: Deployment;
  readonly parties: Parties;
  readonly model: ModelRows;
  /** Requests about live tokens, each about another. */
  readonly requests: TokenFile;
}

export interface TokenFile {
  readonly file: string;
  readonly lines: LineRange;
}

export async function writeTokens(bench: Bench, name: string, tokens: readonly string[]): Promise<TokenFile> {
  const file = path.join(bench.folder, `${name}.txt`);
  await writeFile(file, tokens.map((token) => `token=${encodeURIComponent(token)}\n`).join(''));
  return { file, lines: { from: 0, count: tokens.length } };
}

/** Puts so many live tokens into a deployment, in which the service runs only for as long as that takes. */
export async function populate(
  bench: Bench,
  deployment: Deployment,
  name: string,
  count: number,
): Promise<Populated> {
  const parties = await createParties(deployment);
  const service = await deployment.startService();
  const model = await signInOnce(deployment, service, parties);
  await service[Symbol.asyncDispose]();
  bench.progress(`putting in ${count} tokens`);
  const tokens = await insertAccessTokens({ deployment, parties, model, count });
  return { deployment, parties, model, requests: await writeTokens(bench, name, tokens) };
}

/** Few enough to be in every cache. */
export const hotTokenCount = 1000;

export function hotTokens(bench: Bench): Promise<Population> {
  return sharedPopulation(bench, 'hot-tokens', hotTokenCount);
}

/** More than any cache holds, put in once for all scenarios that need them. */
export function manyTokens(bench: Bench): Promise<Population> {
  return sharedPopulation(bench, 'many-tokens', bench.sizes.tokens);
}

function sharedPopulation(bench: Bench, name: string, count: number): Promise<Population> {
  return bench.shared(name, async () => {
    await using stack = new AsyncDisposableStack();
    const deployment = stack.use(await bench.deploy());
    const population = await populate(bench, deployment, name, count);
    const owned = stack.move();
    return { ...population, [Symbol.asyncDispose]: () => owned.disposeAsync() };
  });
}

export function introspectionWork(
  { parties: { api } }: Pick<Populated, 'parties'>,
  tokens: TokenFile,
  more: Partial<RequestsWork> = {},
): RequestsWork {
  return {
    kind: 'requests',
    path: '/introspect',
    headers: { authorization: basic(api) },
    order: 'cycle',
    chunked: false,
    expect: 'active',
    ...tokens,
    ...more,
  };
}

/** A process of the service that nobody has asked anything yet. */
export async function freshService(bench: Bench, { deployment }: Populated): Promise<ServiceProcess> {
  return bench.own(await deployment.startService());
}
