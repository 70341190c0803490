import { once } from 'node:events';
import { SMTPServer } from 'smtp-server';
import { freePort } from './free-port.ts';

export interface ReceivedMail {
  readonly to: readonly string[];
  /** As it came, headers and both forms. */
  readonly source: string;
}

/** A mail server that takes everything, unless it is told to refuse. */
export interface SmtpSink extends AsyncDisposable {
  readonly url: string;
  readonly mails: ReceivedMail[];
  /** While true, every mail is refused for now. */
  refuses: boolean;
}

export async function startSmtpSink(): Promise<SmtpSink> {
  const port = await freePort();
  const mails: ReceivedMail[] = [];
  const sink: SmtpSink = {
    url: `smtp://127.0.0.1:${port}`,
    mails,
    refuses: false,
    async [Symbol.asyncDispose]() {
      await new Promise<void>((resolve) => server.close(() => resolve()));
    },
  };
  const server = new SMTPServer({
    authOptional: true,
    disabledCommands: ['STARTTLS', 'AUTH'],
    onData(stream, session, done) {
      const chunks: Buffer[] = [];
      stream.on('data', (chunk: Buffer) => chunks.push(chunk));
      stream.on('end', () => {
        if (sink.refuses) {
          done(
            Object.assign(new Error(`4.3.0 no room for ${String(session.envelope.rcptTo[0]?.address)}`), {
              responseCode: 451,
            }),
          );
          return;
        }
        mails.push({
          to: session.envelope.rcptTo.map(({ address }) => address),
          source: Buffer.concat(chunks).toString(),
        });
        done();
      });
    },
  });
  // A service that is ended in the middle of a mail resets its connection.
  server.on('error', () => undefined);
  server.listen(port, '127.0.0.1');
  await once(server.server, 'listening');
  return sink;
}
