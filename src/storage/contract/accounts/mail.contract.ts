import { describe, expect, it } from 'vitest';
import type { NewProof, ProofName } from '../../../domain/mail/email-proof.ts';
import { sha256 } from '../../../platform/digest.ts';
import { type Backend, useStorage } from '../backends.ts';
import { awaitDatabaseClock } from '../database-clock.ts';
import { contenders, countWinners, countWinningUnits } from '../races.ts';
import { createSecret } from '../subjects.ts';

const sealed = Buffer.from([0, 255, 10, 92, 39]);
const right = sha256('right');
const wrong = sha256('wrong');

export function emailProofsContract(backend: Backend): void {
  describe('codes by mail', () => {
    const storage = useStorage(backend, { poolSize: contenders });

    async function ask(proof: Partial<NewProof> = {}): Promise<ProofName> {
      const name: ProofName = { transactionDigest: sha256(createSecret()), purpose: 'reset_password' };
      await storage().emailProofs.put({
        ...name,
        codeDigest: right,
        sealed,
        attempts: 5,
        codeTtlSeconds: 300,
        ttlSeconds: 600,
        ...proof,
      });
      return { ...name, ...proof };
    }

    const attempt = async (name: ProofName, ...digests: Buffer[]) =>
      (await storage().emailProofs.attempt(name, digests)).outcome;

    it('AU-13: one of 50 who bring the right one at once gets through', async () => {
      const name = await ask({ attempts: contenders });
      expect(await countWinners(async () => (await attempt(name, right)) === 'proven')).toBe(1);
    });

    it('AU-13: one of 50 gets through, each in a transaction of its own', async () => {
      const name = await ask({ attempts: contenders });
      const prove = async (): Promise<boolean> => (await attempt(name, right)) === 'proven';
      expect(await countWinningUnits(storage(), prove)).toBe(1);
    });

    it('AU-13: no more wrong ones than there are attempts are looked at, however many come at once', async () => {
      const name = await ask();
      const answers = await Promise.all(Array.from({ length: 20 }, () => attempt(name, wrong)));
      expect(answers.filter((answer) => answer === 'wrong')).toHaveLength(5);
      expect(await attempt(name, right)).toBe('over');
    });

    it('prove under any of the keys, and give back what was put with them until then', async () => {
      const name = await ask();
      expect(await storage().emailProofs.findSealed(name)).toEqual(sealed);
      expect(await storage().emailProofs.attempt(name, [wrong, right])).toEqual({
        outcome: 'proven',
        sealed,
      });
      expect(await storage().emailProofs.findSealed(name)).toBeNull();
      expect(await attempt(name, right)).toBe('over');
    });

    it('prove nothing for another purpose, in another transaction, or where none was sent', async () => {
      const name = await ask();
      expect(await attempt({ ...name, purpose: 'sign_up' }, right)).toBe('over');
      expect(await attempt({ ...name, transactionDigest: sha256(createSecret()) }, right)).toBe('over');
      expect(await attempt(await ask({ codeDigest: null }), right)).toBe('wrong');
    });

    it('are replaced by the next one, with all its attempts', async () => {
      const name = await ask();
      for (let times = 0; times < 5; times += 1) await attempt(name, wrong);
      await ask({ ...name, codeDigest: wrong });
      expect(await attempt(name, right)).toBe('wrong');
      expect(await attempt(name, wrong)).toBe('proven');
    });

    it('are worth nothing when their time is over', async () => {
      const name = await ask({ codeTtlSeconds: 0.1 });
      await awaitDatabaseClock(storage(), 0.1);
      expect(await attempt(name, right)).toBe('over');
      expect(await storage().emailProofs.findSealed(name)).toBeNull();
      await ask({ ...name });
      expect(await attempt(name, right)).toBe('proven');
    });

    it('are known to have been asked for until they are proven or the transaction is over, whatever became of the code', async () => {
      const asked = (name: ProofName) => storage().emailProofs.findAsked(name);
      const tried = await ask();
      for (let times = 0; times < 5; times += 1) await attempt(tried, wrong);
      expect([await attempt(tried, right), await asked(tried)]).toEqual(['over', sealed]);
      const late = await ask({ codeTtlSeconds: 0.1 });
      const over = await ask({ ttlSeconds: 0.1 });
      await awaitDatabaseClock(storage(), 0.1);
      expect([await asked(late), await asked(over)]).toEqual([sealed, null]);
      const proven = await ask();
      await attempt(proven, right);
      expect(await asked(proven)).toBeNull();
      expect(await asked({ ...tried, purpose: 'sign_up' })).toBeNull();
    });

    it('asked for again begin anew, however long ago the first was asked for', async () => {
      const name = await ask({ ttlSeconds: 0.1 });
      await awaitDatabaseClock(storage(), 0.1);
      await ask({ ...name, codeDigest: wrong });
      expect(await storage().emailProofs.findSealed(name)).not.toBeNull();
      expect(await attempt(name, right)).toBe('wrong');
      expect(await attempt(name, wrong)).toBe('proven');
    });

    it('asked for again end the earlier code, also where that has a row of another hour', async () => {
      const name = await ask({ ttlSeconds: 60 });
      await ask({ ...name, codeDigest: wrong, ttlSeconds: 3600 });
      expect(await attempt(name, right)).toBe('wrong');
      await ask({ ...name, ttlSeconds: 60 });
      expect(await attempt(name, wrong)).toBe('wrong');
      expect(await attempt(name, right)).toBe('proven');
    });
  });
}

export function outgoingMailsContract(backend: Backend): void {
  describe('mails on their way out', () => {
    const storage = useStorage(backend, { poolSize: 10 });
    const mails = () => storage().outgoingMails;

    it('are each taken by one, and not again before their pause is over', async () => {
      const written = Array.from({ length: 20 }, (_, index) => Buffer.from([index]));
      for (const each of written) await mails().insert({ sealed: each, ttlSeconds: 60 });
      const taken = (await Promise.all(Array.from({ length: 8 }, () => mails().takeDue(5)))).flat();
      expect(taken.map((mail) => mail.sealed[0]).sort((a = 0, b = 0) => a - b)).toEqual(
        written.map(([index]) => index),
      );
      expect(taken.every(({ attempts, expired }) => attempts === 1 && !expired)).toBe(true);
      for (const { id } of taken) await mails().remove(id);
    });

    it('say when they are of no use any more', async () => {
      await mails().insert({ sealed, ttlSeconds: 0 });
      const [mail] = await mails().takeDue(1);
      expect(mail).toMatchObject({ sealed, expired: true });
      await mails().remove(mail?.id ?? '');
      expect(await mails().takeDue(1)).toEqual([]);
    });

    it('exist only if what they tell of does', async () => {
      await storage().unitOfWork(async () => {
        await mails().insert({ sealed, ttlSeconds: 60 });
        return 'rollback';
      });
      expect(await mails().takeDue(1)).toEqual([]);
    });
  });
}
