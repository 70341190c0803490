import { resolve } from 'node:path';
import type { EnvironmentReading } from './overrides.ts';
import { readText } from './text-file.ts';

/** Variables of what the entries of `providers` keep secret: a list has no variables of its own. */
export const providerVariablePrefix = 'SYMBOLON_PROVIDERS_';

const secrets = [
  { suffix: 'CLIENT_SECRET', key: 'clientSecret' },
  { suffix: 'APPLE_PRIVATE_KEY', key: 'applePrivateKey' },
] as const;

/** @param providers as the file lists them, not checked yet */
export function readProviderSecrets(
  present: ReadonlyMap<string, string>,
  providers: unknown,
  cwd: string,
): EnvironmentReading {
  const variables = new Set([...present.keys()].filter((name) => name.startsWith(providerVariablePrefix)));
  const reading: EnvironmentReading = { overrides: [], problems: [] };
  for (const [index, id] of idsOf(providers).entries()) {
    for (const { suffix, key } of secrets) {
      const variable = `${providerVariablePrefix}${id.replaceAll('-', '_').toUpperCase()}_${suffix}`;
      const path = ['providers', String(index), key];
      const found = readSecret(present, variable, cwd);
      for (const name of [variable, `${variable}_FILE`]) variables.delete(name);
      if (found === null) continue;
      if ('value' in found) reading.overrides.push({ path, value: found.value, variable: found.from });
      else reading.problems.push({ path: found.from, message: found.failure });
    }
  }
  for (const name of variables)
    reading.problems.push({
      path: name,
      message:
        'is no secret of a provider: expected the id of one, then _CLIENT_SECRET or _CLIENT_SECRET_FILE',
    });
  return reading;
}

type Found =
  { readonly value: string; readonly from: string } | { readonly failure: string; readonly from: string };

function readSecret(present: ReadonlyMap<string, string>, variable: string, cwd: string): Found | null {
  const fileVariable = `${variable}_FILE`;
  const value = present.get(variable);
  const file = present.get(fileVariable);
  if (value !== undefined && file !== undefined)
    return {
      failure: `is set together with ${fileVariable}, which means the same; keep one`,
      from: variable,
    };
  if (value !== undefined) return { value, from: variable };
  if (file === undefined) return null;
  const text = readText(resolve(cwd, file));
  return 'failure' in text
    ? { failure: `expected a file with the secret; ${text.failure}`, from: fileVariable }
    : { value: text.content.trim(), from: fileVariable };
}

/** Of those that have one; what is wrong with the others, the schema says. */
function idsOf(providers: unknown): string[] {
  if (!Array.isArray(providers)) return [];
  return providers.map((provider: unknown) => {
    const id =
      typeof provider === 'object' && provider !== null && 'id' in provider ? provider.id : undefined;
    return typeof id === 'string' ? id : '';
  });
}
