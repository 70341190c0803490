import type { DemoCredentials } from './embedded-default.ts';

/** What the embedded default prints once it serves. */
export function welcome({ issuer, client, api, account }: DemoCredentials, operatorPort: number): string {
  return `
  Symbolon is running (embedded database, for trying it)

    issuer      ${issuer}
    metadata    ${issuer}/.well-known/openid-configuration
    operator    http://localhost:${operatorPort}/metrics
    mailbox     http://localhost:${operatorPort}/mailbox (codes for new accounts and new passwords)

    sign in as  ${account.email}
    password    ${account.password}
    demo app    ${client.client_id}, for the API ${api.audience}

  Next, in another terminal:

    npm run try                 sign in with your browser and use the tokens
    npm run try -- --headless   the same without a browser

`;
}
