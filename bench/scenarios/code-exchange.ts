import type { Bench, Scenario } from '../bench.ts';
import { codeVerifier } from '../deployment/grants.ts';
import type { RequestsWork } from '../load/job.ts';
import { atLeast } from '../outcome.ts';
import { compare, serviceSubject } from '../subjects.ts';
import {
  type TokenScene,
  insertSubject,
  pgbenchInserts,
  slices,
  startTokenScene,
  writeLines,
} from './token-requests.ts';

const name = 'code-exchange';
/** How fast the service is, is tried with so many codes for each connection. */
const triedCodes = 30;
/** By how much the service may turn out to be faster than when it was tried. */
const margin = 2;

/** A code and its PKCE verifier for an access token and a refresh token. */
export const codeExchange: Scenario = {
  name,
  async run(bench) {
    const scene = await startTokenScene(bench);
    const { deployment, service } = scene;
    const trial = await exchangeWork(bench, scene, triedCodes * bench.sizes.connections);
    const tried = await bench.load(service.target, trial, { warmUpMs: 0 });
    const perMeasurement = Math.ceil(
      (margin * tried.operations * (bench.sizes.durationSeconds + bench.sizes.warmUpSeconds)) / tried.seconds,
    );
    // One part for each round, for warming up, and for counting statements.
    const parts = bench.sizes.runs + 2;
    const work = await exchangeWork(bench, scene, perMeasurement * parts);
    const takeSlice = slices(work.lines.count, parts);
    return compare({
      bench,
      deployment,
      subjects: [
        serviceSubject({
          bench,
          deployment,
          service,
          name,
          work: () => ({ ...work, lines: takeSlice() }),
          // As with tokens that are asked about once: none may be spent before the measurement opens.
          job: { warmUpMs: 0 },
        }),
      ],
      references: [() => insertSubject(bench, deployment)],
      ratios: [[name, pgbenchInserts, atLeast(0.5)]],
    });
  },
};

async function exchangeWork(bench: Bench, scene: TokenScene, count: number): Promise<RequestsWork> {
  const { app } = scene.parties;
  const form = new URLSearchParams({
    grant_type: 'authorization_code',
    client_id: app.clientId,
    redirect_uri: app.redirectUri,
    code_verifier: codeVerifier,
  }).toString();
  const prepared = await scene.prepare(count, ['code']);
  const lines = prepared.map(({ code }) => `${form}&code=${code}`);
  return {
    kind: 'requests',
    path: '/token',
    headers: {},
    file: await writeLines(bench, 'codes', lines),
    lines: { from: 0, count },
    order: 'once',
    chunked: false,
    expect: 'tokens',
  };
}
