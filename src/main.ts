import { loadConfig } from './config/load-config.ts';
import { formatProblems } from './config/problems.ts';
import { createLogger } from './platform/logger.ts';
import type { Service } from './service.ts';
import { welcome } from './welcome.ts';

/** Runs the service until SIGTERM or SIGINT. Sets the exit code: 2 for a wrong configuration, 1 for a failed start. */
export async function run(env: NodeJS.ProcessEnv): Promise<void> {
  const result = loadConfig({ env, cwd: process.cwd() });
  if (!result.ok) {
    process.stderr.write(`${formatProblems(result.problems)}\n`);
    process.exitCode = 2;
    return;
  }
  const logger = createLogger(result.config.log);
  let service: Service;
  try {
    const { startService } = await importService();
    service = await startService(result.config, logger);
  } catch (error) {
    logger.fatal({ err: error }, 'the service could not start');
    process.stderr.write(`symbolon: ${error instanceof Error ? error.message : 'could not start'}\n`);
    process.exitCode = 1;
    return;
  }
  logger.info(
    { issuer: result.config.issuer, port: service.port, operatorPort: service.operatorPort },
    'started',
  );
  if (service.demo !== null) process.stdout.write(welcome(service.demo, service.operatorPort));
  await untilSignal();
  logger.info('stopping');
  await service.close();
  logger.info('stopped');
}

/* eslint-disable no-restricted-globals -- the engine writes to the console when it is loaded */
/** The engine warns of every Node release that is not called LTS yet; ours is pinned and tested. */
async function importService() {
  const { warn } = console;
  console.warn = (...words: unknown[]) => {
    if (!String(words[0]).includes('Unsupported runtime')) warn(...words);
  };
  try {
    return await import('./service.ts');
  } finally {
    console.warn = warn;
  }
}
/* eslint-enable no-restricted-globals */

function untilSignal(): Promise<void> {
  return new Promise((resolve) => {
    for (const signal of ['SIGTERM', 'SIGINT'] as const) process.once(signal, () => resolve());
  });
}

// eslint-disable-next-line no-restricted-properties -- the environment enters here and is read by config/
if (import.meta.main) await run(process.env);
