/** `npm run common-passwords`: takes over the list of the most used passwords from the package that keeps it. */
import { writeFileSync } from 'node:fs';
import path from 'node:path';
import { listedPasswords } from './listed-passwords.ts';
import { encodeDigests } from '../common-passwords.ts';

const text = `/** Digests of the most used passwords. Generated: \`npm run common-passwords\`. */
export const commonPasswordDigests =
  '${encodeDigests(listedPasswords())}';
`;

writeFileSync(path.join(import.meta.dirname, '../common-password-digests.ts'), text);
