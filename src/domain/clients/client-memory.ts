import type { Coherence } from '../coherence/coherence.ts';
import { createCoherentCache } from '../coherence/coherent-cache.ts';
import type { Api, ApiStore, Client, ClientStore } from './client.ts';

/** Registered clients, kept in memory while nothing has changed about them. */
export interface ClientMemory extends Pick<ClientStore, 'findLive'> {
  /** The client if it is in memory; the same object for as long as nothing changed. Asks nobody. */
  remembered(clientId: string): Client | undefined;
}

/** Nobody is remembered as absent: who is registered is known at once. */
export function rememberClients(
  clients: Pick<ClientStore, 'findLive'>,
  coherence: Coherence,
  capacity: number,
): ClientMemory {
  const memory = createCoherentCache<Client>(coherence, {
    capacity,
    restsOn: () => [],
    goodUntil: ({ secretsEndAt }) => secretsEndAt?.getTime() ?? Infinity,
  });
  return {
    remembered: (clientId) => memory.get(clientId),
    async findLive(clientId) {
      const remembered = memory.get(clientId);
      if (remembered !== undefined) return remembered;
      const since = coherence.position();
      const client = await clients.findLive(clientId);
      if (client !== null) memory.put(clientId, client, since);
      return client;
    },
  };
}

/** The same for APIs, by audience. */
export function rememberApis(
  apis: Pick<ApiStore, 'findLive'>,
  coherence: Coherence,
  capacity: number,
): Pick<ApiStore, 'findLive'> {
  const memory = createCoherentCache<Api>(coherence, {
    capacity,
    restsOn: ({ clientId }) => [clientId],
    goodUntil: () => Infinity,
  });
  return {
    async findLive(audience) {
      const remembered = memory.get(audience);
      if (remembered !== undefined) return remembered;
      const since = coherence.position();
      const api = await apis.findLive(audience);
      if (api !== null) memory.put(audience, api, since);
      return api;
    },
  };
}
