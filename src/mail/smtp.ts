import type { MailTransport } from './delivery.ts';

const connectTimeoutMs = 5000;
/** Below the pause before a mail is tried again, by whichever process. */
const answerTimeoutMs = 10_000;

/** Over SMTP. @param url `smtp:` or `smtps:`, credentials included */
export async function openSmtp(url: string, from: string): Promise<MailTransport> {
  // Loaded only where mail is sent.
  const { createTransport } = await import('nodemailer');
  const transport = createTransport(
    {
      url,
      connectionTimeout: connectTimeoutMs,
      greetingTimeout: connectTimeoutMs,
      socketTimeout: answerTimeoutMs,
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
