import type { Bench, Scenario } from '../bench.ts';
import { basic, scope } from '../deployment/parties.ts';
import type { LoginsWork } from '../load/job.ts';
import { argon2Concurrency, argon2Parameters } from '../options.ts';
import { atLeast } from '../outcome.ts';
import { startArgon2Process } from '../references/argon2-process.ts';
import type { Subject } from '../rounds.ts';
import { compare, serviceSubject } from '../subjects.ts';
import { type TokenScene, startTokenScene, writeLines } from './token-requests.ts';

const name = 'login';
const verifies = 'raw argon2 verifies';

/** Sign-ins at once: enough that there is always a password to verify, few enough that none is refused. */
export const signInsAtOnce = argon2Concurrency * 8;

/** Whole sign-ins over HTTP, each by a new browser: authorize, form, code, token. */
export const login: Scenario = {
  name,
  async run(bench) {
    const scene = await startTokenScene(bench);
    const { deployment, service } = scene;
    const work = await loginsWork(bench, scene, { mayBeRefused: false });
    return compare({
      bench,
      deployment,
      subjects: [
        serviceSubject({
          bench,
          deployment,
          service,
          name,
          work: () => work,
          job: { connections: signInsAtOnce },
        }),
      ],
      references: [() => argon2Subject(bench)],
      ratios: [[name, verifies, atLeast(0.9)]],
    });
  },
};

/** Sign-ins at a first-party web application, which asks for no consent. */
export async function loginsWork(
  bench: Bench,
  { parties, accounts, deployment }: TokenScene,
  { mayBeRefused }: Pick<LoginsWork, 'mayBeRefused'>,
): Promise<LoginsWork> {
  const { site, api, account } = parties;
  return {
    kind: 'logins',
    issuer: deployment.issuer,
    clientId: site.clientId,
    authorization: basic(site),
    redirectUri: site.redirectUri,
    scope: `openid ${scope}`,
    resource: api.audience,
    file: await writeLines(
      bench,
      'accounts',
      accounts.map(({ email }) => email),
    ),
    password: account.password,
    mayBeRefused,
  };
}

/** Verifies of the service's own parameters, as many at once as the service does. */
async function argon2Subject(bench: Bench): Promise<Subject> {
  const argon2 = bench.own(startArgon2Process());
  return {
    name: verifies,
    async measure() {
      const done = await argon2.measure({
        parameters: argon2Parameters,
        concurrency: argon2Concurrency,
        durationMs: bench.sizes.durationSeconds * 1000,
      });
      return {
        perSecond: done.verifies / done.seconds,
        cpuMicroseconds: null,
        postgresMicroseconds: null,
        latency: null,
        generatorLoad: null,
        problems: [],
      };
    },
  };
}
