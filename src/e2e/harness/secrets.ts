/** Looks for secrets in what was stored or logged, in every form in which one would be found there. */

/** Name -> value; of several values, each counts. */
export type Secrets = Readonly<Record<string, string | readonly string[]>>;

/** Long enough that no part of this length is there by chance. */
const partLength = 20;

/** The names of all secrets that `text` contains, whole or in part, as text, hexadecimal, base64 or percent-encoded. */
export function findSecrets(text: string, secrets: Secrets): string[] {
  const lowerCase = text.toLowerCase();
  return Object.entries(secrets).flatMap(([name, values]) =>
    [values].flat().flatMap((value) => {
      if (value.length < 6) throw new Error(`${name} is too short to be looked for: "${value}"`);
      return isIn(text, lowerCase, value) ? [`${name}: ${value}`] : [];
    }),
  );
}

function isIn(text: string, lowerCase: string, value: string): boolean {
  const hex = Buffer.from(value).toString('hex');
  if (lowerCase.includes(hex)) return true;
  return [value, encodeURIComponent(value), ...partsOf(value), ...base64Of(value)].some((form) =>
    text.includes(form),
  );
}

/** A part from the middle, since logs and columns cut at both ends. */
function partsOf(value: string): string[] {
  if (value.length < partLength * 2) return [];
  const start = Math.floor((value.length - partLength) / 2);
  return [value.slice(start, start + partLength)];
}

/** As it appears inside of a longer base64 text, in each of the three alignments. */
function base64Of(value: string): string[] {
  return [0, 1, 2].flatMap((offset) => {
    const bytes = Buffer.concat([Buffer.alloc(offset), Buffer.from(value)]);
    const aligned = bytes.subarray(0, bytes.length - (bytes.length % 3));
    const skipped = offset === 0 ? 0 : 4;
    return (['base64', 'base64url'] as const).map((encoding) => aligned.toString(encoding).slice(skipped));
  });
}
