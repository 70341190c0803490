import type { RecoveryCodeStore } from '../recovery-codes.ts';
import type { AddedTotp, NewEnrolment, TotpStore } from '../totp/totp-store.ts';

/** `step` is the clock. */
export interface MemoryTotps extends TotpStore {
  step: number;
}

export function createMemoryTotps(step: number): MemoryTotps {
  const enrolments = new Map<string, NewEnrolment>();
  const added = new Map<string, AddedTotp & { lastUsedStep: number }>();
  const isAboutNow = (candidate: number) => Math.abs(candidate - totps.step) <= 1;
  const enrolmentOf = (accountId: string, sessionUid: string) => {
    const enrolment = enrolments.get(accountId);
    return enrolment?.sessionUid === sessionUid ? enrolment : null;
  };
  const totps: MemoryTotps = {
    step,
    beginEnrolment(enrolment) {
      const begun = enrolmentOf(enrolment.accountId, enrolment.sessionUid) ?? enrolment;
      enrolments.set(enrolment.accountId, begun);
      return Promise.resolve({ ...begun, currentStep: totps.step });
    },
    findEnrolment({ accountId, sessionUid }) {
      const enrolment = enrolmentOf(accountId, sessionUid);
      return Promise.resolve(enrolment === null ? null : { ...enrolment, currentStep: totps.step });
    },
    consumeEnrolment({ accountId, sessionUid, totpId, step: lastUsedStep }) {
      const enrolment = enrolmentOf(accountId, sessionUid);
      if (enrolment?.totpId !== totpId || !isAboutNow(lastUsedStep)) return Promise.resolve(false);
      enrolments.delete(accountId);
      const { sealedSecret } = enrolment;
      const row = {
        totpId,
        sealedSecret,
        currentStep: 0,
        addedAt: new Date(0),
        lastUsedAt: null,
        lastUsedStep,
      };
      added.set(accountId, row);
      return Promise.resolve(true);
    },
    find(accountId) {
      const row = added.get(accountId);
      return Promise.resolve(row === undefined ? null : { ...row, currentStep: totps.step });
    },
    consumeStep({ accountId, totpId, step: used }) {
      const row = added.get(accountId);
      const isGood = row?.totpId === totpId && used > row.lastUsedStep && isAboutNow(used);
      if (row !== undefined && isGood) row.lastUsedStep = used;
      return Promise.resolve(isGood);
    },
    remove: (accountId) => Promise.resolve(added.delete(accountId)),
  };
  return totps;
}

export function createMemoryRecoveryCodes(): RecoveryCodeStore {
  const unused = new Map<string, readonly Buffer[]>();
  return {
    put(accountId, digests) {
      unused.set(accountId, digests);
      return Promise.resolve();
    },
    consume(accountId, digest) {
      const before = unused.get(accountId) ?? [];
      const after = before.filter((each) => !each.equals(digest));
      unused.set(accountId, after);
      return Promise.resolve(after.length < before.length);
    },
    countLeft: (accountId) => Promise.resolve(unused.get(accountId)?.length ?? null),
    remove(accountId) {
      unused.delete(accountId);
      return Promise.resolve();
    },
  };
}
