/**
 * What is wrong with a name or description that a consent page shows in the middle of our own words; null when nothing is.
 * Control characters and text-direction overrides could make it read as something else.
 */
export function displayTextProblem(text: string): string | null {
  const isPlain = text.trim() !== '' && !/[\p{Cc}\p{Zl}\p{Zp}\u202a-\u202e\u2066-\u2069]/u.test(text);
  return isPlain ? null : 'expected visible text without control or text-direction characters';
}
