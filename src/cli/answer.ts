import type { ExitCode } from './failure.ts';

/** What a command has to say: `text` for people, `json` with `--json`. */
export interface Answer {
  readonly text: string;
  readonly json: unknown;
  readonly exitCode?: ExitCode;
}

/** Columns aligned with two spaces between; without rows, `emptyText`. */
export function table(
  headings: readonly string[],
  rows: readonly (readonly string[])[],
  emptyText: string,
): string {
  if (rows.length === 0) return emptyText;
  const lines = [headings, ...rows].map((cells) => cells.map(printable));
  const widths = headings.map((_, column) => Math.max(...lines.map((cells) => cells[column]?.length ?? 0)));
  return lines
    .map((cells) =>
      cells
        .map((cell, column) => cell.padEnd(widths[column] ?? 0))
        .join('  ')
        .trimEnd(),
    )
    .join('\n');
}

/** `label: value` lines with the values aligned. */
export function fields(entries: readonly (readonly [string, string])[]): string {
  const width = Math.max(...entries.map(([label]) => label.length)) + 1;
  return entries.map(([label, value]) => `${`${label}:`.padEnd(width)}  ${printable(value)}`).join('\n');
}

/** `1 client`, `2 clients`. */
export function count(number: number, singular: string, plural = `${singular}s`): string {
  return `${number} ${number === 1 ? singular : plural}`;
}

/** Names come from people: no control character of theirs reaches the terminal. */
function printable(text: string): string {
  return text.replaceAll(/[\p{Cc}\u202a-\u202e\u2066-\u2069]/gu, '?');
}
