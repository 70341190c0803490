import type { Bench, Scenario } from '../bench.ts';
import { basic } from '../deployment/parties.ts';
import type { TestApi, TestClient } from '../../src/e2e/harness/registry.ts';
import type { RequestsWork } from '../load/job.ts';
import { atLeast } from '../outcome.ts';
import { compare, serviceSubject } from '../subjects.ts';
import { insertSubject, pgbenchInserts, startTokenScene, writeLines } from './token-requests.ts';

const name = 'client-credentials';

/** Tokens for one client, with its secret in the Authorization header. */
export const clientCredentials: Scenario = {
  name,
  async run(bench) {
    const { deployment, service, parties } = await startTokenScene(bench);
    const work = await clientCredentialsWork(bench, parties.api, [parties.machine]);
    return compare({
      bench,
      deployment,
      subjects: [serviceSubject({ bench, deployment, service, name, work: () => work })],
      references: [() => insertSubject(bench, deployment)],
      ratios: [[name, pgbenchInserts, atLeast(0.8)]],
    });
  },
};

/** The clients in turn. */
export async function clientCredentialsWork(
  bench: Bench,
  api: TestApi,
  clients: readonly TestClient[],
): Promise<RequestsWork> {
  const form = new URLSearchParams({
    grant_type: 'client_credentials',
    scope: 'notes:read',
    resource: api.audience,
  }).toString();
  const lines = clients.map((client) => `${basic(client)}\t${form}`);
  return {
    kind: 'requests',
    path: '/token',
    headers: {},
    file: await writeLines(bench, `${clients.length}-clients`, lines),
    lines: { from: 0, count: clients.length },
    order: 'cycle',
    chunked: false,
    expect: 'tokens',
  };
}
