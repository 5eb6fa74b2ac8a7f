import { createHmac } from 'node:crypto';

/** Letters that look made by chance and are the same in every run, so that no secret stands in this file. */
export function letters(length: number, alphabet: string, seed = 'sample'): string {
  let text = '';
  for (let round = 0; text.length < length; round++) {
    const bytes = createHmac('sha256', seed).update(String(round)).digest();
    text += [...bytes].map((byte) => alphabet[byte % alphabet.length]).join('');
  }
  return text.slice(0, length);
}

const LOWER = 'abcdefghijklmnopqrstuvwxyz';
const WORD = `${LOWER}${LOWER.toUpperCase()}0123456789`;
const BASE64 = `${WORD}+/`;
const HEX = '0123456789abcdef';
const word = (length: number, seed?: string) => letters(length, WORD, seed);
const base64 = (length: number, seed?: string) => letters(length, BASE64, seed);
const url64 = (text: string) => Buffer.from(text).toString('base64url');

const keyBody = Array.from({ length: 24 }, (_, line) => base64(64, `key ${line}`)).join('\n');

export const privateKey = ['-----BEGIN PRIVATE', ` KEY-----\n${keyBody}\n-----END PRIVATE`, ' KEY-----'].join('');

/** A key of a curve as programs store it: the form is what tells. */
const realKey = Buffer.concat([
  Buffer.from('308187020100301306072a8648ce3d020106082a8648ce3d030107046d306b0201010420', 'hex'),
  createHmac('sha256', 'curve').update('d').digest(),
  Buffer.from('a144034200', 'hex'),
  createHmac('sha512', 'curve').update('point').digest(),
]);

export const jwt = [
  url64('{"alg":"HS256","typ":"JWT"}'),
  url64('{"iss":"https://sts.contoso.net/1","sub":"svc","exp":1900000000}'),
  word(43, 'signature'),
].join('.');

export interface SampleSecret {
  /** A line of some file. */
  line: string;
  /** What must not leave the agent. */
  value: string;
}

const sample = (before: string, value: string, after = ''): SampleSecret => ({ line: before + value + after, value });

/** One line for each kind, certain beyond doubt. */
export const certainSecrets: Readonly<Record<string, SampleSecret>> = {
  'Azure DevOps token': sample('token: ', `${word(76)}${'AZ'}DO${word(4, 'end')}`),
  'Azure DevOps token of before': sample('AZURE_DEVOPS_EXT_PAT=', letters(52, `${LOWER}234567`)),
  'Azure DevOps token of before, in JSON': sample('"patToken": "', letters(52, `${LOWER}234567`, 'json'), '",'),
  'Azure DevOps token in an address': sample(
    'git clone https://me:',
    letters(52, `${LOWER}234567`, 'url'),
    '@dev.azure.com/contoso/shop',
  ),
  'storage key': sample(
    'var s = "DefaultEndpointsProtocol=https;AccountName=shop;Account' + 'Key=',
    `${base64(86, 'storage')}==`,
    ';EndpointSuffix=core.windows.net";',
  ),
  'storage key by its own sign': sample('x = "', `${base64(76, 'own')}+A${'St'}${word(5, 'five')}A==`, '"'),
  'Cosmos DB key': sample('"primaryKey": "', `${base64(86, 'cosmos')}==`, '"'),
  'shared access signature': sample(
    'https://shop.blob.core.windows.net/a?sv=2023-01-03&se=2030-01-01&sr=c&sp=rwdl&s' + 'ig=',
    `${base64(43, 'sas').replaceAll('+', '%2B').replaceAll('/', '%2F')}%3D`,
  ),
  'service bus key': sample(
    'Endpoint=sb://shop.servicebus.windows.net/;SharedAccessKeyName=Root;SharedAccess' + 'Key=',
    `${base64(43, 'bus')}=`,
  ),
  'connection string': sample(
    'conn = "Server=tcp:shop.database.windows.net;Database=orders;User ID=svc;Pass' + 'word=',
    'gT7!qzL0vR#2m',
    ';Encrypt=True"',
  ),
  'connection string, password first': sample(
    '"Pass' + 'word=',
    'gT7!qzL0vR#2n',
    ';User ID=svc;Server=shop.database.windows.net"',
  ),
  'Entra client secret': sample('ClientSecret: ', `${word(3, 'e')}8${'Q'}~${word(34, 'entra')}`),
  'AWS id with its key': sample(
    `aws_access_key_id = AK${'IA'}${letters(16, 'ABCDEFGHIJKLMNOPQRSTUVWXYZ234567')}\\n aws_key = `,
    base64(40, 'aws'),
  ),
  'AWS secret key by its name': sample('aws_secret_access' + '_key = ', base64(40, 'aws2')),
  'JSON web token': sample('const auth = "', jwt, '";'),
  'npm token': sample('//registry.npmjs.org/:_auth' + 'Token=', `np${'m_'}${word(36, 'npm')}`),
  'npm password': sample('//pkgs.dev.azure.com/contoso/_packaging/f/npm/:_pass' + 'word=', base64(72, 'npmrc')),
  'netrc line': sample('machine pkgs.contoso.com login svc pass' + 'word ', 'vK9-tt2Lw0zP'),
  'NuGet password': sample('<add key="ClearText' + 'Password" value="', word(52, 'nuget'), '" />'),
  'docker login': sample('"auth": "', Buffer.from(`svc:${word(20, 'docker')}`).toString('base64'), '"'),
  'password in an address': sample('amqps://svc:', 'h7Kq2Zx9Lm', '@bus.contoso.com:5671/orders'),
  'GitHub token': sample('const t = "', `gh${'p_'}${word(36, 'github')}`, '"'),
  'GitLab token': sample('t: ', `glp${'at-'}${word(20, 'gitlab')}`),
  'Slack token': sample('SLACK=', `xo${'xb-'}123456789012-${word(24, 'slack')}`),
  'Anthropic key': sample('key = "', `sk-${'ant-'}api03-${word(93, 'anthropic')}AA`, '"'),
  'OpenAI key': sample('key = "', `sk-${'proj-'}${word(74, 'openai')}`, '"'),
  'Stripe key': sample('stripe: ', `sk_${'live_'}${word(24, 'stripe')}`),
  'Google client secret': sample('"client_secret": "', `GOC${'SPX-'}${word(28, 'google')}`, '"'),
  'NuGet key': sample('nuget push -k ', `oy${'2'}${letters(43, `${LOWER}0123456789`)}`),
  'Teams webhook': sample(
    'https://contoso.webhook.office.com/webhookb2/0b6b6a3e-1111-4222-8333-444455556666@0b6b6a3e-1111-4222-8333-444455556667/IncomingWebhook/',
    `${letters(32, '0123456789abcdef')}/0b6b6a3e-1111-4222-8333-444455556668`,
  ),
  'private web key': sample('{"kty":"RSA","n":"AQAB","d":"', word(86, 'jwk'), '"}'),
  'storage key in an attribute': sample('<add key="StorageKey" value="', `${base64(86, 'xml')}==`, '" />'),
  'storage key under another name': sample("const account = '", `${base64(86, 'account')}==`, "';"),
  'storage key with escapes': sample(
    '{"cs":"AccountName=shop;Account' + 'Key=',
    `${base64(86, 'json').replaceAll('+', '\\u002B').replaceAll('/', '\\/')}==`,
    ';"}',
  ),
  'npm login': sample('_au' + 'th=', Buffer.from(`svc:${word(20, 'npm login')}`).toString('base64')),
  'private key in base64': sample('    key: ', Buffer.from(privateKey).toString('base64')),
  'private key in hexadecimal digits': sample('KEY=', Buffer.from(privateKey).toString('hex')),
  'private key without its marks': sample('KEY="', realKey.toString('base64'), '"'),
  'token in base64': sample('  token: ', Buffer.from(`gh${'p_'}${word(36, 'base64')}`).toString('base64')),
  'token in base64 of Windows': sample(
    '-enc ',
    Buffer.from(`gh${'p_'}${word(36, 'wide')}`, 'utf16le').toString('base64'),
  ),
  'quoted password in a connection string': sample(
    '{"c":"Server=tcp:shop.database.windows.net;User Id=svc;P' + "wd='",
    'gT7!qzL0vR#2q',
    `';"}`,
  ),
  'quoted password with escapes': sample(
    '{"c":"Server=tcp:shop.database.windows.net;User Id=svc;P' + 'wd=\\u0027',
    'gT7!qzL0vR#2r',
    '\\u0027;"}',
  ),
  'shared access signature with escapes': sample(
    '{"u":"https://shop.blob.core.windows.net/a?sv=2023-01-03\\u0026s' + 'ig=',
    `${base64(43, 'sas json').replaceAll('+', '%2B').replaceAll('/', '%2F')}%3D`,
    '"}',
  ),
  'address of a workflow': sample(
    'https://prod-12.westeurope.logic.azure.com:443/workflows/1/triggers/manual/paths/invoke?sv=1.0&s' + 'ig=',
    word(43, 'workflow'),
  ),
  'GitHub token in two strings': sample(`t = 'gh${'p_'}`, `${word(20, 'two')}' + '${word(16, 'strings')}`, "'"),
  'GitHub token with an escape': sample(`{"t":"\\u0067h${'p_'}`, word(36, 'escape'), '"}'),
  'GitHub token with a code of addresses': sample(`/gh${'p'}%5F`, word(36, 'percent'), '/'),
  'GitHub token with an entity': sample(`<t>gh${'p'}&#95;`, word(36, 'entity'), '</t>'),
  'Azure DevOps token of before, handed to a function': sample(
    'new WebApi(url, getPersonalAccessTokenHandler("',
    letters(52, `${LOWER}234567`, 'handler'),
    '"));',
  ),
  'machine key': sample('<machineKey validation' + 'Key="', letters(128, '0123456789ABCDEF', 'machine'), '" />'),
  'Mailgun key': sample('connect("', `ke${'y-'}${letters(32, '0123456789abcdef', 'mailgun')}`, '");'),
  'GitHub token backwards': sample('turned("', [...`gh${'p_'}${word(36, 'backwards')}`].reverse().join(''), '");'),
  'kubernetes key': sample('    client-key-data: ', base64(400, 'kube')),
  'GitLab runner token': sample('register("', `gl${'rt-'}${word(20, 'runner')}`, '")'),
  'Azure AI key': sample('new AzureOpenAI("', `${word(52, 'openai azure')}JQ${'QJ99'}${word(26, 'ai end')}`, '")'),
  'Supabase key': sample('connect("', `sb${'_secret_'}${word(22, 'supabase')}_${word(8, 'supabase end')}`, '")'),
  'SendGrid key': sample(
    'mail("',
    `S${'G.'}${letters(22, `${WORD}-_`, 'sg')}.${letters(43, `${WORD}-_`, 'sg2')}`,
    '")',
  ),
  'Discord webhook': sample(
    'https://discord.com/api/web' + 'hooks/123456789012345678/',
    letters(68, `${WORD}-_`, 'discord'),
  ),
  'Postman key': sample('key = "', `PM${'AK-'}${letters(24, HEX, 'postman')}-${letters(34, HEX, 'postman end')}`, '"'),
  'Twilio token': sample(
    `new Client("A${'C'}${letters(32, HEX, 'twilio')}", "`,
    letters(32, HEX, 'twilio token'),
    '")',
  ),
};

const PASSWORD = 'Zk3vQ8mLw2xT';

/** Lines whose value may be a secret, in the clothes in which people leak it: hidden, and left to the reviewer. */
export const likelySecrets: Readonly<Record<string, SampleSecret>> = {
  ...Object.fromEntries(
    ['feedfeed00000002', 'cececece00000002', '0000000200000014'].map((head) => [
      `key store in base64, ${head}`,
      sample('store: ', Buffer.concat([Buffer.from(head, 'hex'), Buffer.from(base64(200, head))]).toString('base64')),
    ]),
  ),
  'password of a properties file': sample('spring.datasource.pass' + 'word=', PASSWORD),
  'password of a pipeline': sample('    pass' + 'word: ', PASSWORD),
  'password with signs, without quotes': sample('    pass' + 'word: ', 'kP7%vT!9zQm'),
  'variable in a list': sample('      - MYSQL_ROOT_PASS' + 'WORD=', PASSWORD),
  'variable of an image': sample('ENV DB_PASS' + 'WORD ', PASSWORD),
  'short password before a command': sample('PGPASS' + 'WORD=', 'Zk3vQ8mL', ' psql -h db.contoso.com'),
  'password between tags': sample('<pass' + 'word>', PASSWORD, '</password>'),
  'password in base64 between tags': sample(
    '<Pass encoding="base64">',
    Buffer.from(PASSWORD).toString('base64'),
    '</Pass>',
  ),
  'constant of PHP': sample(`define( 'DB_PASS${'WORD'}', '`, 'zk3v!q8mlw2xx', "' );"),
  'parameter of Bicep': sample(`param adminPass${'word'} string = '`, 'zk3v!q8mlw2xx', "'"),
  'parameter of a template': sample(`"adminPass${'word'}": { "value": "`, 'zk3v!q8mlw2xx', '" }'),
  'secure string': sample('ConvertTo-Secure' + "String '", PASSWORD, "' -AsPlainText"),
  'data source of Go': sample('sql.Open("mysql", "svc:', PASSWORD, '@tcp(db.contoso.com:3306)/shop")'),
  'connection with blanks': sample('host=db.contoso.com user=svc pass' + 'word=', PASSWORD, ' dbname=shop'),
  'argument of a program': sample('mysql -u root -p', PASSWORD, ' shop'),
  'login of curl': sample('curl -u svc:', PASSWORD, ' https://contoso.com'),
  'login of Oracle': sample('sqlplus svc/', PASSWORD, '@//db.contoso.com:1521/SHOP'),
  'old Azure DevOps token in a call': sample(
    'new WebApi(url, getPersonalAccess' + 'TokenHandler("',
    letters(52, `${LOWER}234567`, 'call'),
    '"))',
  ),
  'key of WireGuard': sample('PrivateKey = ', `${base64(43, 'wireguard')}=`),
  'key of a web farm': sample('<machineKey validation' + 'Key="', letters(128, 'ABCDEF0123456789', 'farm'), '"'),
  'key of hexadecimal digits without quotes': sample('  secret_key' + '_base: ', letters(128, HEX, 'rails')),
  'key of all signs': sample(`SECRET${'_KEY'} = '`, letters(50, `${LOWER}0123456789!@#$%^&*(-_=+)`, 'django'), "'"),
  'key of an account': sample('accounts: ["', `0x${letters(64, HEX, 'account')}`, '"]'),
  'key of hexadecimal digits by its name': sample('AZURE_OPENAI_' + 'KEY = "', letters(32, HEX, 'openai'), '"'),
  'key in a header': sample('"Ocp-Apim-Subscription-' + 'Key": "', letters(32, HEX, 'apim'), '"'),
  'key in an address': sample('https://x.azurewebsites.net/api/f?co' + 'de=', letters(32, HEX, 'code')),
  'argument after another one': sample('client = Client(sid, "', letters(32, HEX, 'sid'), '")'),
  'key that is an id': sample('HEROKU_API_' + 'KEY=', '8f2c91d4-7be3-4a05-b6c1-93de07a1f5b2'),
  'value of nobody knows what': sample('connect("', letters(40, `${WORD}-_`, 'nobody'), '")'),
};
