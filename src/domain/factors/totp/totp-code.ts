import { HOTP, Secret, TOTP } from 'otpauth';
import { equalInConstantTime } from '../../../platform/digest.ts';
import { digitsAsTyped } from '../../typed-digits.ts';

/** What every authenticator app supports; most ignore anything else they are told. */
const algorithm = 'SHA1';
const digits = 6;
const periodSeconds = 30;

/** 160 bits, the length of the hash (RFC 4226 section 4). */
export const totpSecretBytes = 20;

/** Clocks of telephones drift, and people type slowly: one step earlier and one later count as well. */
const window = [-1, 0, 1];

export interface AuthenticatorSetup {
  /** `otpauth://` URI, which authenticator apps read from a QR code. */
  readonly uri: string;
  /** The secret in base32, for typing in. */
  readonly key: string;
}

/** @param issuerName what the app shows above the codes */
export function describeTotp(secret: Buffer, issuerName: string, label: string): AuthenticatorSetup {
  const shared = toSecret(secret);
  const options = { issuer: issuerName, label, secret: shared, algorithm, digits, period: periodSeconds };
  return { uri: new TOTP(options).toString(), key: shared.base32 };
}

/** The steps around the current one that have this code: none when it is wrong, seldom more than one. */
export function stepsOfCode(secret: Buffer, code: string, currentStep: number): number[] {
  const typed = Buffer.from(digitsAsTyped(code));
  const shared = toSecret(secret);
  return window
    .map((distance) => currentStep + distance)
    .filter((step) => {
      const expected = HOTP.generate({ secret: shared, algorithm, digits, counter: step });
      return equalInConstantTime(Buffer.from(expected), typed);
    });
}

function toSecret(secret: Buffer): Secret {
  return Secret.fromHex(secret.toString('hex'));
}
