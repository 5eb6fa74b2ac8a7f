/** How the ids of accounts begin that are numbers in base64: two digits, and the first half of a third. */
const NUMBERS_IN_BASE64 = Array.from({ length: 90 }, (_, at) =>
  Buffer.from(`${at + 10}0`)
    .toString('base64')
    .slice(0, 3),
);

/**
 * What tokens look like that show by their own form who issued them, as their vendors publish it: letters as they stand, and in braces
 * how many of which alphabet. The first piece of plain letters that is long enough is what a token is looked for by; what may
 * have several lengths is followed by a letter that cannot belong to it.
 */
export const TOKEN_FORMS: Readonly<Record<string, readonly string[]>> = {
  // Microsoft
  'azure-devops-pat': ['{word:76}AZDO{word:4}'],
  'azure-key': [
    ...['+ASt', 'ACDb', '+ABa', 'APIM', '+AMC'].map((sign) => `{b64:76}${sign}{b64:5}{pad:1}==`),
    ...['+ASb', '+AEh', '+ARm', 'AIoT', 'AzCa'].map((sign) => `{b64:33}${sign}{b64:6}=`),
    ...['AzSe', '+ACR', 'AzFu'].flatMap((sign) => [44, 43, 42].map((length) => `{any64:${length}}${sign}{any64:5-6}`)),
    '{word:52}JQQJ99{word:26}',
  ],
  // Where code is kept and built
  'github-secret': ['ghp_', 'gho_', 'ghu_', 'ghs_', 'ghr_'].map((sign) => `${sign}{word:36}`),
  'gitlab-secret': [
    ...['pat', 'rt', 'dt', 'ft', 'rtr', 'soat', 'ffct'].map((kind) => `gl${kind}-{url:20}`),
    ...['pat', 'rt', 'dt'].map((kind) => `gl${kind}-{url:27-300}.{low:2}.{low:7-9}`),
    'glrt-t{num:1}_{url:20-300}.{low:2}.{low:7-9}',
    'glptt-{hex:40}',
    'glcbt-{word:1-5}_{url:20}',
    'glimt-{url:25}',
    'glagent-{url:50}',
    'gloas-{url:64}',
    'GR1348941{url:20}',
  ],
  'bitbucket-token': ['ATBB{word:32}'],
  'atlassian-token': ['ATATT3{url:150-300}={HEX:8}', 'ATCTT3{url:150-300}={HEX:8}'],
  'circleci-token': ['CCIPAT_{word:22}_{hex:40}', 'CCIPRJ_{word:22}_{hex:40}'],
  'buildkite-token': ['bkua_{low:40}'],
  'sonar-token': ['sqp_{hex:40}', 'squ_{hex:40}', 'sqa_{hex:40}', 'sqco_{word:59}'],
  'jfrog-token': ['AKCp{word:69}', 'cmVmdGtu{word:56}'],
  'npm-token': ['npm_{word:36}'],
  'nuget-key': ['oy2{low:43}'],
  'pypi-token': ['pypi-AgE{url:60-250}'],
  'rubygems-key': ['rubygems_{hex:48}'],
  'crates-token': ['cio{word:32}'],
  'clojars-token': ['CLOJARS_{low:60}'],
  'docker-token': ['dckr_pat_{url:27}', 'dckr_oat_{url:32}'],
  'octopus-key': ['API-{UP:26}'],
  'sourcegraph-token': ['sgp_{hex:16}_{hex:40}', 'sgp_local_{hex:40}', 'sgp_{hex:40}'],
  'harness-token': ['pat.{url:22}.{hex:24}.{word:20}', 'sat.{url:22}.{hex:24}.{word:20}'],
  'infracost-key': ['ico-{word:32}'],
  // Clouds and where programs run
  'aws-bedrock-key': ['ABSK{b64:109-269}'],
  'alibaba-key-id': ['LTAI5t{word:18}'],
  'tencent-key-id': ['AKID{word:32}'],
  'yandex-key': ['AQVN{url:38}'],
  'google-client-secret': ['GOCSPX-{url:28}'],
  'google-access-token': ['ya29.{url:60-400}'],
  'firebase-key': ['AAAA{url:7}:APA91b{url:134}'],
  'heroku-key': ['HRKU-AA{url:58}'],
  'cloudflare-key': ['v1.0-{hex:24}-{hex:146}', 'cfut_{word:40}{hex:8}', 'cfat_{word:40}{hex:8}'],
  'digitalocean-token': ['doo_v1_{hex:64}', 'dop_v1_{hex:64}', 'dor_v1_{hex:64}'],
  'fly-token': ['fo1_{url:43}', ...['fm1r_', 'fm1a_', 'fm2_'].map((sign) => `${sign}{b64:100-900}`)],
  'supabase-key': ['sbp_{hex:40}', 'sb_secret_{url:22}_{url:8}'],
  'planetscale-token': ['tkn', 'pw', 'oauth'].map((kind) => `pscale_${kind}_{dotted:32-64}`),
  'netlify-token': ['nfp_{word:36}'],
  'doppler-token': ['pt', 'ct', 'sa', 'scim', 'audit'].map((kind) => `dp.${kind}.{word:40-44}`),
  'pulumi-token': ['pul-{hex:40}'],
  'terraform-token': ['{word:14}.atlasv1.{dotted:60-70}'],
  'prefect-key': ['pnu_{word:36}', 'pnb_{word:36}'],
  'render-key': ['rnd_{word:28-32}'],
  'openshift-token': ['sha256~{url:43}'],
  'tailscale-key': ['auth', 'api', 'client', 'scim', 'webhook'].map(
    (kind) => `tskey-${kind}-{word:10-24}-{word:22-40}`,
  ),
  // Models
  'openai-key': ['sk-proj-{url:40-200}', 'sk-svcacct-{url:40-200}', 'sk-admin-{url:40-200}'],
  'anthropic-key': ['sk-ant-{abc:2-8}{num:2}-{url:40-200}'],
  'openrouter-key': ['sk-or-v1-{hex:64}'],
  'deepseek-key': ['sk-{hex:32}'],
  'perplexity-key': ['pplx-{word:48}'],
  'xai-key': ['xai-{id:80}'],
  'replicate-token': ['r8_{word:37}'],
  'langsmith-key': ['lsv2_pt_{hex:32}_{hex:10}', 'lsv2_sk_{hex:32}_{hex:10}'],
  'nvidia-key': ['nvapi-{url:64}'],
  'pinecone-key': ['pcsk_{word:5-6}_{word:63}'],
  'elevenlabs-key': ['sk_{hex:48}'],
  // Watching
  'newrelic-key': ['NRAK-{UP:27}', 'NRII-{url:32}', '{hex:36}NRAL'],
  'sentry-token': ['sntryu_{hex:64}', 'sntrys_eyJ{b64pad:80-400}_{b64:43}'],
  'grafana-key': ['eyJrIjoi{b64:70-400}'],
  'dynatrace-token': ['dt0c01.{UP:24}.{UP:64}', 'dt0s16.{UP:8}.{UP:64}'],
  // Mail, messages, payments
  'mailgun-key': ['key-{hex:32}'],
  'mailchimp-key': ['{hex:32}-us{num:1-2}'],
  'sendgrid-secret': ['SG.{url:22}.{url:43}'],
  'brevo-key': ['xkeysib-{hex:64}-{word:16}'],
  'discord-token': NUMBERS_IN_BASE64.map((sign) => `${sign}{word:20-24}.{url:6}.{url:27-38}`),
  'discord-webhook': ['/api/webhooks/{num:17-20}/{url:60-80}'],
  'telegram-token': [8, 9, 10].map((length) => `{num:${length}}:AA{url:33}`),
  'square-key': ['sq0csp-{url:40-50}', 'sq0atp-{url:22-43}', 'EAAAl{url:59}', 'EAAAE{url:59}'],
  'stripe-key': ['sk_live_', 'rk_live_', 'sk_prod_'].map((sign) => `${sign}{word:20-247}`),
  'stripe-webhook-secret': ['whsec_{b64:32-64}'],
  'braintree-token': ['access_token$production$', 'access_token$sandbox$'].map((sign) =>
    [sign, '{low:16}$', '{hex:32}'].join(''),
  ),
  'easypost-key': ['EZAK{word:54}'],
  'shippo-key': ['shippo_live_{hex:40}'],
  'duffel-token': ['duffel_live_{dotted:43}'],
  'facebook-token': ['EAA{word:100-400}'],
  // What people work with
  'airtable-token': ['pat{word:14}.{hex:64}'],
  'asana-token': [...'0123456789'].map((digit) => `1/${digit}{num:15}:{hex:32}`),
  'contentful-token': ['CFPAT-{url:43}'],
  'notion-secret': ['ntn_{num:11}{word:35}', 'ntn_{word:46}', 'secret_{word:43}'],
  'postman-key': ['PMAK-{hex:24}-{hex:34}'],
  'mapbox-token': ['sk.eyJ1Ijoi{word:40-300}.{url:22}'],
  'okta-token': ['SSWS 00{url:40}'],
  'adafruit-key': ['aio_{word:28}'],
  'typeform-token': ['tfp_{id:40-59}'],
  'readme-key': ['rdme_{low:70}'],
  'age-key': ['AGE-SECRET-KEY-1{UP:58}'],
};
