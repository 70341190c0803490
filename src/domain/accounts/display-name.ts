/** What somebody wants to be called: people and providers enter anything, and apps show it in the middle of their own words. */
export function toDisplayName(text: string): string {
  return text
    .normalize('NFC')
    .replaceAll(/[\p{Cc}\p{Zl}\p{Zp}\u202a-\u202e\u2066-\u2069\s]+/gu, ' ')
    .trim();
}
