import type { SecretRule } from './found-secret';
import { EMULATOR_KEYS, isSample, looksRandom, looksTyped } from './value-likeness';

const certainUnlessSample = (value: string) => (isSample(value) ? 'likely' : 'certain');
const certainIfRandom = (value: string) => (looksRandom(value) ? 'certain' : 'likely');

/** Values that show by their own form what they are, first those of Azure. */
export const TOKEN_RULES: readonly SecretRule[] = [
  {
    name: 'azure-storage-key',
    hints: ['AccountKey', 'accountkey', 'ACCOUNTKEY'],
    pattern: /AccountKey\s{0,4}=\s{0,4}(?<secret>[A-Za-z0-9+/]{40,88}={0,2})/gi,
    judge: (value) => (EMULATOR_KEYS.test(value) ? 'no' : certainUnlessSample(value)),
  },
  {
    name: 'azure-sas',
    hints: ['sig='],
    pattern: /(?<=[?&;])sig=(?<secret>(?:[A-Za-z0-9+/]|%2[bBfF]){40,80}(?:%3[dD]|=))/g,
    judge: (value) => certainIfRandom(value.replace(/%[0-9a-f]{2}/gi, '')),
  },
  {
    // The addresses of workflows are signed without the sign at the end.
    name: 'azure-sas',
    hints: ['logic.azure.com', 'powerplatform.com', 'azurewebsites.net'],
    pattern:
      /(?:logic\.azure|api\.powerplatform|azurewebsites)\.(?:com|net)[^\s"'`<>]{1,600}[?&;]sig=(?<secret>[A-Za-z0-9_-]{43})(?![\w-])/g,
    judge: certainIfRandom,
  },
  {
    // Who has the address has what it opens: there a signature is no mere hash.
    name: 'signature-in-url',
    hints: ['sig=', 'Sig=', 'ignature='],
    pattern: /[?&;](?:sig|(?:x-(?:amz|goog)-)?signature)=(?<secret>(?:[\w~.+/-]|%[0-9a-f]{2}){20,700}={0,2})/gi,
    judge: (value) => (looksRandom(value.replace(/%[0-9a-f]{2}/gi, '')) && !looksTyped(value) ? 'likely' : 'no'),
  },
  {
    name: 'azure-sas',
    hints: ['SharedAccessSignature'],
    pattern: /SharedAccessSignature[ \t][\w.-]{1,80}&\d{12}&(?<secret>[A-Za-z0-9+/]{86}==)/g,
    judge: certainIfRandom,
  },
  {
    // To its last letter.
    name: 'slack-secret',
    hints: ['xapp-'],
    pattern: /(?<![\w-])xapp-\d-[A-Z0-9]{8,14}-\d{8,16}-[0-9a-f]{64}(?!\w)/g,
  },
  {
    name: 'sonar-token',
    hints: ['sonar.login', 'sonar.token'],
    pattern: /sonar\.(?:login|token)["']?[ \t]{0,4}[:=][ \t]{0,4}["']?(?<secret>[0-9a-f]{40})(?!\w)/g,
    judge: (value) => (looksRandom(value) ? 'likely' : 'no'),
  },
  {
    name: '1password-secret',
    hints: ['A3-'],
    pattern: /(?<![\w-])A3-[A-Z0-9]{6}-[A-Z0-9]{6}(?:-[A-Z0-9]{5}){4}(?![\w-])/g,
    judge: certainIfRandom,
  },
  {
    // Anybody can turn it back into the password.
    name: 'cisco-password',
    hints: ['password 7 ', 'secret 7 ', 'key 7 ', 'key-string 7 '],
    pattern: /(?:password|secret|key(?:-string)?)[ \t]7[ \t](?<secret>(?:0\d|1[0-5])(?:[0-9A-Fa-f]{2}){4,64})(?!\w)/g,
    judge: () => 'likely',
  },
  {
    name: 'password-of-a-desktop',
    hints: ['password 51:b:'],
    pattern: /password 51:b:(?<secret>[0-9A-Fa-f]{16,4000})/g,
    judge: () => 'likely',
  },
  {
    // Of a wallet.
    name: 'assigned-secret',
    hints: ['nemonic', 'NEMONIC', 'eed phrase', 'eedPhrase', 'eed_phrase', 'SEED_PHRASE', 'ecoveryPhrase'],
    pattern:
      /(?:mnemonic|(?:seed|recovery)[ _-]?phrase)["']?(?:[ \t]{0,4}:[ \t]{0,4}string)?[ \t]{0,4}[:=][ \t]{0,4}["'`]?(?<secret>[a-z]{3,8}(?:[ ][a-z]{3,8}){11,23})(?![ ]?\w)/gi,
    judge: (value) => (isOfWallet(value) ? 'likely' : 'no'),
  },
  {
    name: 'azure-shared-access-key',
    hints: ['SharedAccessKey', 'sharedaccesskey'],
    pattern: /SharedAccessKey\s{0,4}=\s{0,4}(?<secret>[A-Za-z0-9+/]{32,86}={1,2})/gi,
    judge: certainUnlessSample,
  },
  {
    name: 'entra-client-secret',
    hints: ['0Q~', '1Q~', '2Q~', '3Q~', '4Q~', '5Q~', '6Q~', '7Q~', '8Q~', '9Q~'],
    pattern: /(?<![A-Za-z0-9_~.-])[A-Za-z0-9_~.-]{3}\dQ~[A-Za-z0-9_~.-]{31,34}(?![A-Za-z0-9_~.-])/g,
    judge: certainUnlessSample,
  },
  {
    name: 'teams-webhook',
    hints: ['webhook.office.com'],
    pattern:
      /webhook\.office\.com\/webhookb2\/[\w-]{36}@[\w-]{36}\/IncomingWebhook\/(?<secret>[0-9a-f]{32}\/[\w-]{36})/g,
  },
  {
    name: 'aws-secret-key',
    hints: ['AKIA', 'ASIA'],
    pattern:
      /(?<![A-Z0-9])(?:AKIA|ASIA)[A-Z2-7]{16}(?![A-Z0-9])[\s\S]{0,200}?(?<![A-Za-z0-9/+])(?<secret>[A-Za-z0-9/+]{40})(?![A-Za-z0-9/+=])/g,
    judge: (value) => (/[A-Z]/.test(value) && /[a-z]/.test(value) && looksRandom(value) ? 'certain' : 'no'),
  },
  {
    name: 'aws-secret-key',
    hints: ['ecret', 'ECRET'],
    pattern:
      /(?:aws|secret)[\w.-]{0,20}(?:key|secret)["']?[ \t]{0,4}(?:=>|[:=])[ \t]{0,4}["']?(?<secret>[A-Za-z0-9/+]{40})(?![A-Za-z0-9/+=])/gi,
    judge: (value) => (/[A-Z]/.test(value) && /[a-z]/.test(value) && looksRandom(value) ? 'certain' : 'no'),
  },
  {
    name: 'aws-access-key-id',
    hints: ['AKIA', 'ASIA'],
    pattern: /(?<![A-Z0-9])(?:AKIA|ASIA)[A-Z2-7]{16}(?![A-Z0-9])/g,
    judge: (value) => (value.endsWith('EXAMPLE') ? 'no' : 'likely'),
  },
  {
    name: 'stripe-test-key',
    hints: ['k_test_'],
    pattern: /(?<!\w)[sr]k_test_[A-Za-z0-9]{20,120}(?!\w)/g,
    judge: () => 'likely',
  },
  {
    // Keys of this form are public wherever a browser or an app holds them.
    name: 'google-api-key',
    hints: ['AIza'],
    pattern: /(?<![\w-])AIza[\w-]{35}(?![\w-])/g,
    judge: () => 'likely',
  },
];

/** So many words as a wallet is made of, which are no sentence and not those of a test. */
function isOfWallet(value: string): boolean {
  const words = value.split(' ');
  return (
    words.length % 3 === 0 &&
    new Set(words).size >= 8 &&
    words.every((word) => /^[a-z]+$/.test(word) && !/^(?:the|and|for|are|was|with|from|your)$/.test(word))
  );
}
