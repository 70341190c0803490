/**
 * A native client, from sign-in to revocation. This file is the story; each part is a file of its own:
 * `oauth.ts` speaks the protocol, `loopback.ts` receives the answer, `browser.ts` opens the system browser.
 */
import { relative, resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { openInBrowser } from './browser.ts';
import { type DemoSetup, readDemoSetup } from './demo.ts';
import { Failure } from './failure.ts';
import { signInHeadless } from './headless-browser.ts';
import { listenOnLoopback } from './loopback.ts';
import {
  assertActive,
  assertRotated,
  checkAnswer,
  discover,
  introspect,
  newAuthorizationRequest,
  redeemCode,
  refresh,
  revokeRefreshToken,
  type Server,
  type Tokens,
} from './oauth.ts';
import { Steps } from './steps.ts';
import { jsonReporter, type Reporter, shortened, terminalReporter } from './terminal.ts';

const USAGE = `Usage: npm run try -- [options]

  --headless      fill in the sign-in and consent pages itself, with the demo account
  --no-open       print the address instead of opening the browser
  --issuer URL    the authorization server (default: the one in demo.json)
  --data DIR      where demo.json is (default: data/ of this repository)
  --json          one JSON object per step instead of text
  --help          this text`;

const SCOPE = 'openid profile email notes:read notes:write';
const BROWSER_WAIT_MS = 5 * 60_000;
const HEADLESS_WAIT_MS = 30_000;

interface Options {
  headless: boolean;
  open: boolean;
  issuer: string | undefined;
  dataDir: string;
  json: boolean;
  help: boolean;
}

function parseOptions(): Options {
  const { values } = parseArgs({
    options: {
      headless: { type: 'boolean', default: false },
      'no-open': { type: 'boolean', default: false },
      issuer: { type: 'string' },
      data: { type: 'string' },
      json: { type: 'boolean', default: false },
      help: { type: 'boolean', short: 'h', default: false },
    },
  });
  return {
    headless: values.headless,
    open: !values['no-open'],
    issuer: values.issuer,
    dataDir: values.data ? resolve(values.data) : resolve(import.meta.dirname, '../../../data'),
    json: values.json,
    help: values.help,
  };
}

async function run(options: Options, steps: Steps, reporter: Reporter): Promise<void> {
  const demo = await steps.run('demo', 'Read the demo client, API and account', async (report) => {
    const file = resolve(options.dataDir, 'demo.json');
    report({ file: relative(process.cwd(), file) });
    return readDemoSetup(file, options.issuer);
  });

  const server = await steps.run('discover', `Discover ${demo.issuer}`, async (report) => {
    const found = await discover(demo.issuer, demo.client.client_id, demo.api.audience);
    report({ authorize: found.metadata.authorization_endpoint, token: found.metadata.token_endpoint });
    return found;
  });

  const tokens = await signIn(options, steps, reporter, demo, server);
  await followTokens(steps, demo, server, tokens);
}

async function signIn(
  options: Options,
  steps: Steps,
  reporter: Reporter,
  demo: DemoSetup,
  server: Server,
): Promise<Tokens> {
  await using loopback = await steps.run('listen', 'Listen for the answer on loopback', async (report) => {
    const listener = await listenOnLoopback();
    report({ redirect_uri: listener.redirectUri });
    return listener;
  });

  const request = await newAuthorizationRequest(server, loopback.redirectUri, SCOPE);
  if (!options.headless) {
    reporter.signInAt(request.url, demo.account, options.open);
    if (options.open) openInBrowser(request.url);
  }

  const answer = await steps.run(
    'sign-in',
    'Sign in, consent, check the answer (state, iss)',
    async (report) => {
      report({ by: options.headless ? 'headless browser' : 'system browser' });
      const [received] = await Promise.all([
        loopback.waitForAnswer(request.state, options.headless ? HEADLESS_WAIT_MS : BROWSER_WAIT_MS),
        options.headless && signInHeadless(request.url, loopback.redirectUri, demo.account),
      ]);
      report({ iss: received.get('iss') ?? undefined });
      return checkAnswer(server, request, received);
    },
  );

  return await steps.run('redeem', 'Redeem the code (PKCE), check the ID token', async (report) => {
    const tokens = await redeemCode(server, request, answer);
    report({ subject: tokens.subject, ...shownTokens(tokens), expires_in: tokens.expiresInSeconds });
    return tokens;
  });
}

async function followTokens(steps: Steps, demo: DemoSetup, server: Server, first: Tokens): Promise<void> {
  // In real life the API asks this, not the app: the app never holds the API's secret.
  await steps.run('introspect', 'The API checks the access token', async (report) => {
    const answer = await introspect(server, demo.api, first.accessToken);
    report({ active: answer.active, scope: answer.scope, audience: String(answer.aud) });
    assertActive(answer, demo);
  });

  const second = await steps.run('refresh', 'Refresh', async (report) => {
    const tokens = await refresh(server, first);
    report(shownTokens(tokens));
    assertRotated(first, tokens);
    report({ rotated: true });
    return tokens;
  });

  await steps.run('introspect-refreshed', 'The API checks the new access token', async (report) => {
    const answer = await introspect(server, demo.api, second.accessToken);
    report({ active: answer.active, scope: answer.scope });
    assertActive(answer, demo);
  });

  await steps.run('revoke', 'Revoke the refresh token', async (report) => {
    await revokeRefreshToken(server, second.refreshToken);
    report({ refresh_token: shortened(second.refreshToken) });
  });

  await steps.run('introspect-revoked', 'The API checks both access tokens again', async (report) => {
    const tokens = [first.accessToken, second.accessToken];
    const answers = await Promise.all(tokens.map((token) => introspect(server, demo.api, token)));
    report({ active: answers.some((answer) => answer.active) });
    if (answers.some((answer) => answer.active)) {
      throw new Failure('An access token is still active although its grant was revoked.');
    }
  });
}

function shownTokens(tokens: Tokens): Record<string, string> {
  return { access_token: shortened(tokens.accessToken), refresh_token: shortened(tokens.refreshToken) };
}

async function main(): Promise<number> {
  let options: Options;
  try {
    options = parseOptions();
  } catch (error) {
    console.error(`${(error as Error).message}\n\n${USAGE}`);
    return 1;
  }
  if (options.help) {
    console.log(USAGE);
    return 0;
  }
  const reporter = options.json ? jsonReporter() : terminalReporter();
  const steps = new Steps(reporter);
  try {
    await run(options, steps, reporter);
  } catch (error) {
    if (!steps.failed) throw error;
  }
  return steps.finish() ? 0 : 1;
}

process.exitCode = await main();
