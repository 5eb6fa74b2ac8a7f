import type { SecretRule } from './found-secret';
import { EMULATOR_KEYS, isSample, looksRandom } from './value-likeness';

const certainUnlessSample = (value: string) => (isSample(value) ? 'likely' : 'certain');
const certainIfRandom = (value: string) => (looksRandom(value) ? 'certain' : 'likely');

/** Values that show by their own form what they are, first those of Azure. */
export const TOKEN_RULES: readonly SecretRule[] = [
  {
    // The published rule wants no letter before it, which anybody may write there.
    name: 'github-secret',
    hints: ['ghp_', 'gho_', 'ghu_', 'ghs_', 'ghr_'],
    pattern: /(?<=\w)gh[pousr]_[A-Za-z0-9]{36}(?![A-Za-z0-9])/g,
    judge: (value) => (looksRandom(value) ? certainUnlessSample(value) : 'no'),
  },
  {
    name: 'azure-devops-pat',
    hints: ['AZDO'],
    pattern: /(?<![A-Za-z0-9])[A-Za-z0-9]{76}AZDO[A-Za-z0-9]{4}(?![A-Za-z0-9])/g,
  },
  {
    // Personal access tokens of before 2024 have no sign of their own: something beside them has to say what they are.
    name: 'azure-devops-pat',
    hints: [
      'PAT',
      '_pat',
      '-pat',
      'pat=',
      'pat:',
      'pat ',
      'oken',
      'OKEN',
      'evops',
      'EVOPS',
      'evOps',
      'vsts',
      'VSTS',
      'assword',
      'ASSWORD',
    ],
    pattern:
      /(?:pat|token|devops|vsts|visualstudio\.com|password|passwd|pwd)[\w.-]{0,30}["']?[ \t]{0,4}(?:[:=]|=>|,|[ \t])[ \t"'=]{0,4}(?<secret>[a-z2-7]{52})(?![a-z0-9])/gi,
    judge: (value) => (/^[a-z2-7]{52}$/.test(value) && /[2-7]/.test(value) ? 'certain' : 'no'),
  },
  {
    name: 'azure-devops-pat',
    hints: ['dev.azure.com', 'visualstudio.com'],
    pattern: /:\/\/[^\s:/@]{0,64}:(?<secret>[a-z2-7]{52})@/g,
  },
  {
    name: 'azure-storage-key',
    hints: ['AccountKey', 'accountkey', 'ACCOUNTKEY'],
    pattern: /AccountKey\s{0,4}=\s{0,4}(?<secret>[A-Za-z0-9+/]{40,88}={0,2})/gi,
    judge: (value) => (EMULATOR_KEYS.test(value) ? 'no' : certainUnlessSample(value)),
  },
  {
    name: 'azure-key',
    hints: ['+ASt', 'ACDb', '+ABa', 'APIM', '+AMC'],
    pattern: /(?<![A-Za-z0-9+/])[A-Za-z0-9+/]{76}(?:\+ASt|ACDb|\+ABa|APIM|\+AMC)[A-Za-z0-9+/]{5}[AQgw]==/g,
  },
  {
    name: 'azure-key',
    hints: ['+ASb', '+AEh', '+ARm', 'AIoT', 'AzCa'],
    pattern: /(?<![A-Za-z0-9+/])[A-Za-z0-9+/]{33}(?:\+ASb|\+AEh|\+ARm|AIoT|AzCa)[A-P][A-Za-z0-9+/]{5}=/g,
  },
  {
    name: 'azure-key',
    hints: ['AzSe', '+ACR', 'AzFu'],
    pattern: /(?<![A-Za-z0-9+/_-])[A-Za-z0-9+/_-]{42,44}(?:AzSe|\+ACR|AzFu)[A-Za-z0-9+/_-]{5,6}(?:[AQgw]=)?(?!\w)/g,
    judge: certainIfRandom,
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
  { name: 'stripe-key', hints: ['k_live_'], pattern: /(?<!\w)[sr]k_live_[A-Za-z0-9]{20,120}(?!\w)/g },
  {
    name: 'stripe-test-key',
    hints: ['k_test_'],
    pattern: /(?<!\w)[sr]k_test_[A-Za-z0-9]{20,120}(?!\w)/g,
    judge: () => 'likely',
  },
  {
    name: 'openai-key',
    hints: ['sk-proj-', 'sk-svcacct-', 'sk-admin-'],
    pattern: /(?<!\w)sk-(?:proj|svcacct|admin)-[A-Za-z0-9_-]{40,200}/g,
    judge: certainIfRandom,
  },
  {
    name: 'anthropic-key',
    hints: ['sk-ant-'],
    pattern: /(?<!\w)sk-ant-[a-z]{2,8}\d\d-[A-Za-z0-9_-]{40,200}/g,
    judge: certainIfRandom,
  },
  {
    // Keys of this form are public wherever a browser or an app holds them.
    name: 'google-api-key',
    hints: ['AIza'],
    pattern: /(?<![\w-])AIza[\w-]{35}(?![\w-])/g,
    judge: () => 'likely',
  },
  { name: 'google-client-secret', hints: ['GOCSPX-'], pattern: /(?<![\w-])GOCSPX-[\w-]{28}(?![\w-])/g },
  { name: 'npm-token', hints: ['npm_'], pattern: /(?<!\w)npm_[A-Za-z0-9]{36}(?!\w)/g, judge: certainUnlessSample },
  { name: 'nuget-key', hints: ['oy2'], pattern: /(?<!\w)oy2[a-z0-9]{43}(?!\w)/g },
  { name: 'pypi-token', hints: ['pypi-AgE'], pattern: /(?<![\w-])pypi-AgE[\w-]{60,250}/g },
  {
    name: 'terraform-token',
    hints: ['.atlasv1.'],
    pattern: /(?<![\w.])[A-Za-z0-9]{14}\.atlasv1\.[\w=-]{60,70}/g,
  },
  {
    name: 'digitalocean-token',
    hints: ['doo_v1_', 'dop_v1_', 'dor_v1_'],
    pattern: /(?<!\w)do[opr]_v1_[a-f0-9]{64}(?!\w)/g,
  },
  {
    name: 'telegram-token',
    hints: [':AA'],
    pattern: /(?<![\w:])\d{8,10}:AA[\w-]{33}(?![\w-])/g,
    judge: certainIfRandom,
  },
  { name: 'age-key', hints: ['AGE-SECRET-KEY-1'], pattern: /AGE-SECRET-KEY-1[0-9A-Z]{58}/g },
];
