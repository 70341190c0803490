import type { Command } from 'commander';
import type { Answer } from './answer.ts';
import type { World } from './world.ts';

export interface GlobalOptions {
  readonly config?: string;
  readonly json?: true;
}

/** One use of a command, with its own options and the global ones. */
export interface Call<Options = unknown> {
  readonly args: readonly string[];
  readonly options: GlobalOptions & Options;
  readonly world: World;
}

/** What a group of commands gets to add itself to the program. */
export interface Commands {
  readonly program: Command;
  readonly world: World;
  /** Makes a commander action of a handler; the answer is printed, a thrown `CliFailure` becomes the exit code. */
  readonly answering: <Options>(
    handler: (call: Call<Options>) => Promise<Answer>,
  ) => (this: Command) => Promise<void>;
}
