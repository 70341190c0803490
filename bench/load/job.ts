/** What the generator process is asked to do and what it answers: plain data, since it crosses a process boundary. */
import type { LatencySummary } from './histogram.ts';

export interface Target {
  readonly host: string;
  readonly port: number;
}

export interface Job {
  readonly target: Target;
  /** Open at once, one request at a time on each. */
  readonly connections: number;
  /**
   * Operations begun per second whatever the answers take, latency counted from when each was due (open loop). null: each
   * connection asks again as soon as it is answered (closed loop).
   */
  readonly arrivalsPerSecond: number | null;
  /** Load of the same kind before anything is measured. */
  readonly warmUpMs: number;
  readonly durationMs: number;
  readonly timeoutMs: number;
  /** Processes, by what to call them, whose CPU time is read at both ends of the measurement, their children included. */
  readonly observe: Readonly<Record<string, number>>;
  readonly work: Work;
}

export type Work = RequestsWork | RefreshChainsWork | LoginsWork | RevocationsWork;

/** Requests that stand alone. */
export interface RequestsWork {
  readonly kind: 'requests';
  readonly path: string;
  readonly headers: Headers;
  /** One form body a line; or `authorization TAB body`, where that differs from request to request. */
  readonly file: string;
  readonly lines: LineRange;
  /** `once`: in turn, and the measurement ends with the last. `zipf`: line n is asked 1/n as often as the first. */
  readonly order: 'once' | 'cycle' | 'zipf';
  /** Without a Content-Length. */
  readonly chunked: boolean;
  readonly expect: Expectation;
}

/** Each connection refreshes a chain of its own. */
export interface RefreshChainsWork {
  readonly kind: 'refresh-chains';
  readonly headers: Headers;
  /** Everything of the form but the token. */
  readonly form: string;
  /** First tokens, one a line, one for each connection. */
  readonly file: string;
  readonly lines: LineRange;
}

/** Whole sign-ins, each by a browser of its own: authorize, form, code, token. */
export interface LoginsWork {
  readonly kind: 'logins';
  readonly issuer: string;
  readonly clientId: string;
  readonly authorization: string;
  readonly redirectUri: string;
  readonly scope: string;
  readonly resource: string;
  /** E-mail addresses, one a line, in turn; all have the same password. */
  readonly file: string;
  readonly password: string;
  /** Whether 503 is an answer like others, as beyond capacity it should be. */
  readonly mayBeRefused: boolean;
}

/** Revokes tokens and asks every process about each before, while and after. `connections` of them go on at once. */
export interface RevocationsWork {
  readonly kind: 'revocations';
  /** All processes of the service; revocations go to them in turn. */
  readonly processes: readonly Target[];
  readonly introspection: Headers;
  readonly clientId: string;
  /** `token to introspect TAB token to revoke`, one a line. */
  readonly file: string;
  readonly lines: LineRange;
  /** Of every so many revocations one is watched while it is under way. */
  readonly watchEvery: number;
}

export type Headers = Readonly<Record<string, string>>;

export interface LineRange {
  readonly from: number;
  readonly count: number;
}

/** Status 200, and: a token that is good, one that is not, or an answer of the token endpoint. */
export type Expectation = 'active' | 'inactive' | 'tokens';

export interface Result {
  /** Right answers within the measurement. */
  readonly operations: number;
  /** Right answers before, within and after it. */
  readonly allOperations: number;
  readonly seconds: number;
  /** Answers within the measurement, by what they were. */
  readonly answers: Readonly<Record<string, number>>;
  /** Whatever was not as expected, from beginning to end, with one example of each. */
  readonly problems: readonly Problem[];
  /** Milliseconds, by name of what was timed. */
  readonly latencies: Readonly<Record<string, LatencySummary>>;
  /** Of the observed processes; null where the machine does not tell. */
  readonly cpuMicroseconds: Readonly<Record<string, number | null>>;
  /** The generator's own use of one core: near 1, it measured itself. */
  readonly generatorLoad: number;
}

export interface Problem {
  readonly what: string;
  readonly times: number;
}
