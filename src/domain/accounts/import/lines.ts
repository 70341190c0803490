/** Longer ones are not kept. */
export const maxLineBytes = 64 * 1024;

export interface Line {
  /** From 1. */
  readonly number: number;
  /** Without its end; null when it is too long. */
  readonly content: Buffer | null;
}

const lineFeed = 0x0a;

/** The lines of a file of any size, in the memory of one. */
export async function* readLines(chunks: AsyncIterable<Buffer>): AsyncGenerator<Line> {
  let number = 1;
  let kept: Buffer[] = [];
  let bytes = 0;
  const keep = (part: Buffer): void => {
    bytes += part.length;
    if (bytes <= maxLineBytes) kept.push(part);
    else kept = [];
  };
  const take = (): Line => {
    const line = { number, content: bytes > maxLineBytes ? null : Buffer.concat(kept) };
    [number, kept, bytes] = [number + 1, [], 0];
    return line;
  };
  for await (const chunk of chunks) {
    let start = 0;
    for (let end = chunk.indexOf(lineFeed); end !== -1; end = chunk.indexOf(lineFeed, start)) {
      keep(chunk.subarray(start, end));
      yield take();
      start = end + 1;
    }
    keep(chunk.subarray(start));
  }
  if (bytes > 0) yield take();
}
