import { type Figure, type Outcome, isMet } from './outcome.ts';
import type { Spread } from './statistics.ts';

/** A scenario as text for a terminal. */
export function formatOutcome(name: string, { rows, figures, problems }: Outcome): string {
  const measured = [
    ['', 'per second', 'min..max', 'CPU µs', 'Postgres µs', 'p50 ms', 'p99 ms', 'p99.9 ms', 'generator'],
    ...rows.map((row) => [
      row.subject,
      short(row.perSecond.median),
      range(row.perSecond),
      median(row.cpuMicroseconds),
      median(row.postgresMicroseconds),
      median(row.p50),
      median(row.p99),
      median(row.p999),
      row.generatorLoad === null ? '-' : `${Math.round(row.generatorLoad * 100)} %`,
    ]),
  ];
  const judged = figures.map((figure) => [
    figure.name,
    valueText(figure),
    `(${range(figure.value)})`,
    figure.target === null ? '' : targetText(figure),
  ]);
  const parts = [
    ...(rows.length === 0 ? [] : [align(measured)]),
    ...(judged.length === 0 ? [] : [align(judged)]),
    ...problems.map((problem) => `PROBLEM ${problem}`),
  ];
  return `\n${name}\n${parts.join('\n')}\n`;
}

export function valueText({ value, unit }: Figure): string {
  return `${short(value.median)}${unit === '' ? '' : ` ${unit}`}`;
}

export function targetText(figure: Figure): string {
  const { target } = figure;
  if (target === null) return '';
  return `${target.comparison} ${target.value}: ${isMet(figure) === true ? 'met' : 'missed'}`;
}

export function range({ min, max }: Spread): string {
  return `${short(min)}..${short(max)}`;
}

function median(spread: Spread | null): string {
  return spread === null ? '-' : short(spread.median);
}

/** Three digits that count, which is more than any of this is worth. */
export function short(value: number): string {
  if (value === 0) return '0';
  const size = Math.abs(value);
  const digits = size >= 100 ? 0 : size >= 10 ? 1 : size >= 1 ? 2 : size >= 0.1 ? 3 : 4;
  return value.toLocaleString('en', { maximumFractionDigits: digits, minimumFractionDigits: 0 });
}

function align(table: readonly (readonly string[])[]): string {
  const widths = table.reduce<number[]>(
    (known, cells) => cells.map((cell, column) => Math.max(known[column] ?? 0, cell.length)),
    [],
  );
  return table
    .map((cells) =>
      cells
        .map((cell, column) =>
          column === 0 ? cell.padEnd(widths[0] ?? 0) : cell.padStart(widths[column] ?? 0),
        )
        .join('  ')
        .trimEnd(),
    )
    .map((line) => `  ${line}`)
    .join('\n');
}
