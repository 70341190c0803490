import fc from 'fast-check';
import {
  authentications,
  bodies,
  contentTypes,
  disguises,
  fieldLists,
  formType,
  headerLists,
  hints,
  secretsOf,
  spellings,
  targets,
} from './oddities.ts';
import type { CallerName, TokenName, World } from './world.ts';

/** A request to `/introspect` as data: what a counterexample shows. Everything is ordinary but what it says. */
export interface RequestPlan {
  readonly token: TokenName;
  readonly disguise: keyof typeof disguises;
  readonly caller: CallerName | 'nobody';
  readonly secret: keyof typeof secretsOf;
  readonly authentication: keyof typeof authentications;
  readonly spelling: keyof typeof spellings;
  readonly bodyClientId: 'none' | 'the same' | 'another' | 'empty';
  readonly hint: string | null;
  readonly fields: keyof typeof fieldLists;
  readonly body: keyof typeof bodies;
  readonly contentType: string | null;
  readonly headers: string;
  readonly target: string;
}

/** The parts a request is made of; how its body is framed is decided later. */
export interface RequestParts {
  readonly head: readonly string[];
  readonly body: Buffer;
}

type OddPart = Exclude<keyof RequestPlan, 'token' | 'caller'>;

const ordinary: Pick<RequestPlan, OddPart> = {
  disguise: 'none',
  secret: 'right',
  authentication: 'Basic',
  spelling: 'plain',
  bodyClientId: 'none',
  hint: null,
  fields: 'ordinary',
  body: 'ordinary',
  contentType: formType,
  headers: '',
  target: '/introspect',
};

/** What a well-behaved caller sends. */
export function ordinaryRequest(token: TokenName, caller: CallerName): RequestPlan {
  const isForm = caller === 'postApi';
  return { ...ordinary, token, caller, ...(isForm ? { authentication: 'form' } : {}) };
}

const oddValues: { readonly [Part in OddPart]: ReadonlyArray<RequestPlan[Part]> } = {
  disguise: namesOf(disguises),
  secret: namesOf(secretsOf),
  authentication: namesOf(authentications),
  spelling: namesOf(spellings),
  bodyClientId: ['the same', 'another', 'empty'],
  hint: hints,
  fields: namesOf(fieldLists),
  body: namesOf(bodies),
  contentType: contentTypes,
  headers: headerLists,
  target: targets,
};
const oddPartNames = namesOf(oddValues);

/** Ordinary but for a few parts, of any token, by anyone. */
export function anyRequest(
  pairs: fc.Arbitrary<readonly [TokenName, RequestPlan['caller']]>,
): fc.Arbitrary<RequestPlan> {
  const odd = fc
    .subarray(oddPartNames, { maxLength: 3 })
    .chain((parts) =>
      fc.record(Object.fromEntries(parts.map((part) => [part, fc.constantFrom(...oddValues[part])]))),
    );
  return fc.tuple(pairs, odd).map(([[token, caller], parts]) => ({
    ...ordinaryRequest(token, caller === 'nobody' ? 'api' : caller),
    ...(parts as Partial<RequestPlan>),
    caller,
  }));
}

/** Ordinary requests with one odd part each. */
export function everyOddity(token: TokenName, caller: CallerName): RequestPlan[] {
  const ordinary = ordinaryRequest(token, caller);
  return oddPartNames.flatMap((part) => oddValues[part].map((value) => ({ ...ordinary, [part]: value })));
}

export function buildRequest(plan: RequestPlan, world: World): RequestParts {
  const { caller } = plan;
  const clientId = caller === 'nobody' ? 'nobody-knows-me' : world.callers[caller].clientId;
  const secret = secretsOf[plan.secret](world, caller === 'nobody' ? 'api' : caller);
  const { scheme, inForm } = authentications[plan.authentication];
  const namesItself = plan.bodyClientId === 'none' ? inForm || secret === '' : plan.bodyClientId !== 'empty';
  const named = plan.bodyClientId === 'another' ? world.callers.otherApi.clientId : clientId;
  const fields = fieldLists[plan.fields]({
    token: ['token', disguises[plan.disguise](world.tokens[plan.token])],
    hint: plan.hint === null ? [] : [['token_type_hint', plan.hint]],
    credentials: [
      ...(namesItself ? ([['client_id', named]] as const) : []),
      ...(plan.bodyClientId === 'empty' ? ([['client_id', '']] as const) : []),
      ...(inForm ? ([['client_secret', secret]] as const) : []),
    ],
  });
  const isPublic = scheme !== null && secret === '' && plan.spelling === 'plain' && plan.secret === 'right';
  return {
    head: [
      `POST ${plan.target} HTTP/1.1`,
      'Host: x',
      ...(scheme === null || isPublic
        ? []
        : [`Authorization: ${scheme}${spellings[plan.spelling](clientId, secret)}`]),
      ...(plan.contentType === null ? [] : [`Content-Type: ${plan.contentType}`]),
      ...(plan.headers === '' ? [] : [plan.headers]),
    ],
    body: bodies[plan.body](fields.map((pair) => pair.map(encode).join('=')).join('&')),
  };
}

function namesOf<Name extends string>(record: Readonly<Record<Name, unknown>>): Name[] {
  return Object.keys(record) as Name[];
}

function encode(text: string): string {
  return encodeURIComponent(text.toWellFormed());
}
