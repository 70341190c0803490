/** Verifies one password over and over, so many at once; says once per job how many it did. A process of its own. */
import argon2 from 'argon2';
import type { Argon2Job, Argon2Result } from './argon2-process.ts';

const password = 'correct horse battery staple';

process.on('message', ({ parameters, concurrency, durationMs }: Argon2Job) => {
  void measure({ parameters, concurrency, durationMs }).then((result) => process.send?.(result));
});
process.once('disconnect', () => process.exit());

async function measure({ parameters, concurrency, durationMs }: Argon2Job): Promise<Argon2Result> {
  const hash = await argon2.hash(password, { type: argon2.argon2id, ...parameters });
  await argon2.verify(hash, password);
  let verifies = 0;
  const begunAt = performance.now();
  const lane = async (): Promise<void> => {
    while (performance.now() - begunAt < durationMs) {
      if (!(await argon2.verify(hash, password))) throw new Error('the password does not verify');
      verifies += 1;
    }
  };
  await Promise.all(Array.from({ length: concurrency }, lane));
  return { verifies, seconds: (performance.now() - begunAt) / 1000 };
}
