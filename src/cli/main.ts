import { text } from 'node:stream/consumers';
import { systemClock } from '../platform/clock.ts';
import { systemRandom } from '../platform/random.ts';
import { runCli } from './program.ts';

const exitCode = await runCli(process.argv.slice(2), {
  // eslint-disable-next-line no-restricted-properties -- handed to src/config, which reads it
  env: process.env,
  cwd: process.cwd(),
  clock: systemClock,
  random: systemRandom,
  fetch,
  write: (output) => process.stdout.write(output),
  writeError: (output) => process.stderr.write(output),
  readStdin: () => text(process.stdin),
});
// `start` sets one of its own when the service fails.
if (exitCode !== 0) process.exitCode = exitCode;
