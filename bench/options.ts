import { availableParallelism } from 'node:os';
import { parseArgs } from 'node:util';
import { passwordsSchema } from '../src/config/sections/passwords.ts';
import { storageSchema } from '../src/config/sections/storage.ts';

export interface Options {
  /** Names as given; empty: none was. */
  readonly scenarios: readonly string[];
  readonly json: boolean;
  /** Only to see that everything works: figures mean nothing. */
  readonly quick: boolean;
  readonly writeReadme: boolean;
  /** The service alone, without references. */
  readonly onlyService: boolean;
  /** Count the statements of each operation. */
  readonly statements: boolean;
  /** Where CPU profiles of the service go; null: none are made. */
  readonly profileFolder: string | null;
  readonly sizes: Sizes;
}

export interface Sizes {
  /** Of one measurement. */
  readonly durationSeconds: number;
  readonly warmUpSeconds: number;
  /** Rounds, in each of which the service and its references are measured once. */
  readonly runs: number;
  /** Open connections of a closed loop over single requests. */
  readonly connections: number;
  /** Live tokens of the scenarios with many. */
  readonly tokens: number;
  /** Different tokens asked about to fill the cache, for memory. */
  readonly cached: number;
  readonly accounts: number;
  readonly clients: number;
  readonly revocations: number;
  /** Revocations that go on at once. */
  readonly parallel: number;
  /** Processes of the service, where there are several. */
  readonly workers: number;
}

/** What a measurement worth keeping needs. */
const full: Sizes = {
  durationSeconds: 5,
  warmUpSeconds: 1,
  runs: 5,
  connections: 64,
  tokens: 1_000_000,
  cached: 100_000,
  accounts: 1000,
  clients: 10_000,
  revocations: 10_000,
  parallel: 100,
  workers: 4,
};

/** Enough to see that everything works, and for nothing else. */
const quick: Sizes = {
  durationSeconds: 0.4,
  warmUpSeconds: 0.1,
  runs: 1,
  connections: 8,
  tokens: 2000,
  cached: 100,
  accounts: 20,
  clients: 50,
  revocations: 40,
  parallel: 20,
  workers: 4,
};

const flags: Readonly<Record<string, keyof Sizes>> = {
  duration: 'durationSeconds',
  'warm-up': 'warmUpSeconds',
  runs: 'runs',
  connections: 'connections',
  tokens: 'tokens',
  cached: 'cached',
  accounts: 'accounts',
  clients: 'clients',
  revocations: 'revocations',
  parallel: 'parallel',
  workers: 'workers',
};

export const usage = `npm run bench -- <scenario…|all> [options]

  --json             results as JSON on standard output
  --quick            tiny sizes and one short round: shows that everything works, measures nothing
  --only-service     without the references
  --statements       also count the SQL statements of each operation
  --profile FOLDER   write CPU profiles of the service there, and list what they are about
  --write-readme     put the table into bench/README.md
${Object.keys(flags)
  .map(
    (flag) =>
      `  --${flag} N`.padEnd(21) +
      `default ${full[flags[flag] ?? 'runs']}, quick ${quick[flags[flag] ?? 'runs']}`,
  )
  .join('\n')}`;

/** @throws with a text for people when an argument is wrong */
export function parseOptions(args: readonly string[]): Options {
  const boolean = { type: 'boolean', default: false } as const;
  const { values, positionals } = parseArgs({
    args: [...args],
    allowPositionals: true,
    options: {
      json: boolean,
      quick: boolean,
      'only-service': boolean,
      statements: boolean,
      'write-readme': boolean,
      profile: { type: 'string' },
      ...Object.fromEntries(Object.keys(flags).map((flag) => [flag, { type: 'string' } as const])),
    },
  });
  const given = Object.entries(flags).flatMap(([flag, size]) => {
    const text = (values as Record<string, unknown>)[flag];
    return text === undefined ? [] : [[size, toNumber(flag, String(text))] as const];
  });
  return {
    scenarios: positionals,
    json: values.json,
    quick: values.quick,
    writeReadme: values['write-readme'],
    onlyService: values['only-service'],
    statements: values.statements,
    profileFolder: values.profile ?? null,
    sizes: { ...(values.quick ? quick : full), ...Object.fromEntries(given) },
  };
}

function toNumber(flag: string, text: string): number {
  const value = Number(text);
  if (!(value > 0)) throw new Error(`--${flag} takes a number above 0, not "${text}"`);
  return value;
}

/** Of one process, as the service has them when nothing is set. */
export const databaseConnections = storageSchema.parse({}).poolSize;

const passwords = passwordsSchema.parse({});

export const argon2Parameters = {
  memoryCost: passwords.memoryKiB,
  timeCost: passwords.iterations,
  parallelism: passwords.parallelism,
};

export const argon2Concurrency = passwords.concurrency ?? Math.max(1, availableParallelism() - 1);
