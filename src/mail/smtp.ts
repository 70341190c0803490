import type { MailTransport } from './delivery.ts';

const connectTimeoutMs = 10_000;
/** Servers let strangers wait before they greet. */
const greetingTimeoutMs = 30_000;
/** They may look at a message for long before they say that they took it. */
const answerTimeoutMs = 60_000;
const loopback = new Set(['localhost', '127.0.0.1', '[::1]']);

/** Over SMTP. @param url `smtp:` or `smtps:`, credentials included */
export async function openSmtp(url: string, from: string): Promise<MailTransport> {
  // Loaded only where mail is sent.
  const { createTransport } = await import('nodemailer');
  const transport = createTransport(
    {
      url,
      connectionTimeout: connectTimeoutMs,
      greetingTimeout: greetingTimeoutMs,
      socketTimeout: answerTimeoutMs,
      // Codes and the password do not go in the clear, also when somebody strips the offer of TLS.
      requireTLS: !loopback.has(new URL(url).hostname),
      // Nothing that a message says is to be read from the disk or the network.
      disableFileAccess: true,
      disableUrlAccess: true,
    },
    { from },
  );
  return {
    async send({ to, ...content }) {
      await transport.sendMail({
        to: { name: '', address: to },
        ...content,
        headers: { 'Auto-Submitted': 'auto-generated' },
      });
    },
    async verify() {
      await transport.verify();
    },
    close: () => transport.close(),
  };
}
