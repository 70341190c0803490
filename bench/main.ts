/** Entry of `npm run bench`. Exit code: 0 measured, whatever the targets; 1 something broke; 2 wrong arguments. */
import { openBench } from './bench.ts';
import { describeMachine } from './machine.ts';
import { type Options, parseOptions, usage } from './options.ts';
import type { Outcome } from './outcome.ts';
import { writeReadme } from './readme-table.ts';
import { formatOutcome } from './report.ts';
import { scenarios } from './scenarios.ts';
import { summarizeProfiles } from './profile.ts';

interface Measured {
  readonly scenario: string;
  readonly outcome: Outcome;
}

async function main(args: readonly string[]): Promise<number> {
  let options: Options;
  try {
    options = parseOptions(args);
  } catch (error) {
    process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n\n${usage}\n`);
    return 2;
  }
  const names = options.scenarios.includes('all') ? scenarios.map(({ name }) => name) : options.scenarios;
  const unknown = names.filter((name) => !scenarios.some((scenario) => scenario.name === name));
  if (names.length === 0 || unknown.length > 0) {
    const known = scenarios.map(({ name }) => name).join(', ');
    process.stderr.write(
      `${unknown.map((name) => `no scenario ${name}\n`).join('')}${usage}\n\nScenarios: ${known}\n`,
    );
    return 2;
  }
  const measured = await measureAll(options, names);
  const machine = await describeMachine();
  if (options.json)
    process.stdout.write(
      `${JSON.stringify({ machine, quick: options.quick, sizes: options.sizes, measured }, null, 2)}\n`,
    );
  if (options.writeReadme && !options.quick) await writeReadme({ machine, sizes: options.sizes, measured });
  return measured.some(({ outcome }) => outcome.problems.length > 0) ? 1 : 0;
}

async function measureAll(options: Options, names: readonly string[]): Promise<Measured[]> {
  await using bench = await openBench(options, (text) => process.stderr.write(`  ${text}\n`));
  const measured: Measured[] = [];
  for (const scenario of scenarios.filter(({ name }) => names.includes(name))) {
    process.stderr.write(`${scenario.name}\n`);
    const outcome = await scenario.run(bench);
    await bench.endScenario();
    measured.push({ scenario: scenario.name, outcome });
    if (!options.json) process.stdout.write(formatOutcome(scenario.name, outcome));
    if (options.profileFolder !== null) {
      process.stderr.write(await summarizeProfiles(options.profileFolder, scenario.name));
    }
  }
  return measured;
}

// What was started ends with this process, which an unhandled signal would not let happen.
for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.once(signal, () => process.exit(130));
process.exitCode = await main(process.argv.slice(2));
