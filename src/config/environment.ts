import { resolve } from 'node:path';
import type { EnvironmentReading, Override } from './overrides.ts';
import type { ConfigProblem } from './problems.ts';
import { providerVariablePrefix, readProviderSecrets } from './provider-secrets.ts';
import { ALIASES, SETTINGS, type Setting } from './settings.ts';
import { readText } from './text-file.ts';

export type Environment = Readonly<Record<string, string | undefined>>;

/** Not settings of their own: they say where settings are. */
const OTHER_VARIABLES = new Set(['SYMBOLON_CONFIG', 'SYMBOLON_SECRET', 'SYMBOLON_SECRET_FILE']);

/**
 * Reads every override; an empty variable counts as not set. Never quotes a value.
 *
 * @param file what the file says, which names the providers that variables may bring secrets for
 */
export function readEnvironment(
  env: Environment,
  file: Readonly<Record<string, unknown>>,
  cwd: string,
): EnvironmentReading {
  const present = withoutServiceLinks(env);
  const overrides: Override[] = [];
  const problems = unknownVariables(present);

  for (const setting of SETTINGS) {
    const [variable, ...others] = variablesOf(setting).filter((name) => present.has(name));
    if (variable === undefined) continue;
    if (others.length > 0) problems.push(setTwice(variable, others));
    overrides.push({ path: setting.path, value: fromText(present.get(variable) ?? '', setting), variable });
  }

  for (const read of [readSecrets(present, cwd), readProviderSecrets(present, file['providers'], cwd)]) {
    overrides.push(...read.overrides);
    problems.push(...read.problems);
  }
  return { overrides, problems };
}

function variablesOf(setting: Setting): string[] {
  const key = setting.path.join('.');
  return [setting.variable, ...Object.keys(ALIASES).filter((alias) => ALIASES[alias] === key)];
}

function setTwice(variable: string, others: readonly string[]): ConfigProblem {
  return {
    path: variable,
    message: `is set together with ${others.join(', ')}, which means the same; keep one`,
  };
}

/**
 * Kubernetes describes each Service of the namespace to every pod in variables named for it: beside a Service called
 * symbolon, SYMBOLON_PORT=tcp://10.0.0.7:4400 and the like. They are neither settings nor typing errors.
 */
function withoutServiceLinks(env: Environment): Map<string, string> {
  const present = new Map<string, string>();
  for (const [name, value] of Object.entries(env)) {
    if (value === undefined || value.trim() === '') continue;
    const isServiceLink =
      /_SERVICE_(?:HOST|PORT(?:_\w+)?)$/.test(name) ||
      /_PORT_\d+_(?:TCP|UDP|SCTP)(?:_(?:PROTO|PORT|ADDR))?$/.test(name) ||
      (name.endsWith('_PORT') && /^(?:tcp|udp|sctp):\/\//.test(value));
    if (!isServiceLink) present.set(name, value.trim());
  }
  return present;
}

function unknownVariables(present: ReadonlyMap<string, string>): ConfigProblem[] {
  const known = new Set([...SETTINGS.flatMap(variablesOf), ...OTHER_VARIABLES]);
  return [...present.keys()]
    .filter((name) => name.startsWith('SYMBOLON_') && !known.has(name))
    .filter((name) => !name.startsWith(providerVariablePrefix))
    .sort()
    .map((name) => ({ path: name, message: `is not a setting; ${hintFor(name, known)}` }));
}

function hintFor(name: string, known: ReadonlySet<string>): string {
  if (name.startsWith('SYMBOLON_SECRET')) return 'expected SYMBOLON_SECRET or SYMBOLON_SECRET_FILE';
  const section = `${name.split('_').slice(0, 2).join('_')}_`;
  const candidates = [...known].filter((candidate) => candidate.startsWith(section));
  if (candidates.length === 0)
    return 'expected a name like SYMBOLON_<SECTION>_<KEY>, such as SYMBOLON_LOG_LEVEL';
  return `expected one of ${candidates.join(', ')}`;
}

/** What does not read as the setting's kind stays text, for the schema to refuse with the right words. */
function fromText(text: string, setting: Setting): unknown {
  if (setting.isNullable && text === 'null') return null;
  if (setting.kind === 'number' && /^-?\d+$/.test(text)) return Number(text);
  if (setting.kind === 'boolean' && /^(?:true|false)$/.test(text)) return text === 'true';
  return text;
}

function readSecrets(present: ReadonlyMap<string, string>, cwd: string): EnvironmentReading {
  const inline = present.get('SYMBOLON_SECRET');
  const file = present.get('SYMBOLON_SECRET_FILE');
  if (inline !== undefined) {
    const problems = file === undefined ? [] : [setTwice('SYMBOLON_SECRET', ['SYMBOLON_SECRET_FILE'])];
    return { overrides: [masterSecrets(inline.split(','), 'SYMBOLON_SECRET')], problems };
  }
  if (file === undefined) return { overrides: [], problems: [] };
  const text = readText(resolve(cwd, file));
  if ('failure' in text) {
    const message = `expected a file with one secret per line; ${text.failure}`;
    return { overrides: [], problems: [{ path: 'SYMBOLON_SECRET_FILE', message }] };
  }
  return { overrides: [masterSecrets(text.content.split(/\r?\n/), 'SYMBOLON_SECRET_FILE')], problems: [] };
}

function masterSecrets(parts: readonly string[], variable: string): Override {
  const value = parts.map((part) => part.trim()).filter((part) => part !== '');
  return { path: ['secrets', 'master'], value, variable };
}
