import type { Storage } from '../../domain/storage.ts';
import type { RowKey } from '../../domain/tokens/row-key.ts';
import type { TokenInspection, TokenKind } from '../../domain/tokens/token-string.ts';
import { type Answer, fields } from '../answer.ts';
import type { Call, Commands } from '../commands.ts';
import { createCliTokenStrings, openContext, readConfig } from '../context.ts';
import { notFound, usageError } from '../failure.ts';

interface RevokeOptions {
  readonly grant?: string;
  readonly account?: string;
  readonly client?: string;
}

const kindWords: Record<TokenKind, string> = {
  access_token: 'access token',
  refresh_token: 'refresh token',
  authorization_code: 'authorization code',
};

export function addTokens({ program, answering }: Commands): void {
  const tokens = program.command('tokens').description('token strings, and ending what they stand for');
  const stdin = 'better `-`, which reads it from standard input: arguments end up in shell histories';
  tokens
    .command('inspect <token>')
    .description(`explain a token string without asking the database (${stdin})`)
    .action(answering(inspectToken));
  tokens
    .command('revoke [token]')
    .description(
      `end an access token, or the whole grant of a refresh token or code (${stdin}); or everything of --grant, --account or --client`,
    )
    .option('--grant <id>', 'end this grant and its tokens')
    .option('--account <id>', 'end every session, grant and token of this account')
    .option('--client <id>', 'end every grant and token of this client; it stays registered')
    .action(answering(revoke));
}

async function inspectToken(call: Call): Promise<Answer> {
  const tokenStrings = createCliTokenStrings(readConfig(call), call);
  const inspection = tokenStrings.inspect(await readToken(call));
  return { text: inspectionText(inspection), json: inspectionJson(inspection) };
}

async function revoke(call: Call<RevokeOptions>): Promise<Answer> {
  const { grant, account, client } = call.options;
  const targets = [call.args[0], grant, account, client].filter((target) => target !== undefined);
  if (targets.length !== 1)
    throw usageError('Revoke what? Give one token, or one of --grant, --account and --client.');
  if (call.args[0] !== undefined) return revokeToken(call);

  await using context = await openContext(call);
  const { storage } = context;
  if (grant !== undefined) return await revokeGrant(grant, storage);
  if (account !== undefined) return await revokeAccount(account, storage);
  return await revokeClient(client ?? '', storage);
}

async function revokeToken(call: Call): Promise<Answer> {
  const inspection = createCliTokenStrings(readConfig(call), call).inspect(await readToken(call));
  if (inspection.form !== 'plausible') throw notFound(inspectionText(inspection));
  await using context = await openContext(call);
  const { storage } = context;
  const { kind, key } = inspection;
  if (kind === 'access_token') return await revokeAccessToken(key, storage);

  const grantId = await grantOf(kind, key, storage);
  if (grantId === null)
    throw notFound(`There is no live ${kindWords[kind]} like this: it has ended already.`);
  await storage.grants.end(grantId, 'operator');
  const text = `Ended grant ${grantId} with every token that comes from it: a ${kindWords[kind]} stands for all of them.`;
  return { text, json: { kind, grant_id: grantId, revoked: true } };
}

async function revokeAccessToken(key: RowKey, { accessTokens }: Storage): Promise<Answer> {
  const live =
    (await accessTokens.findLive(key, 'access_token')) ??
    (await accessTokens.findLive(key, 'client_credentials'));
  if (live === null) throw notFound('There is no live access token like this: it has ended already.');
  await accessTokens.revoke(key);
  const grantId = grantIdIn(live.payload);
  const others = `Others of the same grant stay good; to end them, too: symbolon tokens revoke --grant ${grantId}`;
  return {
    text: ['Revoked the access token.', ...(grantId === null ? [] : [others])].join('\n'),
    json: { kind: 'access_token', revoked: true, grant_id: grantId },
  };
}

async function grantOf(
  kind: 'refresh_token' | 'authorization_code',
  key: RowKey,
  storage: Storage,
): Promise<string | null> {
  const live =
    kind === 'refresh_token'
      ? await storage.refreshTokens.findLive(key, 0)
      : await storage.authorizationCodes.findLive(key);
  return live === null ? null : grantIdIn(live.payload);
}

function grantIdIn(payload: Readonly<Record<string, unknown>>): string | null {
  const grantId = payload['grantId'];
  return typeof grantId === 'string' ? grantId : null;
}

async function revokeGrant(id: string, { grants }: Storage): Promise<Answer> {
  const grant = await grants.findLive(id);
  if (grant === null) throw notFound(`There is no live grant ${id}: it never was, or has ended already.`);
  await grants.end(id, 'operator');
  const text = `Ended grant ${id} of account ${grant.accountId} to client ${grant.clientId}, with its tokens.`;
  return {
    text,
    json: { grant_id: id, account_id: grant.accountId, client_id: grant.clientId, revoked: true },
  };
}

async function revokeAccount(id: string, { accounts }: Storage): Promise<Answer> {
  if (!(await accounts.revokeAll(id)))
    throw notFound(`There is no account ${id}. See: symbolon accounts list`);
  const text = `Ended every session, grant and token of account ${id}. It can sign in again.`;
  return { text, json: { account_id: id, revoked: true } };
}

async function revokeClient(id: string, storage: Storage): Promise<Answer> {
  if (!(await storage.clients.revokeAll(id)))
    throw notFound(`There is no client ${id}. See: symbolon clients list`);
  const text = `Ended every grant and token of client ${id}. It stays registered, and its secrets stay good.`;
  return { text, json: { client_id: id, revoked: true } };
}

async function readToken({ args, world }: Call): Promise<string> {
  const token = args[0] === '-' ? (await world.readStdin()).trim() : (args[0] ?? '');
  if (token === '')
    throw usageError('Which token? Give it as argument, or `-` and the token on standard input.');
  return token;
}

function inspectionText(inspection: TokenInspection): string {
  switch (inspection.form) {
    case 'foreign':
      return 'This is no token of Symbolon: it has another form, or was cut off or mistyped.';
    case 'forged':
      return `This has the form of a ${kindWords[inspection.kind]}, but was not issued with our master secrets: mistyped, forged, or from another installation.`;
    case 'expired':
      return fields([
        ['kind', kindWords[inspection.kind]],
        ['state', 'expired long ago; nothing is stored about it any more'],
        ['expired before', inspection.bucketEndsAt.toISOString()],
      ]);
    case 'plausible':
      return fields([
        ['kind', kindWords[inspection.kind]],
        ['state', 'issued by us; only the database knows whether it is still good'],
        ['expires before', inspection.bucketEndsAt.toISOString()],
        ['stored as', `${inspection.key.digest.toString('hex')} in partition ${inspection.key.bucket}`],
      ]);
  }
}

function inspectionJson(inspection: TokenInspection) {
  if (inspection.form === 'foreign') return { form: inspection.form };
  if (inspection.form === 'forged') return { form: inspection.form, kind: inspection.kind };
  const dated = {
    form: inspection.form,
    kind: inspection.kind,
    expires_before: inspection.bucketEndsAt.toISOString(),
  };
  if (inspection.form === 'expired') return dated;
  return { ...dated, sha256: inspection.key.digest.toString('hex'), partition: inspection.key.bucket };
}
