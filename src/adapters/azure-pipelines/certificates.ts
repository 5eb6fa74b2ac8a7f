import { readFileSync } from 'node:fs';
import { badInputs, type SecondPassError } from '../../errors';
import type { ClientCertificate } from '../http/http';
import type { CertificateFiles } from './pipeline-facts';

export interface Certificates {
  caPem?: string;
  clientCertificate?: ClientCertificate;
}

/**
 * Reads the files that the agent was set up with.
 * @throws SecondPassError `bad-input` naming the file that cannot be read
 */
export function readCertificates({ caFile, client }: CertificateFiles): Certificates {
  return {
    ...(caFile && { caPem: read('--sslcacert', caFile).toString('utf8') }),
    ...(client && { clientCertificate: readClient(client) }),
  };
}

function readClient(client: NonNullable<CertificateFiles['client']>): ClientCertificate {
  const passphrase = client.passphrase || undefined;
  if (!client.keyFile && client.archiveFile) {
    return { pfx: read('--sslclientcertarchive', client.archiveFile), passphrase };
  }
  return {
    cert: read('--sslclientcert', client.certFile).toString('utf8'),
    key: client.keyFile ? read('--sslclientcertkey', client.keyFile).toString('utf8') : undefined,
    passphrase,
  };
}

function read(setting: string, path: string): Buffer {
  try {
    return readFileSync(path);
  } catch (cause) {
    throw unreadable(setting, path, cause);
  }
}

function unreadable(setting: string, path: string, cause: unknown): SecondPassError {
  const reason = cause instanceof Error && 'code' in cause ? ` (${String(cause.code)})` : '';
  return badInputs([
    {
      input: `agent setting ${setting}`,
      was: `${JSON.stringify(path)}${reason}`,
      allowed: 'a file the agent can read',
    },
  ]);
}
