import { type Asker, type SendingPlan, findDifference } from './both-ways.ts';
import type { ChangeName } from './changes.ts';
import { type RequestPlan, buildRequest, ordinaryRequest } from './request.ts';
import { type World, census } from './world.ts';

export const ordinarySending: SendingPlan = { first: 'lane', pipelined: false, cutAt: null };

export interface Question {
  readonly ask: RequestPlan;
  readonly sending: SendingPlan;
  /** What has happened before. */
  readonly changed: readonly ChangeName[];
}

/** How often what was asked and answered; so that a test can say that it asked enough. */
export type Tally = Map<string, number>;

export function count(tally: Tally, what: string): void {
  tally.set(what, (tally.get(what) ?? 0) + 1);
}

/** Where questions are asked, and by whom they are counted. */
export interface Setting {
  readonly world: World;
  readonly asker: Asker;
  readonly tally: Tally;
}

/** Asks about all that may be good, as a well-behaved caller does. */
export async function askAboutAll(setting: Setting, changed: readonly ChangeName[]): Promise<void> {
  for (const [token, caller] of census) {
    const ask = ordinaryRequest(token, caller);
    await expectSame(setting, { ask, sending: ordinarySending, changed });
  }
}

/** Throws when lane and engine differ, with the simplest question of which they do. */
export async function expectSame(setting: Setting, { ask, sending, changed }: Question): Promise<void> {
  const { tally } = setting;
  const found = await compare(setting, { ask, sending });
  for (const part of [ask.token, ask.caller, ask.disguise, ask.fields, ask.body]) count(tally, part);
  if (found === null) return;
  const least = await simplest(setting, { ask, sending });
  const difference = (await compare(setting, least)) ?? found;
  throw new Error(
    [
      'lane and engine differ',
      `Odd about the request: ${JSON.stringify(oddParts(least.ask))}, sent ${JSON.stringify(least.sending)}`,
      `Of: ${least.ask.token}, by: ${least.ask.caller}, after: ${JSON.stringify(changed)}`,
      describeRequest(buildRequest(least.ask, setting.world)),
      difference,
    ].join('\n\n'),
  );
}

type Sent = Pick<Question, 'ask' | 'sending'>;

/** null when both ways lead to the same answer. */
async function compare({ world, asker, tally }: Setting, { ask, sending }: Sent): Promise<string | null> {
  const request = buildRequest(ask, world);
  count(tally, 'questions');
  try {
    const answers = await asker.askBothWays(request, sending);
    const { status, body } = answers.engine;
    count(tally, `status ${status}`);
    if (status === 200) count(tally, body.includes('"active":true') ? 'active' : 'inactive');
    // The limits of this test are too low, or something is out of order.
    if (status === 429 || status >= 500) return `no verdict: ${status} ${body.toString()}`;
    return findDifference(answers);
  } catch (error) {
    return String(error);
  }
}

/** Without whatever can be left out of it while the answers still differ. */
async function simplest(setting: Setting, found: Sent): Promise<Sent> {
  let least = found;
  const ordinary = ordinaryRequest(found.ask.token, found.ask.caller === 'nobody' ? 'api' : found.ask.caller);
  const simpler = [
    ...Object.entries(oddParts(found.ask)).map(([part]) => (sent: Sent): Sent => {
      const name = part as keyof RequestPlan;
      return { ...sent, ask: { ...sent.ask, [name]: ordinary[name] } };
    }),
    (sent: Sent): Sent => ({ ...sent, sending: ordinarySending }),
  ];
  for (const simplify of simpler) {
    const candidate = simplify(least);
    if ((await compare(setting, candidate)) !== null) least = candidate;
  }
  return least;
}

function oddParts(ask: RequestPlan): Partial<RequestPlan> {
  const ordinary = ordinaryRequest(ask.token, ask.caller === 'nobody' ? 'api' : ask.caller);
  return Object.fromEntries(
    Object.entries(ask).filter(([part, value]) => ordinary[part as keyof RequestPlan] !== value),
  );
}

function describeRequest({ head, body }: ReturnType<typeof buildRequest>): string {
  const text = body.toString('latin1');
  return [...head, '', text.length > 1000 ? `${text.slice(0, 1000)}... (${text.length} bytes)` : text].join(
    '\n',
  );
}
