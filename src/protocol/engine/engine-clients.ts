import type { Client as EngineClient, Provider } from 'oidc-provider';
import type { Client, ClientStore } from '../../domain/clients/client.ts';
import { clientIdProblem } from '../../domain/clients/syntax/client-id.ts';
import { accountClientId, createAccountClient } from '../policies/account-client.ts';
import { toEngineMetadata } from '../policies/client-extension.ts';
import { guarded } from '../request/engine-request.ts';

/**
 * Makes the engine build its object of a client once for as long as nothing about the client changes. By itself it reads,
 * serialises and hashes the metadata for every request, and keeps a hundred clients.
 */
export function useRegisteredClients(
  provider: Provider,
  clients: Pick<ClientStore, 'findLive'>,
  issuer: string,
): void {
  const accountClient = createAccountClient(provider, issuer);
  const built = new WeakMap<Client, EngineClient>();
  // Its types leave the constructor out.
  const EngineClient = provider.Client as unknown as new (metadata: Record<string, unknown>) => EngineClient;
  provider.Client.find = async (clientId: string): Promise<EngineClient | undefined> => {
    if (clientId === accountClientId) return accountClient;
    // What cannot be registered cannot be found, and some of it the database would not even take as text.
    if (typeof clientId !== 'string' || clientIdProblem(clientId) !== null) return undefined;
    const client = await guarded(() => clients.findLive(clientId));
    if (client === null) return undefined;
    const known = built.get(client);
    if (known !== undefined) return known;
    const engineClient = new EngineClient(toEngineMetadata(client));
    built.set(client, engineClient);
    return engineClient;
  };
}
