import { AggregatorRegistry, Counter, Gauge, type PrometheusContentType, Registry } from 'prom-client';

/** All metrics of one process at one moment. */
export type MetricsSnapshot = Awaited<ReturnType<Registry['getMetricsAsJSON']>>;

/** The metrics of all workers as one, and what the primary knows of each. */
export interface WorkerMetrics {
  readonly contentType: string;
  /** What a worker answered last counts until it answers again. */
  update(worker: number, snapshot: MetricsSnapshot): void;
  serves(worker: number): void;
  /** It is gone, and another process takes its number. */
  isReplaced(worker: number): void;
  render(): Promise<string>;
}

export function createWorkerMetrics(): WorkerMetrics {
  const latest = new Map<number, MetricsSnapshot>();
  /** What workers had counted that are gone: were the sums to fall, it would read as if everything had begun anew. */
  let counted = Promise.resolve<MetricsSnapshot>([]);
  const own = new Registry();
  const up = new Gauge({
    name: 'symbolon_worker_up',
    help: 'Whether the worker serves.',
    labelNames: ['worker'],
    registers: [own],
  });
  const restarts = new Counter({
    name: 'symbolon_worker_restarts_total',
    help: 'Processes that took the place of a worker that had ended.',
    labelNames: ['worker'],
    registers: [own],
  });

  return {
    contentType: own.contentType,
    update(worker, snapshot) {
      latest.set(worker, snapshot);
    },
    serves(worker) {
      up.set({ worker }, 1);
      restarts.inc({ worker }, 0);
    },
    isReplaced(worker) {
      up.set({ worker }, 0);
      restarts.inc({ worker });
      const last = latest.get(worker) ?? [];
      latest.delete(worker);
      counted = counted.then((before) => sum([before, last.filter(isCounting)]).getMetricsAsJSON());
    },
    async render() {
      const snapshots = [...latest.values(), await counted, await own.getMetricsAsJSON()];
      return sum(snapshots).metrics();
    },
  };
}

function sum(snapshots: MetricsSnapshot[]): Registry {
  return AggregatorRegistry.aggregate<PrometheusContentType>(snapshots);
}

function isCounting(metric: MetricsSnapshot[number]): boolean {
  // The library declares an enumeration here and delivers words.
  return ['counter', 'histogram'].includes(String(metric.type));
}
