import { explain } from './failure.ts';
import type { Details, Reporter } from './terminal.ts';

/** Runs the steps one after the other, times each, and tells the reporter how it went. */
export class Steps {
  readonly #reporter: Reporter;
  readonly #startedAt = performance.now();
  #count = 0;
  #failed = false;

  constructor(reporter: Reporter) {
    this.#reporter = reporter;
  }

  get failed(): boolean {
    return this.#failed;
  }

  /** `action` may report details at any time; they are shown even when it fails afterwards. */
  async run<T>(
    name: string,
    title: string,
    action: (report: (details: Details) => void) => Promise<T>,
  ): Promise<T> {
    const details: Record<string, Details[string]> = {};
    const startedAt = performance.now();
    const step = (): { name: string; title: string; ms: number; details: Details } => ({
      name,
      title,
      ms: performance.now() - startedAt,
      details,
    });
    try {
      const result = await action((more) => Object.assign(details, more));
      this.#count++;
      this.#reporter.stepDone(step());
      return result;
    } catch (error) {
      this.#failed = true;
      this.#reporter.stepFailed(step(), explain(error));
      throw error;
    }
  }

  /** Prints the summary; true if no step failed. */
  finish(): boolean {
    this.#reporter.summary({
      ok: !this.#failed,
      steps: this.#count,
      ms: performance.now() - this.#startedAt,
    });
    return !this.#failed;
  }
}
