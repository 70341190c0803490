import { setTimeout as sleep } from 'node:timers/promises';
import type { OpenStorage } from '../open-storage.ts';

const marginMs = 200;

/** Waits until `seconds` and a margin have passed on the clock that decides about expiry. */
export async function awaitDatabaseClock(
  storage: Pick<OpenStorage, 'describeDatabase'>,
  seconds: number,
): Promise<void> {
  const end = (await storage.describeDatabase()).now.getTime() + seconds * 1000 + marginMs;
  while ((await storage.describeDatabase()).now.getTime() < end) await sleep(50);
}
