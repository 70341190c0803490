import { readYamlFile } from './config/yaml-file.ts';
import { type DeclarationsResult, parseDeclarations } from './domain/clients/declarations.ts';
import { applyPlan, type Plan, planChanges, readRegistry } from './domain/clients/reconcile.ts';
import type { Storage } from './domain/storage.ts';

export type AppliedDeclarations =
  | { readonly ok: true; readonly plan: Plan; readonly warnings: readonly string[] }
  | Extract<DeclarationsResult, { ok: false }>;

/** `file` as a path from which it can be read; problems call it by that. */
export function readDeclarations(file: string): DeclarationsResult {
  const reading = readYamlFile(file, file);
  return reading.ok ? parseDeclarations(reading.content) : reading;
}

/** Brings the registered clients and APIs in line with the file, or says everything that is wrong with the file. */
export async function applyDeclarations(
  file: string,
  storage: Pick<Storage, 'clients' | 'apis' | 'unitOfWork'>,
): Promise<AppliedDeclarations> {
  const result = readDeclarations(file);
  if (!result.ok) return result;
  const plan = planChanges(await readRegistry(storage), result.declarations);
  await applyPlan(storage, plan);
  return { ok: true, plan, warnings: result.warnings };
}
