import cluster, { type Worker } from 'node:cluster';
import type { Config } from '../config/config.ts';
import type { Logger } from '../platform/logger.ts';
import { closeHandedConnection } from './handed-connection.ts';
import type { Answers, Question, ToPrimary, ToWorker } from './messages.ts';

/** One process that serves the public port, as its primary sees it. */
export interface WorkerProcess {
  readonly pid: number | undefined;
  /** Null when there is no answer in time. */
  ask<Q extends Question>(question: Q): Promise<Answers[Q] | null>;
  signal(signal: NodeJS.Signals): void;
}

export interface WorkerEnd {
  readonly exitCode: number | null;
  readonly signal: string | null;
  /** Whether it ever served. */
  readonly served: boolean;
  /** What it said of why it cannot serve. */
  readonly reason: string | null;
}

export interface ForkOptions {
  /** Its number, from 1; a process that replaces another has the same. */
  readonly worker: number;
  readonly config: Config;
  readonly logger: Logger;
  serves(port: number): void;
  /** Once, whatever became of it. */
  ended(end: WorkerEnd): void;
}

/** Shorter than the time that probes are usually given. */
const answerTimeoutMs = 2000;

export function forkWorker(options: ForkOptions): WorkerProcess {
  const { worker: number, config, logger } = options;
  const questions = createQuestions();
  const worker = cluster.fork();
  closeHandedConnection(worker);
  let reason: string | null = null;
  let served = false;
  let ended = false;

  const end = (exitCode: number | null, signal: string | null): void => {
    if (ended) return;
    ended = true;
    questions.giveUp();
    options.ended({ exitCode, signal, served, reason });
  };
  worker.on('message', (message: ToPrimary) => {
    switch (message.kind) {
      case 'serving':
        served = true;
        return options.serves(message.port);
      case 'failed':
        reason = message.reason;
        return;
      case 'answer':
        return questions.answered(message.id, message.answer);
    }
  });
  worker.on('exit', (exitCode, signal) => end(exitCode, signal));
  worker.on('error', (err) => {
    logger.warn({ err, worker: number }, 'the channel to a worker failed');
    // Without a process there is no exit either.
    if (worker.process.pid !== undefined) return;
    reason = err.message;
    end(null, null);
  });
  tell(worker, { kind: 'serve', worker: number, config });

  return {
    pid: worker.process.pid,
    ask: (question) => questions.ask(question, (id) => tell(worker, { kind: 'question', id, question })),
    signal: (signal) => {
      worker.process.kill(signal);
    },
  };
}

function tell(worker: Worker, message: ToWorker): void {
  if (worker.isConnected()) worker.send(message);
}

/** Those that wait for their answers. */
function createQuestions() {
  const waiting = new Map<number, (answer: Answers[Question] | null) => void>();
  let lastId = 0;
  return {
    ask<Q extends Question>(_question: Q, send: (id: number) => void): Promise<Answers[Q] | null> {
      const id = (lastId += 1);
      return new Promise((resolve) => {
        const settle = (answer: Answers[Question] | null): void => {
          clearTimeout(timer);
          waiting.delete(id);
          resolve(answer as Answers[Q] | null);
        };
        const timer = setTimeout(settle, answerTimeoutMs, null);
        waiting.set(id, settle);
        send(id);
      });
    },
    answered(id: number, answer: Answers[Question]): void {
      waiting.get(id)?.(answer);
    },
    giveUp(): void {
      for (const settle of waiting.values()) settle(null);
    },
  };
}
