import { createClientSecret, type NewClientSecret } from '../domain/clients/client-secret.ts';
import type { Storage } from '../domain/storage.ts';
import { parseDuration } from './duration.ts';
import { usageError } from './failure.ts';
import type { World } from './world.ts';

export const defaultGrace = '24h';

/** @throws CliFailure (2) */
export function parseGrace(text: string): number {
  const seconds = parseDuration(text);
  if (seconds === null)
    throw usageError(`--grace ${text}: expected a time such as 0, 30m, 24h or 7d, at most a year.`);
  return seconds;
}

/** A new secret for the client; the ones it had end after `graceSeconds`. */
export async function rotateSecret(
  storage: Pick<Storage, 'clients' | 'unitOfWork'>,
  clientId: string,
  graceSeconds: number,
  { random }: World,
): Promise<NewClientSecret> {
  const created = createClientSecret(random);
  await storage.unitOfWork(async () => {
    await storage.clients.addSecret(clientId, { id: created.id, digest: created.digest });
    await storage.clients.expireOtherSecrets(clientId, created.id, graceSeconds);
    return 'commit';
  });
  return created;
}

/** Shows the secret, which nobody can show again. */
export function secretText(secret: string): string {
  return [`  ${secret}`, 'Keep it now: it is not stored and cannot be shown again.'].join('\n');
}
