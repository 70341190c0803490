import { afterAll, beforeAll, expect, it } from 'vitest';
import { type AccountScene, startAccountScene } from './account-scene.ts';

let world: AccountScene;

beforeAll(async () => {
  world = await startAccountScene({ SYMBOLON_RATE_LIMITS_ACCOUNT_FORMS_PER_ACCOUNT_POINTS: '3' });
});
afterAll(() => world[Symbol.asyncDispose]());

it('promise 7: the forms of one account are so many in an hour and no more, each of which leaves a trace', async () => {
  const { registry } = world.scene.cluster;
  const account = await registry.createAccount();
  const { agent, page } = await world.visit(account, '/account/profile');
  const rename = async (name: string) => (await agent.submit(page, { name }, '/profile')).status;
  expect([await rename('one'), await rename('two'), await rename('three'), await rename('four')]).toEqual([
    200, 200, 200, 429,
  ]);
  expect(await registry.storage.accounts.findById(account.id)).toMatchObject({ name: 'three' });
  const other = await world.visit(await registry.createAccount(), '/account/profile');
  expect((await other.agent.submit(other.page, { name: 'Ada' }, '/profile')).status).toBe(200);
});
