const parse = 'P'.charCodeAt(0);
const bind = 'B'.charCodeAt(0);

/**
 * Everything a part of a connection to Postgres speaks of, as text: the part itself, and the statements it runs by a name that
 * an earlier part gave them (PostgreSQL documentation, "Message Formats").
 *
 * @param named statements of the connection by name; added to
 */
export function textOf(chunk: Buffer, named: Map<string, string>): string {
  let text = chunk.toString('latin1');
  let offset = 0;
  while (offset + 5 <= chunk.length) {
    const length = chunk.readInt32BE(offset + 1);
    const end = offset + 1 + length;
    // Not a message: the start of a connection, or another protocol.
    if (length < 4 || end > chunk.length) break;
    const [first = '', second = ''] = chunk
      .subarray(offset + 5, end)
      .toString('latin1')
      .split('\0');
    if (chunk[offset] === parse) named.set(first, second);
    if (chunk[offset] === bind) text += named.get(second) ?? '';
    offset = end;
  }
  return text;
}
