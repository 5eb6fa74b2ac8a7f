import { Transform } from 'node:stream';
import { handshakeTo } from './handshake';
import { recordReader } from './records';

/** Both directions of a connection. What may pass comes out; the first thing that may not is an error that says why. */
export interface OverheardTls {
  said: Transform;
  answered: Transform;
}

/** Lets through what a client of TLS says, as long as every ClientHello names that host, and what it is answered. */
export function onlyTo(host: string): OverheardTls {
  const handshake = handshakeTo(host);
  const saidRecords = recordReader();
  const answeredRecords = recordReader();
  return {
    said: passing(
      (chunk, pass) => {
        for (const record of saidRecords(chunk)) for (const { whole } of handshake.hear(record)) pass(whole);
      },
      (error) => (error instanceof RangeError ? 'its handshake cannot be read' : error.message),
    ),
    answered: passing(
      (chunk, pass) => {
        if (!handshake.isAnswered()) for (const record of answeredRecords(chunk)) handshake.hearAnswer(record);
        pass(chunk);
      },
      () => 'its host does not answer in TLS',
    ),
  };
}

function passing(
  take: (chunk: Buffer, pass: (bytes: Buffer) => void) => void,
  told: (error: Error) => string,
): Transform {
  return new Transform({
    transform(chunk: Buffer, _encoding, done) {
      try {
        take(chunk, (bytes) => this.push(bytes));
        done();
      } catch (error) {
        done(new Error(told(error as Error)));
      }
    },
  });
}
