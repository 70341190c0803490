import type { Page } from 'playwright-core';

/** Chromium's own authenticator in software, as the page sees one: WebAuthn Level 3, section 11. */
export interface VirtualAuthenticator {
  credentials(): Promise<ReadonlyArray<{ readonly credentialId: string; readonly signCount: number }>>;
  /** Whether its owner passes its check: fingerprint, face, or screen lock. */
  setUserVerified(isUserVerified: boolean): Promise<void>;
  /** Answers by itself, as if its owner had touched it at once; or waits for one who never does. */
  setPresent(isPresent: boolean): Promise<void>;
}

/** Built into the device of the page. */
export async function addVirtualAuthenticator(page: Page): Promise<VirtualAuthenticator> {
  const devtools = await page.context().newCDPSession(page);
  await devtools.send('WebAuthn.enable');
  const { authenticatorId } = await devtools.send('WebAuthn.addVirtualAuthenticator', {
    options: {
      protocol: 'ctap2',
      transport: 'internal',
      hasResidentKey: true,
      hasUserVerification: true,
      isUserVerified: true,
      automaticPresenceSimulation: true,
    },
  });
  return {
    async credentials() {
      return (await devtools.send('WebAuthn.getCredentials', { authenticatorId })).credentials;
    },
    async setUserVerified(isUserVerified) {
      await devtools.send('WebAuthn.setUserVerified', { authenticatorId, isUserVerified });
    },
    async setPresent(enabled) {
      await devtools.send('WebAuthn.setAutomaticPresenceSimulation', { authenticatorId, enabled });
    },
  };
}
