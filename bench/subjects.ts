import type { Bench } from './bench.ts';
import type { Deployment } from './deployment/deployment.ts';
import type { ServiceProcess } from './deployment/service-process.ts';
import { callsSince, readStatementCalls, sumOf } from './deployment/statements.ts';
import type { Job, RequestsWork, Result, Work } from './load/job.ts';
import { firstRequest } from './load/requests.ts';
import { databaseConnections } from './options.ts';
import type { Figure, Outcome, Target } from './outcome.ts';
import { startBareHttpServer } from './references/bare-http-server.ts';
import type { Pgbench, PgbenchOptions } from './references/pgbench.ts';
import { type Subject, alternate, ratio, roundProblems, rowsOf, sampleOf } from './rounds.ts';
import { spreadOf } from './statistics.ts';

export const bareHttp = 'bare node:http';

export interface ServiceLoad {
  readonly bench: Bench;
  readonly deployment: Deployment;
  readonly service: ServiceProcess;
  readonly name: string;
  /** Asked for anew each time it is measured. */
  readonly work: () => Work;
  readonly job?: Partial<Job>;
}

export interface ServiceSubject extends Subject {
  readonly run: (job?: Partial<Job>) => Promise<Result>;
}

/** The service under a kind of load. */
export function serviceSubject({ bench, deployment, service, name, work, job }: ServiceLoad): ServiceSubject {
  const observe = { process: service.pid, postgres: deployment.postgresPid };
  const run = (more: Partial<Job> = {}): Promise<Result> =>
    bench.load(service.target, work(), { observe, ...job, ...more });
  return { name, run, measure: async () => sampleOf(await run()) };
}

/** A bare server that answers what the service answers to the first of these requests; it ends with the bench. */
export async function bareSubject(
  bench: Bench,
  service: ServiceProcess,
  work: RequestsWork,
): Promise<Subject> {
  const bare = bench.own(await startBareHttpServer(service.target, firstRequest(work, service.target)));
  return {
    name: bareHttp,
    measure: async () => sampleOf(await bench.load(bare.target, work, { observe: { process: bare.pid } })),
  };
}

export interface PgbenchLoad {
  readonly bench: Bench;
  readonly deployment: Deployment;
  readonly name: string;
  readonly open: (options: PgbenchOptions) => Promise<Pgbench>;
}

/** pgbench on the service's database, on as many connections as one process of the service has. */
export async function pgbenchSubject({ bench, deployment, name, open }: PgbenchLoad): Promise<Subject> {
  const pgbench = await open({ deployment, connections: databaseConnections, folder: bench.folder });
  return {
    name,
    async measure() {
      const { perSecond, serverMicroseconds } = await pgbench.measure(bench.sizes.durationSeconds);
      return {
        perSecond,
        cpuMicroseconds: null,
        postgresMicroseconds: serverMicroseconds,
        latency: null,
        generatorLoad: null,
        problems: [],
      };
    },
  };
}

export interface Comparison {
  readonly bench: Bench;
  readonly deployment: Deployment;
  readonly subjects: readonly ServiceSubject[];
  /** Not started where only the service is asked for. */
  readonly references: ReadonlyArray<() => Promise<Subject>>;
  readonly ratios: ReadonlyArray<readonly [over: string, under: string, target: Target | null]>;
}

/** Measures subjects and references in turn. */
export async function compare(comparison: Comparison): Promise<Outcome> {
  const { bench, subjects, ratios } = comparison;
  const references: Subject[] = [];
  if (!bench.options.onlyService) for (const open of comparison.references) references.push(await open());
  for (const subject of subjects) {
    const problems = (await subject.run()).problems.map(({ what }) => what);
    if (problems.length > 0) bench.progress(`while warming up: ${problems.join('; ')}`);
  }
  const rounds = await alternate([...subjects, ...references], bench.sizes.runs, (text) =>
    bench.progress(text),
  );
  return {
    rows: rowsOf(rounds),
    figures: [
      ...ratios.flatMap(([over, under, target]) => ratio(rounds, [over, under], target)),
      ...(bench.options.statements ? await statementFigures(comparison) : []),
    ],
    problems: roundProblems(rounds),
  };
}

async function statementFigures({ bench, deployment, subjects }: Comparison): Promise<Figure[]> {
  const figures: Figure[] = [];
  for (const { name, run } of subjects) {
    const before = await readStatementCalls(deployment);
    const { allOperations } = await run();
    const calls = callsSince(before, await readStatementCalls(deployment));
    if (allOperations === 0) continue;
    for (const [text, times] of calls)
      bench.progress(`${(times / allOperations).toFixed(2)}  ${text.slice(0, 160)}`);
    figures.push({
      name: `statements of each operation, ${name}`,
      value: spreadOf([sumOf(calls) / allOperations]),
      unit: '',
      target: null,
    });
  }
  return figures;
}
