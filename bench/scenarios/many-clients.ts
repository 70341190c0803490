import type { TestApi, TestClient } from '../../src/e2e/harness/registry.ts';
import type { Scenario } from '../bench.ts';
import type { Deployment } from '../deployment/deployment.ts';
import { basic, machineMetadata } from '../deployment/parties.ts';
import { atLeast } from '../outcome.ts';
import { compare, serviceSubject } from '../subjects.ts';
import { clientCredentialsWork } from './client-credentials.ts';
import { startTokenScene } from './token-requests.ts';

const few = 10;
const lanes = 4;

/** Client credentials of many clients in turn, against those of a few. */
export const manyClients: Scenario = {
  name: 'many-clients',
  async run(bench) {
    const { deployment, service, parties } = await startTokenScene(bench);
    bench.progress(`registering ${bench.sizes.clients} clients`);
    const clients = await registerClients(deployment, parties.api.audience, bench.sizes.clients);
    bench.progress('asking once for each');
    await askOnce(service.url, parties.api, clients);
    const common = { bench, deployment, service };
    const subjectOf = async (some: readonly TestClient[]) => {
      const work = await clientCredentialsWork(bench, parties.api, some);
      return serviceSubject({ ...common, name: `${some.length} clients`, work: () => work });
    };
    const subjects = [await subjectOf(clients), await subjectOf(clients.slice(0, few))] as const;
    return compare({
      bench,
      deployment,
      subjects,
      references: [],
      ratios: [[subjects[0].name, subjects[1].name, atLeast(0.95)]],
    });
  },
};

/** What a client costs the first time is paid once; here it is about all the other times. */
async function askOnce(url: string, api: TestApi, clients: readonly TestClient[]): Promise<void> {
  const body = `grant_type=client_credentials&resource=${encodeURIComponent(api.audience)}`;
  const turns = clients.values();
  const lane = async (): Promise<void> => {
    for (const client of turns) {
      const headers = {
        authorization: basic(client),
        'content-type': 'application/x-www-form-urlencoded',
      };
      const answer = await fetch(`${url}/token`, { method: 'POST', body, headers });
      await answer.arrayBuffer();
      if (!answer.ok) throw new Error(`a client was answered ${answer.status}`);
    }
  };
  await Promise.all(Array.from({ length: lanes }, lane));
}

async function registerClients(
  { registry }: Deployment,
  audience: string,
  count: number,
): Promise<TestClient[]> {
  const clients: TestClient[] = [];
  const turns = Array.from({ length: count }).keys();
  const lane = async (): Promise<void> => {
    for (const _turn of turns)
      clients.push(await registry.createClient({ ...machineMetadata, apis: [audience] }));
  };
  await Promise.all(Array.from({ length: lanes }, lane));
  return clients;
}
