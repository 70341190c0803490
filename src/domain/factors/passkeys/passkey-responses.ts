/**
 * What browsers hand back, read and checked. Nothing in here is believed, looks anything up or ever throws: a response is good
 * for the challenge, the passkey and us, or it is null. It is bounded by the form it comes in.
 */
import { z } from 'zod';
import { algorithms } from './passkey-options.ts';
import type { NewPasskey, Passkey } from './passkey-store.ts';
import type { RelyingParty } from './relying-party.ts';

/** WebAuthn Level 3, section 5.1.3 step 17: credential ids are at most this long. */
const maxCredentialIdBytes = 1023;
const maxTransports = 10;

const base64url = z.string().regex(/^[\w-]+$/);
const credentialId = base64url.max(Math.ceil((maxCredentialIdBytes * 4) / 3));

const credential = { id: credentialId, rawId: credentialId, type: z.literal('public-key') };

const signInResponse = z.object({
  ...credential,
  response: z.object({
    clientDataJSON: base64url,
    authenticatorData: base64url,
    signature: base64url,
    userHandle: base64url.nullable().default(null),
  }),
});

const enrolmentResponse = z.object({
  ...credential,
  response: z.object({
    clientDataJSON: base64url,
    attestationObject: base64url,
    transports: z.array(z.string()).optional().catch([]),
  }),
});

export interface SignInResponse extends z.infer<typeof signInResponse> {
  readonly challenge: string;
}

export interface EnrolmentResponse extends z.infer<typeof enrolmentResponse> {
  readonly challenge: string;
}

/** Everything but `challenge`, which tells nothing about the authenticator, is checked by `verify…`. */
export function parseSignInResponse(text: string): SignInResponse | null {
  return parseResponse(signInResponse, text);
}

export function parseEnrolmentResponse(text: string): EnrolmentResponse | null {
  return parseResponse(enrolmentResponse, text);
}

function parseResponse<Response extends { response: { clientDataJSON: string } }>(
  schema: z.ZodType<Response>,
  text: string,
): (Response & { challenge: string }) | null {
  const parsed = schema.safeParse(parseJson(text));
  if (!parsed.success) return null;
  const clientData = clientDataSchema.safeParse(
    parseJson(Buffer.from(parsed.data.response.clientDataJSON, 'base64url').toString()),
  );
  return clientData.success ? { ...parsed.data, challenge: clientData.data.challenge } : null;
}

/** Our pages are never in a frame, so nobody else's page may have asked. The other members are the library's to check. */
const clientDataSchema = z.object({
  challenge: z.string(),
  crossOrigin: z.literal(false).optional(),
  topOrigin: z.undefined().optional(),
});

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text) as unknown;
  } catch {
    return null;
  }
}

export interface VerifiedSignIn {
  readonly signCount: number;
  readonly isBackedUp: boolean;
}

/** @returns null unless the passkey signed the challenge for us, with its owner present and verified */
export async function verifySignIn(
  party: RelyingParty,
  response: SignInResponse,
  passkey: Pick<Passkey, 'credentialId' | 'publicKey' | 'isBackupEligible'>,
): Promise<VerifiedSignIn | null> {
  const { verifyAuthenticationResponse } = await webAuthn();
  const { userHandle, ...signed } = response.response;
  const verification = await orNull(() =>
    verifyAuthenticationResponse({
      ...expected(party, response.challenge),
      response: {
        ...response,
        response: { ...signed, ...(userHandle === null ? {} : { userHandle }) },
        clientExtensionResults: {},
      },
      credential: {
        id: passkey.credentialId.toString('base64url'),
        publicKey: new Uint8Array(passkey.publicKey),
        // What the count means is decided where it is stored, in one statement.
        counter: 0,
      },
    }),
  );
  if (verification?.verified !== true) return null;
  const { newCounter, credentialBackedUp, credentialDeviceType } = verification.authenticationInfo;
  if ((credentialDeviceType === 'multiDevice') !== passkey.isBackupEligible) return null;
  return { signCount: newCounter, isBackedUp: credentialBackedUp };
}

export type VerifiedEnrolment = Pick<
  NewPasskey,
  'credentialId' | 'publicKey' | 'signCount' | 'transports' | 'aaguid' | 'isBackupEligible' | 'isBackedUp'
>;

/** @returns null unless an authenticator made a passkey for the challenge and us, with its owner present and verified */
export async function verifyEnrolment(
  party: RelyingParty,
  response: EnrolmentResponse,
): Promise<VerifiedEnrolment | null> {
  const { verifyRegistrationResponse } = await webAuthn();
  const { clientDataJSON, attestationObject, transports = [] } = response.response;
  const verification = await orNull(async () => {
    await refuseForeignAttestation(attestationObject);
    return verifyRegistrationResponse({
      ...expected(party, response.challenge),
      response: { ...response, response: { clientDataJSON, attestationObject }, clientExtensionResults: {} },
      supportedAlgorithmIDs: [...algorithms],
    });
  });
  if (verification?.verified !== true) return null;
  const {
    credential: made,
    aaguid,
    credentialDeviceType,
    credentialBackedUp,
  } = verification.registrationInfo;
  const id = Buffer.from(made.id, 'base64url');
  if (made.id !== response.id || id.length > maxCredentialIdBytes) return null;
  return {
    credentialId: id,
    publicKey: Buffer.from(made.publicKey),
    signCount: made.counter,
    transports: transports.filter((name) => /^[a-z-]{1,32}$/.test(name)).slice(0, maxTransports),
    aaguid,
    isBackupEligible: credentialDeviceType === 'multiDevice',
    isBackedUp: credentialBackedUp,
  };
}

/**
 * We ask for no attestation and trust none. Only the two forms are let through that say nothing about the maker: for any other
 * the library reads certificates of the sender's choice, and fetches the revocation lists they name.
 */
async function refuseForeignAttestation(attestationObject: string): Promise<void> {
  const { decodeAttestationObject, isoBase64URL } = await import('@simplewebauthn/server/helpers');
  const decoded = decodeAttestationObject(isoBase64URL.toBuffer(attestationObject));
  const isSelfMade = decoded.get('fmt') === 'packed' && decoded.get('attStmt').get('x5c') === undefined;
  if (decoded.get('fmt') !== 'none' && !isSelfMade) throw new Error('attestation was not asked for');
}

function expected({ id, origin }: RelyingParty, challenge: string) {
  return {
    expectedChallenge: challenge,
    expectedOrigin: origin,
    expectedRPID: id,
    requireUserVerification: true,
  };
}

/** Loaded when first needed: it takes longer to load, and more memory, than most of the service. */
const webAuthn = () => import('@simplewebauthn/server');

/** The library throws for whatever is wrong with a response, and whatever it meets in one. */
async function orNull<Result>(verify: () => Promise<Result>): Promise<Result | null> {
  try {
    return await verify();
  } catch {
    return null;
  }
}
