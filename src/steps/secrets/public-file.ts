import { textsOf } from '../diff/added-lines';
import type { ChangedFile } from '../diff/changed-file';
import { findInSecretFile } from './secret-files';

const PUBLIC =
  /-----BEGIN ((?:(?:X509 |TRUSTED )?CERTIFICATE(?: REQUEST)?|(?:RSA |EC |DSA )?PUBLIC KEY|PGP PUBLIC KEY BLOCK))-----[^-]{1,20000}-----END \1-----/g;

/** True for certificates and public keys alone, whatever words stand beside them: their name says that they hold secrets, and they hold none. */
export function isPublic(file: ChangedFile): boolean {
  const text = textsOf(file).added;
  const rest = text.replace(PUBLIC, '');
  return (
    file.content === 'text' && rest !== text && !rest.includes('-----BEGIN') && findInSecretFile(rest).length === 0
  );
}
