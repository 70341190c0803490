import type { Config } from './config/config.ts';
import { applyDeclarations } from './declarations-file.ts';
import { isEmbedded } from './master-secret.ts';
import type { Logger } from './platform/logger.ts';
import type { OpenStorage } from './storage/open-storage.ts';

/** What has to be done once before anything serves: migrations, and the declared clients and APIs. */
export async function prepareDatabase(config: Config, storage: OpenStorage, logger: Logger): Promise<void> {
  const applied = await storage.migrate();
  if (applied.length > 0) logger.info({ applied }, 'migrated the database');
  // The embedded default applies them itself, and more.
  if (config.declarations === null || isEmbedded(config)) return;
  const result = await applyDeclarations(config.declarations, storage);
  if (result.ok) return;
  const problems = result.problems.map(({ path, message }) => `${path}: ${message}`);
  throw new Error(`the declarations are wrong:\n${problems.join('\n')}`);
}
