import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { maxLineBytes, readLines } from './lines.ts';

async function linesOf(...chunks: string[]): Promise<Array<[number, string | null]>> {
  const lines: Array<[number, string | null]> = [];
  for await (const { number, content } of readLines(streamOf(chunks)))
    lines.push([number, content?.toString() ?? null]);
  return lines;
}

async function* streamOf(chunks: readonly string[]): AsyncGenerator<Buffer> {
  for (const chunk of chunks) yield Promise.resolve(Buffer.from(chunk));
}

describe('the lines of a file', () => {
  it('are numbered from 1, the last with or without an end', async () => {
    expect(await linesOf('one\ntwo\n')).toEqual([
      [1, 'one'],
      [2, 'two'],
    ]);
    expect(await linesOf('one\n\ntwo')).toEqual([
      [1, 'one'],
      [2, ''],
      [3, 'two'],
    ]);
    expect(await linesOf()).toEqual([]);
  });

  it('are the same however the file comes in pieces', async () => {
    const texts = fc.array(fc.string({ unit: fc.constantFrom('a', 'é', '\n'), maxLength: 20 }), {
      maxLength: 10,
    });
    await fc.assert(
      fc.asyncProperty(texts, async (chunks) => {
        expect(await linesOf(...chunks)).toEqual(await linesOf(chunks.join('')));
      }),
    );
  });

  it('are not kept when they are too long, and those behind them are', async () => {
    const longest = 'x'.repeat(maxLineBytes);
    const pieces = Array.from({ length: 40 }, () => 'y'.repeat(maxLineBytes / 10));
    expect(await linesOf(`${longest}\n${longest}x\nshort\n`, ...pieces, '\nend')).toEqual([
      [1, longest],
      [2, null],
      [3, 'short'],
      [4, null],
      [5, 'end'],
    ]);
  });
});
