import type { Config } from './config/config.ts';
import { loadConfig } from './config/load-config.ts';
import { formatProblems } from './config/problems.ts';
import { importService } from './import-service.ts';
import { createLogger, type Logger } from './platform/logger.ts';
import type { Primary } from './primary.ts';
import type { Service } from './service.ts';
import { takenPort } from './taken-port.ts';
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
  let service: Service | Primary;
  try {
    service = await start(result.config, logger);
  } catch (error) {
    const taken = takenPort(error, result.config.server);
    if (taken === null) fail(error, logger, 'the service could not start');
    else refuse(taken, logger);
    return;
  }
  const { port, operatorPort, demo } = service;
  const { issuer, server } = result.config;
  const workers = server.workers === 1 ? {} : { workers: server.workers };
  logger.info({ issuer, port, operatorPort, ...workers }, 'started');
  if (demo !== null && operatorPort !== null) process.stdout.write(welcome(demo, operatorPort));
  const failure = await Promise.race('failed' in service ? [untilSignal(), service.failed] : [untilSignal()]);
  if (failure !== null) fail(failure, logger, 'the service cannot go on');
  logger.info('stopping');
  await service.close();
  logger.info('stopped');
}

async function start(config: Config, logger: Logger): Promise<Service | Primary> {
  if (config.server.workers === 1) return (await importService()).startService(config, logger, 'alone');
  const { startPrimary } = await import('./primary.ts');
  return startPrimary(config, logger);
}

function fail(error: unknown, logger: Logger, what: string): void {
  logger.fatal({ err: error }, what);
  process.stderr.write(`symbolon: ${error instanceof Error ? error.message : what}\n`);
  process.exitCode = 1;
}

/** Of what the operator can mend, and no trace would tell more about. */
function refuse(reason: string, logger: Logger): void {
  logger.fatal({ reason }, 'the service could not start');
  process.stderr.write(`symbolon: ${reason}\n`);
  process.exitCode = 1;
}

function untilSignal(): Promise<null> {
  return new Promise((resolve) => {
    for (const signal of ['SIGTERM', 'SIGINT'] as const) process.once(signal, () => resolve(null));
  });
}

// eslint-disable-next-line no-restricted-properties -- the environment enters here and is read by config/
if (import.meta.main) await run(process.env);
