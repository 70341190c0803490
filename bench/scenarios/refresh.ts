import type { Scenario } from '../bench.ts';
import type { RefreshChainsWork } from '../load/job.ts';
import { atLeast } from '../outcome.ts';
import { compare, serviceSubject } from '../subjects.ts';
import { insertSubject, pgbenchInserts, slices, startTokenScene, writeLines } from './token-requests.ts';

const name = 'refresh';

/** Chains: each answer's refresh token is the next one to be spent. */
export const refresh: Scenario = {
  name,
  async run(bench) {
    const scene = await startTokenScene(bench);
    const { deployment, service, parties } = scene;
    const parts = bench.sizes.runs + 2;
    const prepared = await scene.prepare(bench.sizes.connections * parts, ['refreshToken']);
    const file = await writeLines(
      bench,
      'refresh-tokens',
      prepared.map(({ refreshToken }) => refreshToken),
    );
    const takeSlice = slices(prepared.length, parts);
    const work = (): RefreshChainsWork => ({
      kind: 'refresh-chains',
      headers: {},
      form: `grant_type=refresh_token&client_id=${parties.app.clientId}`,
      file,
      lines: takeSlice(),
    });
    return compare({
      bench,
      deployment,
      subjects: [serviceSubject({ bench, deployment, service, name, work })],
      references: [() => insertSubject(bench, deployment)],
      ratios: [[name, pgbenchInserts, atLeast(0.5)]],
    });
  },
};
