/** What primary and workers say to each other, over the channel that a fork brings. */
import type { Config } from '../config/config.ts';
import type { Readiness } from '../http/ops/readiness.ts';
import type { MetricsSnapshot } from './worker-metrics.ts';

export type ToWorker =
  | {
      readonly kind: 'serve';
      readonly worker: number;
      /** As the primary read it: a file that changed since counts for nobody. */
      readonly config: Config;
    }
  | { readonly kind: 'question'; readonly id: number; readonly question: Question };

export type ToPrimary =
  | { readonly kind: 'serving'; readonly port: number }
  | { readonly kind: 'failed'; readonly reason: string }
  | { readonly kind: 'answer'; readonly id: number; readonly answer: Answers[Question] };

export interface Answers {
  /** Asks nothing but the process. */
  readonly liveness: 'alive';
  readonly readiness: Readiness;
  readonly metrics: MetricsSnapshot;
}

export type Question = keyof Answers;
