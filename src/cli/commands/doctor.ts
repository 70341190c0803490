import type { Config } from '../../config/config.ts';
import { loadConfig } from '../../config/load-config.ts';
import { type Answer, count } from '../answer.ts';
import {
  type Check,
  checkDatabase,
  checkIssuer,
  checkMail,
  checkMasterSecret,
  checkRedis,
  checkChanges,
  checkSchema,
  fail,
  failed,
  ok,
  warn,
} from '../checks.ts';
import type { Call, Commands } from '../commands.ts';
import { openDatabase } from '../context.ts';
import { exitCodes } from '../failure.ts';

export function addDoctor({ program, answering }: Commands): void {
  program
    .command('doctor')
    .description(
      'look for what is wrong with configuration and surroundings, with remedies; exit code 1 on a failure',
    )
    .action(answering(examine));
}

async function examine(call: Call): Promise<Answer> {
  const { options, world } = call;
  const result = loadConfig({ env: world.env, cwd: world.cwd, configFile: options.config });
  const checks = result.ok
    ? [
        ok('configuration', `${result.config.mode}, ${result.config.issuer}`),
        ...(await checkAll(result.config, call)),
      ]
    : result.problems.map(({ path, message }) =>
        fail(
          'configuration',
          `${path}: ${message}`,
          'Correct it, then run this again; config/schema.json has every setting.',
        ),
      );
  const failures = checks.filter(({ state }) => state === 'fail').length;
  return {
    text: [...checks.flatMap(checkLines), summary(checks)].join('\n'),
    json: { healthy: failures === 0, checks },
    exitCode: failures === 0 ? exitCodes.ok : exitCodes.failure,
  };
}

async function checkAll(config: Config, call: Call): Promise<Check[]> {
  const [database, redis, mail, issuer] = await Promise.all([
    checkStorage(config, call),
    config.storage.redisUrl === null
      ? ok('redis', 'not configured; each process counts rate limits for itself')
      : checkRedis(config.storage.redisUrl),
    checkMail(config),
    checkIssuer(config.issuer, call.world),
  ]);
  return [checkMasterSecret(config), ...database, redis, mail, issuer];
}

async function checkStorage(config: Config, call: Call): Promise<Check[]> {
  try {
    await using storage = await openDatabase(config, call);
    const database = await checkDatabase(storage, call.world);
    const isReachable = database.every(({ name, state }) => name !== 'database' || state === 'ok');
    return isReachable
      ? [...database, ...(await checkSchema(storage, config)), await checkChanges(storage)]
      : database;
  } catch (error) {
    if (error instanceof Error && error.name === 'DataDirectoryInUseError') {
      return [
        warn(
          'database',
          'embedded, and in use by the running service',
          'To examine it, stop the service first.',
        ),
      ];
    }
    return [failed('database', error, 'Check storage.dataDir: the service must be able to write there.')];
  }
}

function checkLines({ name, state, detail, remedy }: Check): string[] {
  return [`${state.padEnd(4)}  ${name}: ${detail}`, ...(remedy === null ? [] : [`      -> ${remedy}`])];
}

function summary(checks: readonly Check[]): string {
  const failures = checks.filter(({ state }) => state === 'fail').length;
  const warnings = checks.filter(({ state }) => state === 'warn').length;
  if (failures + warnings === 0) return 'Everything is in order.';
  return `${count(failures, 'failure')}, ${count(warnings, 'warning')}.`;
}
