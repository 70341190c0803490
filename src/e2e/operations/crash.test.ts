import { setTimeout as sleep } from 'node:timers/promises';
import pg from 'pg';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { obtainCode, redeem, refresh, type SignedIn, type TokenAnswer } from '../harness/flow.ts';
import { refresher, startLoad } from '../harness/load.ts';
import { type Scene, startScene } from '../harness/scene.ts';

let scene: Scene;

beforeAll(async () => {
  scene = await startScene({ replicas: 3 });
});
afterAll(() => scene[Symbol.asyncDispose]());

/** As a careful client: what got lost or was unavailable is sent again. */
async function persistently(send: () => Promise<TokenAnswer>): Promise<TokenAnswer> {
  for (let attempt = 0; ; attempt += 1) {
    const answer = await send().catch(() => null);
    if (answer !== null && answer.status < 500) return answer;
    if (attempt > 100) throw new Error('the service does not come back');
    await sleep(20);
  }
}

describe('promises 1 and 2: a process that is killed in the middle of its work', () => {
  it('loses no session and lets no code be redeemed twice', async () => {
    const { cluster, client, api, account } = scene;
    const { issuer } = cluster;
    const request = { issuer, client, api, scope: 'openid notes:read' };
    const apps = await Promise.all(
      Array.from({ length: 5 }, async () => {
        const { refreshToken } = await scene.signIn();
        return refresher(refreshToken, (token) => persistently(() => refresh(issuer, client, token)));
      }),
    );
    const codes: SignedIn[] = [];
    for (let index = 0; index < 24; index += 1) codes.push(await obtainCode(request, account));
    const redeemed: Array<{ code: SignedIn; answer: TokenAnswer }> = [];
    const load = startLoad([
      ...apps.map((app) => () => app.refreshOnce()),
      ...[0, 1].map(() => async () => {
        const code = codes.pop();
        if (code === undefined) return sleep(20);
        redeemed.push({ code, answer: await persistently(() => redeem(issuer, client, code)) });
      }),
    ]);
    for (const victim of cluster.replicas.slice(1)) {
      await sleep(150);
      await cluster.crash(victim);
    }
    while (codes.length > 0) await sleep(20);
    const { failures } = await load.stop();
    expect(failures).toEqual([]);
    for (const app of apps) expect((await refresh(issuer, client, app.newest())).status).toBe(200);

    const lost = redeemed.filter(({ answer }) => answer.status !== 200);
    for (const { answer } of lost) expect(answer.body['error']).toBe('invalid_grant');
    expect(lost.length, 'only what was committed at the very moment').toBeLessThanOrEqual(4);
    expect(await grantsWithTwoFamilies()).toBe(0);
  });
});

/** Grants from whose code more than one chain of refresh tokens began. */
async function grantsWithTwoFamilies(): Promise<number> {
  const client = new pg.Client({ connectionString: scene.cluster.database.url });
  await client.connect();
  try {
    const { rows } = await client.query<{ families: string; grants: string }>(`
      SELECT count(*) FILTER (WHERE roots > 1) AS grants, sum(roots) AS families FROM (
        SELECT count(*) AS roots FROM refresh_tokens AS root
        WHERE NOT EXISTS (SELECT FROM refresh_tokens AS parent WHERE parent.successor_digest = root.digest)
        GROUP BY grant_id) AS t`);
    expect(Number(rows[0]?.families)).toBeGreaterThan(24);
    return Number(rows[0]?.grants);
  } finally {
    await client.end();
  }
}
