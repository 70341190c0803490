import { Counter, Gauge, Histogram, Registry, collectDefaultMetrics } from 'prom-client';

/** What the service counts; `registry.metrics()` renders it in the Prometheus text format. */
export interface Metrics {
  readonly registry: Registry;
  readonly requestSeconds: Histogram<'route' | 'method' | 'status'>;
  readonly signIns: Counter<'outcome'>;
  readonly secondSteps: Counter<'method' | 'outcome'>;
  readonly rateLimited: Counter<'limit'>;
  readonly faults: Counter<'component'>;
  readonly mails: Counter<'outcome'>;
  readonly introspections: IntrospectionTally;
}

/** Counted without the library, which takes longer over one count than an answer from memory does. */
export interface IntrospectionTally {
  memory: number;
  database: number;
}

/** Read whenever the metrics are. */
export interface MetricReadings {
  readonly requestsWaiting: () => number;
  readonly passwordQueueLength: () => number;
  /** Whether changes in the database are heard of, so that memory may be used. */
  readonly hearsOfChanges: () => boolean;
}

export function createMetrics(readings: MetricReadings): Metrics {
  const registry = new Registry();
  collectDefaultMetrics({ register: registry });
  const registers = [registry];
  observe(readings, registers);
  const introspections: IntrospectionTally = { memory: 0, database: 0 };
  countIntrospections(introspections, registry);
  return {
    registry,
    introspections,
    requestSeconds: new Histogram({
      name: 'symbolon_http_request_duration_seconds',
      help: 'Time to answer a request, by route.',
      labelNames: ['route', 'method', 'status'],
      buckets: [0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5],
      registers,
    }),
    signIns: new Counter({
      name: 'symbolon_sign_ins_total',
      help: 'Sign-in attempts by outcome.',
      labelNames: ['outcome'],
      registers,
    }),
    secondSteps: new Counter({
      name: 'symbolon_second_steps_total',
      help: 'Second steps of sign-ins by method and outcome.',
      labelNames: ['method', 'outcome'],
      registers,
    }),
    rateLimited: new Counter({
      name: 'symbolon_rate_limited_total',
      help: 'Requests refused by a rate limit. Sign-ins are counted by outcome.',
      labelNames: ['limit'],
      registers,
    }),
    mails: new Counter({
      name: 'symbolon_mails_total',
      help: 'Mails handed over (sent), refused and to be tried again (failed), or not sent in their time (given_up).',
      labelNames: ['outcome'],
      registers,
    }),
    faults: new Counter({
      name: 'symbolon_faults_total',
      help: 'Requests answered with 503 because a part was unavailable.',
      labelNames: ['component'],
      registers,
    }),
  };
}

function observe(readings: MetricReadings, registers: Registry[]): void {
  const gauge = (name: string, help: string, read: () => number): void => {
    new Gauge({
      name,
      help,
      registers,
      collect() {
        this.set(read());
      },
    });
  };
  gauge(
    'symbolon_requests_waiting',
    'Requests, other than token checks, that wait to be begun.',
    readings.requestsWaiting,
  );
  gauge(
    'symbolon_password_queue_length',
    'Password hashes waiting for their turn.',
    readings.passwordQueueLength,
  );
  gauge(
    'symbolon_hears_of_changes',
    'Processes that hear of changes in the database at once; the others ask it about every token.',
    () => (readings.hearsOfChanges() ? 1 : 0),
  );
}

function countIntrospections(tally: IntrospectionTally, registry: Registry): void {
  new Counter({
    name: 'symbolon_introspections_total',
    help: 'Tokens asked about: answered at once (memory), or by a read (database). Only the latter are timed as requests.',
    labelNames: ['answered_from'],
    registers: [registry],
    collect() {
      this.reset();
      this.inc({ answered_from: 'memory' }, tally.memory);
      this.inc({ answered_from: 'database' }, tally.database);
    },
  });
}
