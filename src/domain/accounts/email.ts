const maxLength = 254;
const form = /^[^\s@\p{Cc}]{1,64}@[^\s@\p{Cc}]+\.[^\s@\p{Cc}]+$/u;

/** The address in the form two spellings are compared in: Unicode NFKC, lower case. */
export function emailKey(email: string): string {
  return email.normalize('NFKC').trim().toLowerCase();
}

/** A plausible address, trimmed; null otherwise. Only mail that arrives proves an address. */
export function parseEmail(text: string): string | null {
  const email = text.normalize('NFC').trim();
  return email.length <= maxLength && form.test(email) ? email : null;
}
