import { Command, CommanderError } from 'commander';
import type { Answer } from './answer.ts';
import { addAccounts } from './commands/accounts.ts';
import { addApis } from './commands/apis.ts';
import { addApply } from './commands/apply.ts';
import { addClients } from './commands/clients.ts';
import { addDoctor } from './commands/doctor.ts';
import { addMigrate } from './commands/migrate.ts';
import { addStart } from './commands/start.ts';
import { addTokens } from './commands/tokens.ts';
import { type Commands, type GlobalOptions } from './commands.ts';
import { describeFailure, exitCodes } from './failure.ts';
import type { World } from './world.ts';

/**
 * Runs one command line (without the names of program and script).
 *
 * @returns the exit code: 0 done, 1 failed, 2 bad usage or configuration, 3 not found
 */
export async function runCli(args: readonly string[], world: World): Promise<number> {
  let exitCode: number = exitCodes.ok;
  const isJson = args.includes('--json');
  const answered = (answer: Answer): void => {
    world.write(isJson ? `${JSON.stringify(answer.json, null, 2)}\n` : `${answer.text}\n`);
    exitCode = answer.exitCode ?? exitCodes.ok;
  };
  try {
    await createProgram({ world, isJson, answered }).parseAsync([...args], { from: 'user' });
    return exitCode;
  } catch (error) {
    return reportFailure(error, world, isJson);
  }
}

interface ProgramOptions {
  readonly world: World;
  readonly isJson: boolean;
  answered(this: void, answer: Answer): void;
}

function createProgram({ world, isJson, answered }: ProgramOptions): Command {
  const program = new Command('symbolon')
    .description('The Symbolon authorization server and its tools.')
    .option('--config <file>', 'configuration file (else SYMBOLON_CONFIG, else config/symbolon.yaml)')
    .option('--json', 'answer in JSON')
    .showHelpAfterError('(add --help for the options)')
    .exitOverride()
    .configureOutput({
      writeOut: (text) => world.write(text),
      // What commander has against the usage is part of the JSON answer then.
      writeErr: (text) => void (isJson || world.writeError(text)),
    });
  const commands: Commands = {
    program,
    world,
    answering: (handler) =>
      async function answerCommand(this: Command) {
        const options = this.optsWithGlobals<GlobalOptions>();
        answered(await handler({ args: this.args, options: options as never, world }));
      },
  };
  const groups = [addStart, addMigrate, addApply, addClients, addApis, addAccounts, addTokens, addDoctor];
  for (const addGroup of groups) addGroup(commands);
  return program;
}

function reportFailure(error: unknown, world: World, isJson: boolean): number {
  if (error instanceof CommanderError) {
    const isHelp = error.code === 'commander.helpDisplayed' || error.code === 'commander.version';
    if (isHelp) return exitCodes.ok;
    // As text, commander has printed it already.
    if (isJson) world.writeError(`${JSON.stringify({ error: usageMessage(error) })}\n`);
    return exitCodes.usage;
  }
  const { message, exitCode } = describeFailure(error);
  world.writeError(isJson ? `${JSON.stringify({ error: message })}\n` : `${message}\n`);
  return exitCode;
}

/** Commander answers a group without a command with help for people. */
function usageMessage({ code, message }: CommanderError): string {
  return code === 'commander.help' ? 'Which command? See --help.' : message.replace(/^error: /, '');
}
