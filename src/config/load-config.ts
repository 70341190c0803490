import { existsSync } from 'node:fs';
import { resolve } from 'node:path';
import { type Config, configSchema } from './config.ts';
import { type Environment, readEnvironment } from './environment.ts';
import type { Override } from './overrides.ts';
import { type ConfigProblem, describeIssue, problemsOfIssue } from './problems.ts';
import { defaultPort } from './sections/server.ts';
import { readYamlFile, type YamlReading } from './yaml-file.ts';

export type ConfigResult =
  | { readonly ok: true; readonly config: Config }
  | { readonly ok: false; readonly problems: readonly ConfigProblem[] };

export interface ConfigSources {
  /** Usually process.env. Wins over the file. */
  readonly env: Environment;
  /** Path of the YAML file; else SYMBOLON_CONFIG, else config/symbolon.yaml if there is one. */
  readonly configFile?: string | undefined;
  /** What relative paths are relative to, those inside the file included. */
  readonly cwd: string;
}

const DEFAULT_FILE = 'config/symbolon.yaml';

/** Reads, checks and freezes the configuration, or says everything that is wrong with it. Never throws for bad input. */
export function loadConfig({ env, configFile, cwd }: ConfigSources): ConfigResult {
  const file = readFile(configFile ?? (env['SYMBOLON_CONFIG']?.trim() || undefined), cwd);
  const content = file.ok ? file.content : {};
  const environment = readEnvironment(env, content, cwd);
  const input = withOverrides(content, environment.overrides);
  const parsed = configSchema.safeParse(withIssuer(input), { error: describeIssue });

  const found = parsed.success ? [] : parsed.error.issues.flatMap(problemsOfIssue);
  const problems = [
    ...(file.ok ? [] : file.problems),
    ...environment.problems,
    ...found
      .filter((problem) => !isConsequence(problem, file, environment))
      .map((problem) => withOrigin(problem, environment.overrides)),
  ];
  if (!parsed.success || problems.length > 0) return { ok: false, problems: distinct(problems) };

  const { storage, declarations } = parsed.data;
  const config = {
    ...parsed.data,
    declarations: declarations === null ? null : resolve(cwd, declarations),
    storage: { ...storage, dataDir: resolve(cwd, storage.dataDir) },
  };
  return { ok: true, config: deepFreeze(config) };
}

function readFile(chosen: string | undefined, cwd: string): YamlReading {
  if (chosen !== undefined) return readYamlFile(resolve(cwd, chosen), chosen);
  const path = resolve(cwd, DEFAULT_FILE);
  return existsSync(path) ? readYamlFile(path, DEFAULT_FILE) : { ok: true, content: {} };
}

/** A section that is no mapping is left as it is, so that the schema reports it. */
function withOverrides(content: Readonly<Record<string, unknown>>, overrides: readonly Override[]): unknown {
  const input = structuredClone(content) as Record<string, unknown>;
  for (const { path, value } of overrides) {
    let section: unknown = input;
    for (const key of path.slice(0, -1)) section = enter(section, key);
    if (isMapping(section)) section[path.at(-1) ?? ''] = value;
  }
  return input;
}

/** In development it follows from the port, so that nobody who sets the one has to set the other. */
function withIssuer(input: unknown): unknown {
  if (!isMapping(input) || input['mode'] !== 'development' || input['issuer'] !== undefined) return input;
  const { server } = input;
  const port = isMapping(server) ? (server['port'] ?? defaultPort) : defaultPort;
  // 0 is any that is free, and what is no port at all is reported as such.
  const isKnown = typeof port === 'number' && Number.isInteger(port) && port > 0 && port < 65_536;
  return isKnown ? { ...input, issuer: `http://localhost:${port}` } : input;
}

function enter(section: unknown, key: string): unknown {
  if (Array.isArray(section)) return (section as unknown[])[Number(key)];
  return isMapping(section) ? (section[key] ??= {}) : undefined;
}

function isMapping(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** What only looks wrong because its source could not be read would send the operator after the wrong thing. */
function isConsequence(
  { path }: ConfigProblem,
  file: YamlReading,
  environment: ReturnType<typeof readEnvironment>,
) {
  const isSecretUnread = environment.problems.some((problem) => problem.path === 'SYMBOLON_SECRET_FILE');
  if (isSecretUnread && path === 'secrets.master') return true;
  return !file.ok && originOf(path, environment.overrides) === undefined;
}

function originOf(path: string, overrides: readonly Override[]): string | undefined {
  return overrides.find((override) => `${path}.`.startsWith(`${override.path.join('.')}.`))?.variable;
}

function withOrigin(problem: ConfigProblem, overrides: readonly Override[]): ConfigProblem {
  const variable = originOf(problem.path, overrides);
  return variable === undefined
    ? problem
    : { ...problem, message: `${problem.message} (set by ${variable})` };
}

function distinct(problems: readonly ConfigProblem[]): ConfigProblem[] {
  return [...new Map(problems.map((problem) => [`${problem.path}\n${problem.message}`, problem])).values()];
}

function deepFreeze<T>(value: T): T {
  if (typeof value === 'object' && value !== null) {
    Object.values(value).forEach(deepFreeze);
    Object.freeze(value);
  }
  return value;
}
