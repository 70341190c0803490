/**
 * What clients of the service saw, told by one clock, and the check of promise 3 against it: no request that starts after
 * an end was confirmed reads "active", on any process, and what nobody ended never reads "inactive".
 */

export interface Read {
  readonly kind: 'read';
  readonly subject: string;
  /** The process that was asked. */
  readonly at: string;
  readonly startedAt: number;
  readonly endedAt: number;
  readonly answer: Answer;
  /** What was answered, where it was neither verdict nor a proper "try again". */
  readonly detail?: string;
}

/** `improper`: anything but a right verdict or a 503 with Retry-After. */
export type Answer = 'active' | 'inactive' | 'unavailable' | 'improper';

/** One attempt to end something. Without confirmation it may have happened, or may still happen, or not. */
export interface End {
  readonly kind: 'end';
  readonly subjects: readonly string[];
  readonly how: string;
  readonly startedAt: number;
  readonly endedAt: number;
  readonly confirmed: boolean;
  /** Why it was not. */
  readonly detail?: string;
}

export type Operation = Read | End;

export type Violation =
  | {
      readonly rule: 'active after its end was confirmed';
      readonly read: Read;
      readonly end: End;
      readonly late: number;
    }
  | { readonly rule: 'inactive though nobody ended it'; readonly read: Read }
  | { readonly rule: 'improper answer'; readonly read: Read };

/** Every read that breaks the promise. An end and a read that overlap may come in either order. */
export function findViolations(history: readonly Operation[]): Violation[] {
  const ends = endsBySubject(history);
  return history.flatMap((operation) =>
    operation.kind === 'read' ? violationsOf(operation, ends.get(operation.subject)) : [],
  );
}

interface Ends {
  /** From here on, "inactive" is true or may be. */
  firstStartedAt: number;
  /** From here on, "active" is false. */
  firstConfirmed: End | null;
}

function endsBySubject(history: readonly Operation[]): Map<string, Ends> {
  const bySubject = new Map<string, Ends>();
  for (const end of history) {
    if (end.kind === 'read') continue;
    for (const subject of end.subjects) {
      const known = bySubject.get(subject) ?? { firstStartedAt: end.startedAt, firstConfirmed: null };
      known.firstStartedAt = Math.min(known.firstStartedAt, end.startedAt);
      const isFirst = known.firstConfirmed === null || end.endedAt < known.firstConfirmed.endedAt;
      if (end.confirmed && isFirst) known.firstConfirmed = end;
      bySubject.set(subject, known);
    }
  }
  return bySubject;
}

function violationsOf(read: Read, ends: Ends | undefined): Violation[] {
  const end = ends?.firstConfirmed ?? null;
  switch (read.answer) {
    case 'active':
      if (end === null || read.startedAt < end.endedAt) return [];
      return [{ rule: 'active after its end was confirmed', read, end, late: read.startedAt - end.endedAt }];
    case 'inactive':
      if (ends !== undefined && ends.firstStartedAt <= read.endedAt) return [];
      return [{ rule: 'inactive though nobody ended it', read }];
    case 'improper':
      return [{ rule: 'improper answer', read }];
    case 'unavailable':
      return [];
  }
}

/** Runs operations and notes them, in milliseconds of a clock of which no two readings are equal. */
export interface Recorder {
  readonly history: readonly Operation[];
  read(subject: string, at: string, ask: () => Promise<ReadResult>): Promise<Answer>;
  /** @param act resolves when the end was confirmed, and throws when it was not */
  end(subjects: readonly string[], how: string, act: () => Promise<void>): Promise<boolean>;
}

export interface ReadResult {
  readonly answer: Answer;
  readonly detail?: string;
}

export function createRecorder(): Recorder {
  const history: Operation[] = [];
  let latest = 0;
  const tick = (): number => (latest = Math.max(performance.now(), latest + 1e-6));

  return {
    history,
    async read(subject, at, ask) {
      const startedAt = tick();
      const result = await ask().catch((error: unknown) => ({
        answer: 'improper' as const,
        detail: String(error),
      }));
      history.push({ kind: 'read', subject, at, startedAt, endedAt: tick(), ...result });
      return result.answer;
    },
    async end(subjects, how, act) {
      const startedAt = tick();
      const outcome = await act().then(
        () => ({ confirmed: true }),
        (error: unknown) => ({ confirmed: false, detail: String(error) }),
      );
      history.push({ kind: 'end', subjects, how, startedAt, endedAt: tick(), ...outcome });
      return outcome.confirmed;
    },
  };
}

/** What the history holds, so that a test can say that it proves something. */
export function summarize(history: readonly Operation[]) {
  const reads = history.filter((operation) => operation.kind === 'read');
  const ends = history.filter((operation) => operation.kind === 'end');
  const ended = endsBySubject(history);
  const count = (answer: Answer): number => reads.filter((read) => read.answer === answer).length;
  return {
    confirmedEnds: ends.filter(({ confirmed }) => confirmed).length,
    unconfirmedEnds: ends.filter(({ confirmed }) => !confirmed).length,
    active: count('active'),
    inactive: count('inactive'),
    unavailable: count('unavailable'),
    /** Reads that started after a confirmed end: the ones that could be stale. */
    afterTheEnd: reads.filter(({ subject, startedAt }) => {
      const end = ended.get(subject)?.firstConfirmed;
      return end !== undefined && end !== null && startedAt > end.endedAt;
    }).length,
  };
}

/** The first few, for a message that can be read. */
export function describeViolations(violations: readonly Violation[]): string[] {
  const shown = violations.slice(0, 10).map((violation) => JSON.stringify(violation));
  const left = violations.length - shown.length;
  return left > 0 ? [...shown, `and ${left} more`] : shown;
}
