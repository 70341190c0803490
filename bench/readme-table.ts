import { readFile, writeFile } from 'node:fs/promises';
import path from 'node:path';
import type { Machine } from './machine.ts';
import type { Sizes } from './options.ts';
import type { Figure, Outcome } from './outcome.ts';
import { range, short, targetText, valueText } from './report.ts';

const readme = path.join(import.meta.dirname, 'README.md');
const begin = '<!-- latest results: written by --write-readme -->';
const end = '<!-- end of latest results -->';

export interface Results {
  readonly machine: Machine;
  readonly sizes: Sizes;
  readonly measured: ReadonlyArray<{ readonly scenario: string; readonly outcome: Outcome }>;
}

/** Replaces the results in bench/README.md by these. */
export async function writeReadme(results: Results): Promise<void> {
  const text = await readFile(readme, 'utf8');
  const [from, to] = [text.indexOf(begin), text.indexOf(end)];
  if (from === -1 || to === -1) throw new Error('bench/README.md has no place for results');
  const table = tableOf(results);
  await writeFile(readme, `${text.slice(0, from)}${begin}\n\n${table}\n\n${text.slice(to)}`);
}

function tableOf({ machine, sizes, measured }: Results): string {
  const conditions =
    `${machine.cores} cores (${machine.cpu}), ${machine.memoryGiB} GiB, ${machine.system}; Node ${machine.node}, ` +
    `PostgreSQL ${machine.postgres}; load, service and Postgres on the same machine. Medians of ${sizes.runs} rounds of ` +
    `${sizes.durationSeconds} s each; ${sizes.connections} connections.`;
  const figures = table(
    ['scenario', 'figure', 'value', 'min..max', 'target'],
    measured.flatMap(({ scenario, outcome }) =>
      outcome.figures.map((figure) => figureCells(scenario, figure)),
    ),
  );
  const rows = table(
    [
      'scenario',
      'measured',
      'per second',
      'min..max',
      'CPU µs',
      'Postgres µs',
      'p50 ms',
      'p99 ms',
      'p99.9 ms',
    ],
    measured.flatMap(({ scenario, outcome }) =>
      outcome.rows.map((row) => [
        scenario,
        row.subject,
        short(row.perSecond.median),
        range(row.perSecond),
        ...[row.cpuMicroseconds, row.postgresMicroseconds, row.p50, row.p99, row.p999].map((spread) =>
          spread === null ? '' : short(spread.median),
        ),
      ]),
    ),
  );
  return [conditions, figures, rows].join('\n\n');
}

function figureCells(scenario: string, figure: Figure): string[] {
  return [scenario, figure.name, valueText(figure), range(figure.value), targetText(figure)];
}

/** Columns as wide as their widest cell: the form that Prettier leaves alone. */
function table(head: readonly string[], lines: readonly (readonly string[])[]): string {
  const widths = head.map((cell, column) =>
    Math.max(3, cell.length, ...lines.map((cells) => (cells[column] ?? '').length)),
  );
  const line = (cells: readonly string[]): string =>
    `| ${cells.map((cell, column) => cell.padEnd(widths[column] ?? 0)).join(' | ')} |`;
  return [line(head), line(widths.map((width) => '-'.repeat(width))), ...lines.map(line)].join('\n');
}
