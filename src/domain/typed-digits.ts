/**
 * The digits that somebody typed or pasted: keyboards have the digits of their language, groups are kept apart by spaces or
 * dashes, and what is copied from a right-to-left text brings invisible marks along.
 */
export function digitsAsTyped(text: string): string {
  return text
    .normalize('NFKC')
    .replaceAll(/[\s\p{Pd}\p{Cf}]/gu, '')
    .replaceAll(/[\u0660-\u0669\u06f0-\u06f9]/g, (digit) => String(digit.charCodeAt(0) & 0xf));
}
