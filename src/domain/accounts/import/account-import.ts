/**
 * Moves accounts in from other systems, with the hashes of their passwords. The file is read twice: first all of it is checked,
 * then what is good is written, batch by batch. An account whose address exists is left as it is, so that an import that was
 * interrupted is simply repeated.
 */
import type { Clock } from '../../../platform/clock.ts';
import { createIdentifier } from '../../../platform/identifiers.ts';
import type { RandomBytes } from '../../../platform/random.ts';
import type { InputProblem } from '../../clients/input-problem.ts';
import type { AccountStore, ImportedAccount } from '../account-store.ts';
import { emailKey } from '../email/email.ts';
import { type AccountLine, type AccountLineResult, parseAccountLine } from './account-line.ts';
import { readLines } from './lines.ts';

export interface ImportParts {
  readonly accounts: Pick<AccountStore, 'insertMissing' | 'findIdsByEmail'>;
  readonly clock: Clock;
  readonly random: RandomBytes;
}

export interface ImportRequest {
  /** The file's bytes from the start, each time it is called. */
  readonly read: () => AsyncIterable<Buffer>;
  /** Everything is checked, also against the database, and nothing written. */
  readonly isDryRun: boolean;
  /** What is good is imported, though other lines are not. */
  readonly skipsInvalid: boolean;
  /** Told of the accounts of a batch once they are stored. */
  readonly report: (accounts: readonly ReportedAccount[]) => Promise<void>;
}

export interface ReportedAccount {
  readonly line: number;
  readonly externalId: string | null;
  readonly email: string;
  /** null: a dry run, which would create it. */
  readonly accountId: string | null;
  readonly outcome: 'created' | 'existing';
}

export interface LineProblem extends InputProblem {
  readonly line: number;
}

export interface ImportOutcome {
  /** `refused`: lines are invalid, and nothing was written. */
  readonly outcome: 'imported' | 'refused';
  /** Lines with something in them. */
  readonly read: number;
  readonly created: number;
  readonly existing: number;
  readonly invalid: number;
  /** The first ones. */
  readonly problems: readonly LineProblem[];
  readonly problemCount: number;
}

/** Nobody should write to a file that is being imported: what was checked is no longer what is there. */
export class ImportFileChangedError extends Error {
  constructor() {
    super('The file changed while it was read. Import it again: accounts that exist are left as they are.');
    this.name = 'ImportFileChangedError';
  }
}

const batchSize = 500;
const maxProblems = 50;

/** @throws ImportFileChangedError, UnavailableError; what was stored before stays */
export async function importAccounts(parts: ImportParts, request: ImportRequest): Promise<ImportOutcome> {
  const { lineOf, ...survey } = await surveyFile(request, parts.clock);
  if (survey.invalid > 0 && !request.skipsInvalid)
    return { outcome: 'refused', ...survey, created: 0, existing: 0 };
  const counts = { created: 0, existing: 0 };
  let batch: NumberedAccount[] = [];
  const finishBatch = async (): Promise<void> => {
    const reported = await storeBatch(parts, batch, request.isDryRun);
    for (const { outcome } of reported) counts[outcome] += 1;
    await request.report(reported);
    batch = [];
  };
  for await (const { number, result } of parsedLines(request, parts.clock)) {
    if (!result.ok || lineOf.get(emailKey(result.account.email)) !== number) continue;
    batch.push({ number, account: result.account });
    if (batch.length === batchSize) await finishBatch();
  }
  if (batch.length > 0) await finishBatch();
  if (counts.created + counts.existing !== lineOf.size) throw new ImportFileChangedError();
  return { outcome: 'imported', ...survey, ...counts };
}

interface NumberedAccount {
  readonly number: number;
  readonly account: AccountLine;
}

interface Survey extends Pick<ImportOutcome, 'read' | 'invalid' | 'problems' | 'problemCount'> {
  /** The lines to import, by `emailKey`: the only part of a file that is kept. */
  readonly lineOf: ReadonlyMap<string, number>;
}

async function surveyFile(request: ImportRequest, clock: Clock): Promise<Survey> {
  const lineOf = new Map<string, number>();
  const problems: LineProblem[] = [];
  let [read, invalid, problemCount] = [0, 0, 0];
  for await (const { number: line, result } of parsedLines(request, clock)) {
    read += 1;
    const found = result.ok ? claimAddress(lineOf, line, result.account) : result.problems;
    if (found.length > 0) invalid += 1;
    problemCount += found.length;
    problems.push(...found.slice(0, maxProblems - problems.length).map((problem) => ({ ...problem, line })));
  }
  return { read, invalid, problems, problemCount, lineOf };
}

function claimAddress(lineOf: Map<string, number>, line: number, { email }: AccountLine): InputProblem[] {
  const key = emailKey(email);
  const first = lineOf.get(key);
  if (first !== undefined) return [{ path: 'email', message: `is the address of line ${first} already` }];
  lineOf.set(key, line);
  return [];
}

async function* parsedLines(
  { read }: ImportRequest,
  clock: Clock,
): AsyncGenerator<{ readonly number: number; readonly result: AccountLineResult }> {
  for await (const { number, content } of readLines(read())) {
    const isBlank = content !== null && content.toString('latin1').trim() === '';
    if (!isBlank) yield { number, result: parseAccountLine(content, clock) };
  }
}

async function storeBatch(
  { accounts, random }: ImportParts,
  batch: readonly NumberedAccount[],
  isDryRun: boolean,
): Promise<ReportedAccount[]> {
  const newAccounts = batch.map(({ account }) => toImported(account, createIdentifier('acc', random)));
  const created = isDryRun ? new Set<string>() : await accounts.insertMissing(newAccounts);
  const others = newAccounts.filter(({ id }) => !created.has(id));
  const existing = await accounts.findIdsByEmail(others.map(({ email }) => email));
  return batch.map(({ number: line, account: { email, externalId } }, index) => {
    const id = newAccounts[index]?.id ?? '';
    const existingId = existing.get(emailKey(email));
    const isCreated = isDryRun ? existingId === undefined : created.has(id);
    const accountId = isCreated && !isDryRun ? id : (existingId ?? null);
    return { line, externalId, email, accountId, outcome: isCreated ? 'created' : 'existing' };
  });
}

function toImported({ externalId: _externalId, ...account }: AccountLine, id: string): ImportedAccount {
  return { ...account, id };
}
