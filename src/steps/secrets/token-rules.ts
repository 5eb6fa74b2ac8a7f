import type { SecretRule } from './found-secret';
import { EMULATOR_KEYS, isSample, looksRandom } from './value-likeness';

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
