import { domainToASCII } from 'node:url';

export const maxEmailLength = 254;
const form = /^[^\s@\p{Cc}]{1,64}@[^\s@\p{Cc}]+\.[^\s@\p{Cc}]+$/u;
/** What nobody sees, and mail servers partly leave out: another spelling of what is the same mailbox. */
const invisible = /[\p{Default_Ignorable_Code_Point}\p{Cf}]/u;

const labels = /^[\p{L}\p{M}\p{N}-]+(?:\.[\p{L}\p{M}\p{N}-]+)+$/u;
const asciiLabels = /^[a-z0-9](?:[a-z0-9-]*[a-z0-9])?(?:\.[a-z0-9](?:[a-z0-9-]*[a-z0-9])?)+$/;

/** Nothing but labels: whoever converts it takes it for a host in a URL, which may go on with much else, and end with a dot. */
function isDomain(domain: string): boolean {
  return labels.test(domain.normalize('NFKC')) && asciiLabels.test(domainToASCII(domain));
}

/** The address in the form two spellings are compared in: Unicode NFKC, lower case, the domain as it is looked up (IDNA). */
export function emailKey(email: string): string {
  const key = email.normalize('NFKC').trim().toLowerCase();
  const at = key.lastIndexOf('@');
  const domain = domainToASCII(key.slice(at + 1));
  return at === -1 || domain === '' ? key : `${key.slice(0, at)}@${domain}`;
}

/** A plausible address, trimmed; null otherwise. Only mail that arrives proves an address. */
export function parseEmail(text: string): string | null {
  const email = text.normalize('NFC').trim();
  if (email.length > maxEmailLength || !form.test(email) || invisible.test(email)) return null;
  const [local = '', domain = ''] = email.split('@');
  // One that would be compared as another one's is nobody's to prove.
  const isOneMailbox = local === local.normalize('NFKC') && isDomain(domain);
  return isOneMailbox ? email : null;
}
