import { type Cluster, type ClusterOptions, startCluster } from '../harness/processes/cluster.ts';
import {
  type HttpConnections,
  type RawAnswer,
  createHttpConnections,
  formRequest,
  headerOf,
} from '../harness/network/http-connection.ts';
import type { TestApi } from '../harness/registry.ts';
import { connectToWorkers } from '../harness/processes/worker-connections.ts';
import { type Ending, type Ground, type Subject, layGround } from './endings.ts';
import { type Answer, type ReadResult, type Recorder, createRecorder } from './history.ts';

/** A deployment whose every process is asked about tokens and told to end them, and what came of it. */
export interface Watch extends AsyncDisposable {
  readonly cluster: Cluster;
  readonly ground: Ground;
  /** Of every replica every worker. */
  readonly processes: readonly HttpConnections[];
  readonly recorder: Recorder;
  ask(subject: Subject, process: HttpConnections): Promise<Answer>;
  /** All processes at once. */
  askEverywhere(subject: Subject): Promise<Answer[]>;
  /** At `process`, or at one after the other. True when it was confirmed. */
  end(ending: Ending, process?: HttpConnections): Promise<boolean>;
}

export async function startWatch(options: ClusterOptions): Promise<Watch> {
  await using stack = new AsyncDisposableStack();
  const cluster = stack.use(
    await startCluster({ ...options, env: { SYMBOLON_LOG_LEVEL: 'warn', ...options.env } }),
  );
  const ground = await layGround(cluster.issuer, cluster.registry);
  const ofReplicas = await Promise.all(
    cluster.replicas.map(({ url }) => connectToProcesses(url, options.workers ?? 1)),
  );
  const processes = ofReplicas.flat();
  for (const process of processes) stack.use(process);
  const recorder = createRecorder();
  const ask = (subject: Subject, process: HttpConnections): Promise<Answer> =>
    recorder.read(subject.token, process.name, () => askAbout(process, ground.api, subject));
  let turn = 0;

  const owned = stack.move();
  return {
    cluster,
    ground,
    processes,
    recorder,
    ask,
    askEverywhere: (subject) => Promise.all(processes.map((process) => ask(subject, process))),
    end(ending, process = processes[(turn += 1) % processes.length]) {
      if (process === undefined) throw new Error('there is no process');
      const tokens = ending.subjects.map(({ token }) => token);
      return recorder.end(tokens, ending.how, () => ending.end(process));
    },
    [Symbol.asyncDispose]: () => owned.disposeAsync(),
  };
}

async function connectToProcesses(url: string, workers: number): Promise<HttpConnections[]> {
  return workers === 1 ? [createHttpConnections(url)] : connectToWorkers(url, workers);
}

/** Asks one process about a token, and judges the answer as a careful API would. */
async function askAbout(process: HttpConnections, api: TestApi, subject: Subject): Promise<ReadResult> {
  return judge(await process.send(formRequest('/introspect', { token: subject.token }, api)), api, subject);
}

const inactive = '{"active":false}';

function judge(answer: RawAnswer, api: TestApi, { clientId, accountId }: Subject): ReadResult {
  const text = answer.body.toString();
  if (answer.status === 200 && text === inactive) return { answer: 'inactive' };
  const body = JSON.parse(text) as Record<string, unknown>;
  if (answer.status === 200 && body['active'] === true) {
    const isRight =
      body['client_id'] === clientId && (body['sub'] ?? null) === accountId && body['aud'] === api.audience;
    return isRight ? { answer: 'active' } : { answer: 'improper', detail: `of another token: ${text}` };
  }
  const isUnavailable =
    answer.status === 503 &&
    Number(headerOf(answer, 'retry-after')) > 0 &&
    body['error'] === 'temporarily_unavailable';
  return isUnavailable
    ? { answer: 'unavailable' }
    : { answer: 'improper', detail: `${answer.status} ${JSON.stringify(answer.headers)} ${text}` };
}
