import { unescaped } from '../../keys-in-text';
import { secretsOf } from './credentials';
import type { PipelineFacts } from './pipeline-facts';

/** Every secret that the pipeline handed to the run: none of them may be printed, sent or posted. */
export function knownSecrets(facts: Omit<PipelineFacts, 'inputs'>): string[] {
  const { azureDevOps, model, memoryKey, otlpHeaders, unused = [] } = facts.credentials;
  const own = [
    memoryKey,
    facts.jobToken,
    facts.proxy?.password,
    ...passwordsOf(facts.proxy?.url ?? ''),
    facts.certificates.client?.passphrase,
  ];
  const all = [...secretsOf(azureDevOps, model), ...own, ...headerSecrets(otlpHeaders ?? ''), ...unused];
  return [...new Set(all)].filter((secret): secret is string => Boolean(secret));
}

/** Headers whose values are keys, however short; of others a value is taken for a key from this length on. */
const NAME_OF_KEY = /auth|key|token|secret|password|cookie|credential/i;
const MIN_LENGTH_OF_KEY = 16;

/** The values alone, as written and as sent: a mask of the whole text would blank out the word `authorization` everywhere. */
function headerSecrets(headers: string): string[] {
  return headers.split(',').flatMap((entry) => {
    const [, name = '', written = ''] = /^([^=]*)=(.*)$/s.exec(entry) ?? [entry, 'key', entry];
    const keys = [written, unescaped(written)].map((value) => value.trim().replace(AUTHORIZATION_SCHEME, ''));
    return [...new Set(keys)].filter((key) => NAME_OF_KEY.test(name) || key.length >= MIN_LENGTH_OF_KEY);
  });
}

const AUTHORIZATION_SCHEME = /^(?:basic|bearer|api-?key|token)(?:\s|%20)+/i;

/** Of an address, as it is written and as it is sent; an address without a scheme is one too. */
export function passwordsOf(address: string): string[] {
  const url = /^\w+:\/\//.test(address) ? address : `http://${address}`;
  const password = URL.canParse(url) ? new URL(url).password : '';
  return password === '' ? [] : [password, unescaped(password)];
}
