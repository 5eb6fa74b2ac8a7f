import type { Called, Chance } from './secret-values';

/** A file in which a value stands, and where each letter of it is, however many signs that takes. */
export interface Written {
  text: string;
  letters: readonly { start: number; end: number }[];
}

/** The letters of a value as they are written. */
type Letters = readonly string[];

/** What a value is called, as each language writes names. */
export interface Name {
  snake: string;
  camel: string;
  pascal: string;
  kebab: string;
  upper: string;
  dotted: string;
}

export interface Place {
  /** Under which it stands in the table. */
  group: string;
  name: string;
  path: string;
  /** Null where nobody could write this value so. */
  write(value: string, name: Name): Written | null;
}

const NAMES: Readonly<Record<Called | 'nothing', readonly string[]>> = {
  password: [
    'db password',
    'smtp password',
    'admin password',
    'redis password',
    'keystore password',
    'db pass',
    'password',
  ],
  key: ['api key', 'secret key', 'encryption key', 'signing key', 'client secret', 'app secret', 'jwt secret'],
  token: ['access token', 'auth token', 'api token', 'deploy token', 'bot token', 'token'],
  nothing: ['value', 'default value', 'content', 'dsn', 'code', 'current', 'first entry'],
};

export function nameOf(chance: Chance, called: Called | 'nothing'): Name {
  const words = chance.of(NAMES[called]).split(' ');
  const pascal = words.map((word) => word.slice(0, 1).toUpperCase() + word.slice(1)).join('');
  return {
    snake: words.join('_'),
    camel: pascal.slice(0, 1).toLowerCase() + pascal.slice(1),
    pascal,
    kebab: words.join('-'),
    upper: words.join('_').toUpperCase(),
    dotted: words.join('.'),
  };
}

export function file(texts: TemplateStringsArray, ...parts: readonly (string | Letters)[]): Written {
  let text = texts[0] ?? '';
  const letters: { start: number; end: number }[] = [];
  parts.forEach((part, at) => {
    if (typeof part === 'string') text += part;
    else
      for (const letter of part) {
        letters.push({ start: text.length, end: text.length + letter.length });
        text += letter;
      }
    text += texts[at + 1] ?? '';
  });
  return { text, letters };
}

const plain = (value: string): Letters => [...value];
const escaped = (value: string): Letters => [...value].map((letter) => letter.replace(/["\\]/, '\\$&'));
/** Of languages that read a variable behind this sign. */
const escapedDollar = (value: string): Letters => [...value].map((letter) => letter.replace(/["\\$]/, '\\$&'));
const single = (value: string): Letters => [...value].map((letter) => letter.replace(/['\\]/, '\\$&'));
const doubled = (value: string): Letters => [...value].map((letter) => (letter === "'" ? "''" : letter));
const inXml = (value: string): Letters =>
  [...value].map((letter) => ({ '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;' })[letter] ?? letter);
const inUrl = (value: string): Letters => [...value].map((letter) => encodeURIComponent(letter).replace("'", '%27'));
const base64 = (value: string): Letters => [...Buffer.from(value).toString('base64')];

/** What YAML reads as a text without quotes. */
const isBareInYaml = (value: string) =>
  !/^[\s!&*?|>@%`'"#{}[\],:-]|[:#](?:\s|$)|\s#|:$|^\d+$/.test(value) && value.trim() === value;
const isBareInShell = (value: string) => /^[\w.,:/@%+=~^-]+$/.test(value) && !value.startsWith('~');
const isBareInIni = (value: string) => !/^["'#;\s]|[;\\]|\s#/.test(value);
const isBareOfBlanks = (value: string) => !/[\s"'#\\$`]/.test(value);
const hasNoQuote = (value: string) => !/["'`\\\s]/.test(value);

type Write = (value: string, name: Name) => Written;

export function place(
  group: string,
  name: string,
  path: string,
  write: Write,
  can: (value: string) => boolean = () => true,
): Place {
  return { group, name, path, write: (value, called) => (can(value) ? write(value, called) : null) };
}

const yaml = [
  place(
    'YAML, without quotes',
    'pair',
    'config/shop.yml',
    (v, n) => file`server:\n  port: 8080\nstore:\n  ${n.camel}: ${plain(v)}\n  user: svc\n`,
    isBareInYaml,
  ),
  place(
    'YAML, without quotes',
    'pair in snake case',
    'group_vars/all.yml',
    (v, n) => file`---\nhosts: all\n${n.snake}: ${plain(v)}\n`,
    isBareInYaml,
  ),
  place(
    'YAML, without quotes',
    'pair of a list',
    'config/users.yml',
    (v, n) => file`users:\n  - login: svc\n    ${n.kebab}: ${plain(v)} # rotate\n`,
    isBareInYaml,
  ),
  place('YAML, in quotes', 'double quotes', 'config/shop.yml', (v, n) => file`store:\n  ${n.camel}: "${escaped(v)}"\n`),
  place('YAML, in quotes', 'single quotes', 'config/shop.yml', (v, n) => file`store:\n  ${n.snake}: '${doubled(v)}'\n`),
  place(
    'YAML, in quotes',
    'name and value',
    'azure-pipelines.yml',
    (v, n) => file`variables:\n  - name: ${n.camel}\n    value: '${doubled(v)}'\n`,
  ),
  place(
    'YAML, without quotes',
    'flow',
    'config/shop.yml',
    (v, n) => file`- {user: svc, ${n.camel}: ${plain(v)}}\n`,
    (v) => isBareInYaml(v) && !/[,{}[\]]/.test(v),
  ),
  place(
    'YAML, without quotes',
    'block',
    'config/shop.yml',
    (v, n) => file`${n.camel}: |\n  ${plain(v)}\nport: 1\n`,
    isBareInYaml,
  ),
  place(
    'Compose',
    'mapping',
    'docker-compose.yml',
    (v, n) => file`services:\n  db:\n    environment:\n      ${n.upper}: ${plain(v)}\n`,
    isBareInYaml,
  ),
  place(
    'Compose',
    'list',
    'docker-compose.yml',
    (v, n) => file`services:\n  db:\n    environment:\n      - ${n.upper}=${plain(v)}\n`,
    isBareInYaml,
  ),
  place(
    'Helm values',
    'nested',
    'chart/values.yaml',
    (v, n) => file`auth:\n  enabled: true\n  ${n.camel}: ${plain(v)}\n`,
    isBareInYaml,
  ),
  place('Helm values', 'in quotes', 'chart/values.yaml', (v, n) => file`auth:\n  ${n.camel}: "${escaped(v)}"\n`),
  place(
    'Helm values',
    'environment',
    'chart/values.yaml',
    (v, n) => file`env:\n  - name: ${n.upper}\n    value: ${plain(v)}\n`,
    isBareInYaml,
  ),
];

const kubernetes = [
  place(
    'Secret of Kubernetes',
    'data',
    'k8s/shop.yaml',
    (v, n) =>
      file`apiVersion: v1\nkind: Secret\nmetadata:\n  name: shop\ntype: Opaque\ndata:\n  ${n.kebab}: ${base64(v)}\n`,
  ),
  place(
    'Secret of Kubernetes',
    'data, a name that tells nothing',
    'k8s/shop.yaml',
    (v) => file`apiVersion: v1\nkind: Secret\nmetadata:\n  name: shop\ndata:\n  config: ${base64(v)}\n`,
  ),
  place(
    'Secret of Kubernetes',
    'data, a name that says who',
    'k8s/shop.yaml',
    (v) =>
      file`apiVersion: v1\nkind: Secret\nmetadata:\n  name: shop\ndata:\n  url: ${base64(`postgres://svc:${v}@db.contoso.com/shop`)}\n`,
  ),
  place(
    'Secret of Kubernetes',
    'data first',
    'k8s/shop.yaml',
    (v, n) => file`apiVersion: v1\ndata:\n    ${n.snake}: "${base64(v)}"\nkind: "Secret"\nmetadata:\n    name: shop\n`,
  ),
  place(
    'Secret of Kubernetes',
    'in a list',
    'k8s/shop.yaml',
    (v, n) =>
      file`apiVersion: v1\nkind: List\nitems:\n- apiVersion: v1\n  kind: Secret\n  metadata:\n    name: shop\n  data:\n    ${n.camel}: ${base64(v)}\n`,
  ),
  place(
    'Secret of Kubernetes',
    'in JSON',
    'k8s/shop.json',
    (v, n) =>
      file`{\n  "kind": "Secret",\n  "apiVersion": "v1",\n  "data": {\n    "${n.camel}": "${base64(v)}"\n  }\n}\n`,
  ),
  place(
    'Secret of Kubernetes',
    'stringData',
    'k8s/shop.yaml',
    (v, n) => file`apiVersion: v1\nkind: Secret\nstringData:\n  ${n.kebab}: ${plain(v)}\n`,
    isBareInYaml,
  ),
  place(
    'Secret of Kubernetes',
    'stringData in quotes',
    'k8s/shop.yaml',
    (v) => file`apiVersion: v1\nkind: Secret\nstringData:\n  config: "${escaped(v)}"\n`,
  ),
  place(
    'Secret of Kubernetes',
    'stringData, block',
    'k8s/shop.yaml',
    (v, n) =>
      file`apiVersion: v1\nkind: Secret\nstringData:\n  shop.properties: |\n    port=1\n    ${n.dotted}=${plain(v)}\n`,
  ),
];

const settings = [
  place(
    '.properties',
    'equals',
    'src/main/resources/application.properties',
    (v, n) => file`server.port=8080\nspring.${n.dotted}=${plain(v)}\n`,
    isBareInIni,
  ),
  place(
    '.properties',
    'blanks',
    'src/main/resources/shop.properties',
    (v, n) => file`port = 8080\n${n.camel} = ${plain(v)}\n`,
    isBareInIni,
  ),
  place('.properties', 'colon', 'shop.properties', (v, n) => file`port: 8080\n${n.dotted}: ${plain(v)}\n`, isBareInIni),
  place('.env', 'bare', '.env.production', (v, n) => file`PORT=8080\n${n.upper}=${plain(v)}\n`, isBareOfBlanks),
  place('.env', 'in quotes', 'deploy/shop.env', (v, n) => file`PORT=8080\n${n.upper}="${escapedDollar(v)}"\n`),
  place('.env', 'of samples', '.env.example', (v, n) => file`PORT=8080\n${n.upper}=${plain(v)}\n`, isBareOfBlanks),
  place(
    'ini',
    'blanks',
    'etc/shop.ini',
    (v, n) => file`[store]\nhost = db.contoso.com\n${n.snake} = ${plain(v)}\n`,
    isBareInIni,
  ),
  place('ini', 'of PHP', 'php.ini', (v, n) => file`[shop]\nshop.${n.snake} = "${escaped(v)}"\n`),
  place('ini', 'of AWS and Python', 'setup.cfg', (v, n) => file`[shop]\n${n.camel}=${plain(v)}\n`, isBareInIni),
  place('TOML', 'double quotes', 'config.toml', (v, n) => file`[store]\n${n.snake} = "${escaped(v)}"\n`),
  place(
    'TOML',
    'single quotes',
    'config.toml',
    (v, n) => file`[store]\n${n.kebab} = '${plain(v)}'\n`,
    (v) => !v.includes("'"),
  ),
  place('TOML', 'table', 'config.toml', (v, n) => file`store = { user = "svc", ${n.camel} = "${escaped(v)}" }\n`),
  place(
    'values below a name',
    'JSON',
    'config.json',
    (v, n) => file`{ "${n.camel}": { "user": "svc", "prod": "${escaped(v)}" } }\n`,
  ),
  place(
    'values below a name',
    'YAML',
    'config/shop.yml',
    (v, n) => file`db:\n  ${n.camel}:\n    value: ${plain(v)}\n  port: 1\n`,
    isBareInYaml,
  ),
  place(
    'rows of SQL',
    'second row',
    'db/seed.sql',
    (v, n) => file`INSERT INTO users (name, ${n.snake}) VALUES ('bob', NULL), ('eve', '${doubled(v)}');\n`,
  ),
  place('JSON', 'pair', 'config.json', (v, n) => file`{\n  "user": "svc",\n  "${n.camel}": "${escaped(v)}"\n}\n`),
  place(
    'JSON',
    'appsettings',
    'appsettings.json',
    (v, n) => file`{\n  "Smtp": { "User": "svc", "${n.pascal}": "${escaped(v)}" }\n}\n`,
  ),
  place(
    'JSON',
    'name and value',
    'task.json',
    (v, n) => file`{ "environment": [ { "name": "${n.upper}", "value": "${escaped(v)}" } ] }\n`,
  ),
  place(
    'JSON',
    'parameters of ARM',
    'parameters.json',
    (v, n) => file`{ "parameters": { "${n.camel}": { "value": "${escaped(v)}" } } }\n`,
  ),
  place(
    'JSON',
    'a text of JSON',
    'a.json',
    (v, n) => file`{ "cmd": "{\\"${n.snake}\\":\\"${plain(v)}\\"}" }\n`,
    hasNoQuote,
  ),
  place(
    'XML',
    'element',
    'settings.xml',
    (v, n) => file`<server>\n  <${n.camel}>${inXml(v)}</${n.camel}>\n</server>\n`,
    (v) => v.trim() === v,
  ),
  place(
    'XML',
    'web.config',
    'web.config',
    (v, n) => file`<appSettings>\n  <add key="${n.pascal}" value="${inXml(v)}" />\n</appSettings>\n`,
  ),
  place('XML', 'attribute', 'beans.xml', (v, n) => file`<user name="svc" ${n.camel}="${inXml(v)}"/>\n`),
  place(
    'XML',
    'property',
    'beans.xml',
    (v, n) => file`<property name="${n.camel}">\n  <value>${inXml(v)}</value>\n</property>\n`,
    (v) => v.trim() === v,
  ),
  place(
    'Dockerfile',
    'ENV with equals',
    'Dockerfile',
    (v, n) => file`FROM node:20\nENV ${n.upper}=${plain(v)}\n`,
    isBareOfBlanks,
  ),
  place(
    'Dockerfile',
    'ENV with a blank',
    'Dockerfile',
    (v, n) => file`FROM node:20\nENV ${n.upper} ${plain(v)}\n`,
    isBareOfBlanks,
  ),
  place('Dockerfile', 'ARG', 'Dockerfile', (v, n) => file`FROM node:20\nARG ${n.upper}="${escapedDollar(v)}"\n`),
  place(
    'Terraform',
    'variable',
    'variables.tf',
    (v, n) => file`variable "${n.snake}" {\n  type    = string\n  default = "${escaped(v)}"\n}\n`,
  ),
  place('Terraform', 'tfvars', 'prod.auto.tfvars', (v, n) => file`region = "eu"\n${n.snake} = "${escaped(v)}"\n`),
  place(
    'Terraform',
    'attribute',
    'main.tf',
    (v, n) => file`resource "x" "y" {\n  login    = "svc"\n  ${n.snake} = "${escaped(v)}"\n}\n`,
  ),
  place('Bicep', 'parameter', 'main.bicep', (v, n) => file`param ${n.camel} string = '${single(v)}'\n`),
  place(
    'Bicep',
    'object',
    'main.bicep',
    (v, n) => file`resource s 'x' = {\n  properties: {\n    ${n.camel}: '${single(v)}'\n  }\n}\n`,
  ),
  place(
    'Bicep',
    'name and value',
    'main.bicep',
    (v, n) => file`appSettings: [\n  { name: '${n.upper}', value: '${single(v)}' }\n]\n`,
  ),
];

const shells = [
  place('shell', 'export', 'deploy.sh', (v, n) => file`set -e\nexport ${n.upper}=${plain(v)}\n`, isBareInShell),
  place(
    'shell',
    'export in quotes',
    'deploy.sh',
    (v, n) => file`export ${n.upper}='${plain(v)}'\n`,
    (v) => !v.includes("'"),
  ),
  place(
    'shell',
    'before a command',
    'deploy.sh',
    (v, n) => file`${n.upper}=${plain(v)} ./deploy --all\n`,
    isBareInShell,
  ),
  place(
    'shell',
    'option',
    'deploy.sh',
    (v, n) => file`tool --user svc --${n.kebab} ${plain(v)} --verbose\n`,
    isBareInShell,
  ),
  place('shell', 'option with equals', 'deploy.sh', (v, n) => file`tool --${n.kebab}=${plain(v)}\n`, isBareInShell),
  place(
    'shell',
    'curl -u',
    'deploy.sh',
    (v) => file`curl -sf -u svc:${plain(v)} https://nexus.contoso.com/x\n`,
    isBareInShell,
  ),
  place(
    'shell',
    'header',
    'deploy.sh',
    (v, n) => file`curl -H "X-${n.pascal}: ${escapedDollar(v)}" https://contoso.com/x\n`,
  ),
  place(
    'shell',
    'bearer',
    'deploy.sh',
    (v) => file`curl -H "Authorization: Bearer ${escapedDollar(v)}" https://contoso.com/x\n`,
  ),
  place(
    'shell',
    'mysql -p',
    'deploy.sh',
    (v) => file`mysql -h db.contoso.com -u root -p${plain(v)} shop\n`,
    isBareInShell,
  ),
  place(
    'shell',
    'helm --set',
    'deploy.sh',
    (v, n) => file`helm upgrade shop . --set auth.${n.camel}=${plain(v)}\n`,
    isBareInShell,
  ),
  place('shell', 'PowerShell', 'deploy.ps1', (v, n) => file`$${n.camel} = '${doubled(v)}'\nInvoke-Deploy\n`),
  place('shell', 'PowerShell, option', 'deploy.ps1', (v, n) => file`New-Thing -Name a -${n.pascal} '${doubled(v)}'\n`),
  place('shell', 'batch', 'deploy.bat', (v, n) => file`@echo off\nset ${n.upper}=${plain(v)}\n`, isBareOfBlanks),
];

const addresses = [
  place(
    'connection string',
    'ADO.NET',
    'appsettings.json',
    (v) =>
      file`{ "Shop": "Server=tcp:db.contoso.com,1433;Database=shop;User ID=svc;Password=${plain(v)};Encrypt=True" }\n`,
    (v) => !/[;"'\\\s]/.test(v),
  ),
  place(
    'connection string',
    'web.config',
    'web.config',
    (v) => file`<add name="Shop" connectionString="Data Source=db.contoso.com;User Id=svc;Pwd=${inXml(v)}" />\n`,
    (v) => !/[;"'\\\s]/.test(v),
  ),
  place(
    'connection string',
    'JDBC',
    'shop.properties',
    (v) => file`url=jdbc:postgresql://db.contoso.com/shop?user=svc&password=${inUrl(v)}\n`,
  ),
  place(
    'connection string',
    'libpq',
    'db.go',
    (v) => file`dsn := "host=db.contoso.com user=svc password=${plain(v)} dbname=shop"\n`,
    hasNoQuote,
  ),
  place(
    'connection string',
    'Redis',
    'a.cs',
    (v) => file`Connect("cache.contoso.com:6380,password=${plain(v)},ssl=True");\n`,
    (v) => hasNoQuote(v) && !v.includes(','),
  ),
  place(
    'connection string',
    'Go',
    'db.go',
    (v) => file`sql.Open("mysql", "svc:${plain(v)}@tcp(db.contoso.com:3306)/shop")\n`,
    (v) => hasNoQuote(v) && !/[:@/]/.test(v),
  ),
  place('address', 'postgres', 'config.yml', (v) => file`url: postgres://svc:${inUrl(v)}@db.contoso.com:5432/shop\n`),
  place(
    'address',
    'in code',
    'a.py',
    (v) => file`ENGINE = create_engine("mysql+pymysql://svc:${inUrl(v)}@10.2.0.7/shop")\n`,
  ),
  place(
    'address',
    'mongodb',
    '.env.production',
    (v) => file`MONGO_URL=mongodb+srv://svc:${inUrl(v)}@cluster0.contoso.mongodb.net/shop\n`,
  ),
  place(
    'address',
    'redis without a user',
    'config.rb',
    (v) => file`url: "redis://:${inUrl(v)}@cache.contoso.com:6379/0"\n`,
  ),
  place('address', 'git', '.gitmodules', (v) => file`\turl = https://svc:${inUrl(v)}@git.contoso.com/shop.git\n`),
  place('address', 'question', 'a.js', (v, n) => file`fetch('https://contoso.com/api?${n.snake}=${inUrl(v)}&x=1');\n`),
  place(
    'address',
    'in a path',
    'notes.txt',
    (v) => file`/backup/svc:${plain(v)}@files.contoso.com/shop.tar\n`,
    (v) => hasNoQuote(v) && !/[:@/<>]/.test(v),
  ),
];

/** Of ten languages: an assignment, a default argument, a dictionary, pieces over lines, bytes and escapes. */
interface Language {
  name: string;
  path: string;
  assigned(value: Letters, name: Name): Written;
  argument?(value: Letters, name: Name): Written;
  paired(value: Letters, name: Name): Written;
  joined(first: Letters, second: Letters, name: Name): Written;
  bytes(values: Letters, name: Name): Written;
  escapes(value: Letters, name: Name): Written;
  letters: (value: string) => Letters;
}

const LANGUAGES: readonly Language[] = [
  {
    name: 'TypeScript',
    path: 'src/shop.ts',
    letters: single,
    assigned: (v, n) => file`const ${n.camel} = '${v}';\nconnect(${n.camel});\n`,
    argument: (v, n) => file`function connect(user = 'svc', ${n.camel} = '${v}') {\n  return 1;\n}\n`,
    paired: (v, n) => file`connect({ user: 'svc', ${n.camel}: '${v}' });\n`,
    joined: (a, b, n) => file`const ${n.camel} =\n  '${a}' +\n  '${b}';\n`,
    bytes: (v, n) => file`const ${n.camel} = new Uint8Array([${v}]);\n`,
    escapes: (v, n) => file`const ${n.camel} = '${v}';\n`,
  },
  {
    name: 'Python',
    path: 'shop/settings.py',
    letters: single,
    assigned: (v, n) => file`import os\n${n.upper} = '${v}'\n`,
    argument: (v, n) => file`def connect(user='svc', ${n.snake}='${v}'):\n    pass\n`,
    paired: (v, n) => file`DATABASE = {'USER': 'svc', '${n.upper}': '${v}'}\n`,
    joined: (a, b, n) => file`${n.upper} = ('${a}'\n    '${b}')\n`,
    bytes: (v, n) => file`${n.upper} = bytes([${v}])\n`,
    escapes: (v, n) => file`${n.upper} = b'${v}'\n`,
  },
  {
    name: 'Java',
    path: 'src/Shop.java',
    letters: escaped,
    assigned: (v, n) => file`private static final String ${n.upper} = "${v}";\n`,
    paired: (v, n) => file`settings.put("${n.camel}", "${v}");\n`,
    joined: (a, b, n) => file`String ${n.camel} = "${a}"\n    + "${b}";\n`,
    bytes: (v, n) => file`byte[] ${n.camel} = { ${v} };\n`,
    escapes: (v, n) => file`String ${n.camel} = "${v}";\n`,
  },
  {
    name: 'C#',
    path: 'src/Shop.cs',
    letters: escaped,
    assigned: (v, n) => file`private const string ${n.pascal} = "${v}";\n`,
    argument: (v, n) => file`void Connect(string user = "svc", string ${n.camel} = "${v}") { }\n`,
    paired: (v, n) => file`var d = new Dictionary<string, string> { ["${n.pascal}"] = "${v}" };\n`,
    joined: (a, b, n) => file`var ${n.camel} = "${a}" +\n    "${b}";\n`,
    bytes: (v, n) => file`byte[] ${n.camel} = new byte[] { ${v} };\n`,
    escapes: (v, n) => file`var ${n.camel} = "${v}";\n`,
  },
  {
    name: 'Go',
    path: 'shop/shop.go',
    letters: escaped,
    assigned: (v, n) => file`package shop\n\nconst ${n.camel} = "${v}"\n`,
    paired: (v, n) => file`c := map[string]string{"user": "svc", "${n.snake}": "${v}"}\n`,
    joined: (a, b, n) => file`${n.camel} := "${a}" +\n\t"${b}"\n`,
    bytes: (v, n) => file`var ${n.camel} = []byte{${v}}\n`,
    escapes: (v, n) => file`var ${n.camel} = "${v}"\n`,
  },
  {
    name: 'Ruby',
    path: 'config/shop.rb',
    letters: single,
    assigned: (v, n) => file`${n.upper} = '${v}'\n`,
    argument: (v, n) => file`def connect(user: 'svc', ${n.snake}: '${v}')\nend\n`,
    paired: (v, n) => file`connect(user: 'svc', :${n.snake} => '${v}')\n`,
    joined: (a, b, n) => file`${n.snake} = '${a}' \\\n  '${b}'\n`,
    bytes: (v, n) => file`${n.snake} = [${v}].pack('C*')\n`,
    escapes: (v, n) => file`${n.snake} = "${v}"\n`,
  },
  {
    name: 'PHP',
    path: 'src/shop.php',
    letters: single,
    assigned: (v, n) => file`<?php\n$${n.camel} = '${v}';\n`,
    argument: (v, n) => file`function connect($user = 'svc', $${n.camel} = '${v}') {}\n`,
    paired: (v, n) => file`return ['user' => 'svc', '${n.snake}' => '${v}'];\n`,
    joined: (a, b, n) => file`$${n.camel} = '${a}'\n  . '${b}';\n`,
    bytes: (v, n) => file`$${n.camel} = pack('C*', ${v});\n`,
    escapes: (v, n) => file`$${n.camel} = "${v}";\n`,
  },
  {
    name: 'Kotlin',
    path: 'src/Shop.kt',
    letters: escapedDollar,
    assigned: (v, n) => file`private const val ${n.upper} = "${v}"\n`,
    argument: (v, n) => file`fun connect(user: String = "svc", ${n.camel}: String = "${v}") {}\n`,
    paired: (v, n) => file`val settings = mapOf("user" to "svc", "${n.camel}" to "${v}")\n`,
    joined: (a, b, n) => file`val ${n.camel} = "${a}" +\n    "${b}"\n`,
    bytes: (v, n) => file`val ${n.camel} = byteArrayOf(${v})\n`,
    escapes: (v, n) => file`val ${n.camel} = "${v}"\n`,
  },
  {
    name: 'Rust',
    path: 'src/shop.rs',
    letters: escaped,
    assigned: (v, n) => file`const ${n.upper}: &str = "${v}";\n`,
    paired: (v, n) => file`settings.insert("${n.snake}", "${v}");\n`,
    joined: (a, b, n) => file`const ${n.upper}: &str = concat!("${a}",\n    "${b}");\n`,
    bytes: (v, n) => file`const ${n.upper}: [u8; 32] = [${v}];\n`,
    escapes: (v, n) => file`const ${n.upper}: &[u8] = b"${v}";\n`,
  },
  {
    name: 'C++',
    path: 'src/shop.cpp',
    letters: escaped,
    assigned: (v, n) => file`static const char* ${n.camel} = "${v}";\n`,
    argument: (v, n) => file`void connect(const char* user, std::string ${n.camel} = "${v}");\n`,
    paired: (v, n) => file`std::map<std::string, std::string> m = {{"${n.snake}", "${v}"}};\n`,
    joined: (a, b, n) => file`const char* ${n.camel} = "${a}"\n    "${b}";\n`,
    bytes: (v, n) => file`const unsigned char ${n.camel}[] = { ${v} };\n`,
    escapes: (v, n) => file`const char ${n.camel}[] = "${v}";\n`,
  },
];

const hexEscapes = (value: string): Letters => [...value].map((letter) => `\\x${hexOf(letter)}`);
/** Each with what keeps it from the next. */
const bytesOf = (value: string, form: (letter: string) => string): Letters =>
  [...value].map((letter, at) => form(letter) + (at + 1 < value.length ? ', ' : ''));
const hexOf = (letter: string) => letter.charCodeAt(0).toString(16).padStart(2, '0');

function placesOf({ name, path, letters, ...forms }: Language): Place[] {
  const { argument } = forms;
  const halves = (value: string) =>
    [letters(value.slice(0, value.length >> 1)), letters(value.slice(value.length >> 1))] as const;
  return [
    place('code, assignment', name, path, (v, n) => forms.assigned(letters(v), n)),
    ...(argument ? [place('code, default argument', name, path, (v, n) => argument(letters(v), n))] : []),
    place('code, dictionary', name, path, (v, n) => forms.paired(letters(v), n)),
    place('code, pieces over lines', name, path, (v, n) => forms.joined(...halves(v), n)),
    place('code, bytes', `${name}, hexadecimal`, path, (v, n) =>
      forms.bytes(
        bytesOf(v, (letter) => `0x${hexOf(letter)}`),
        n,
      ),
    ),
    place('code, bytes', `${name}, decimal`, path, (v, n) =>
      forms.bytes(
        bytesOf(v, (letter) => String(letter.charCodeAt(0))),
        n,
      ),
    ),
    place('code, escapes', name, path, (v, n) => forms.escapes(hexEscapes(v), n)),
  ];
}

/** Where a name says what stands behind it. */
export const TOLD_PLACES: readonly Place[] = [
  ...yaml,
  ...kubernetes,
  ...settings,
  ...shells,
  ...addresses,
  ...LANGUAGES.flatMap(placesOf),
];

/** Where only the letters themselves can tell. */
export const SILENT_PLACES: readonly Place[] = [
  place(
    'no name that tells: settings',
    'YAML',
    'config/shop.yml',
    (v, n) => file`store:\n  ${n.camel}: ${plain(v)}\n`,
    isBareInYaml,
  ),
  place(
    'no name that tells: settings',
    'YAML in quotes',
    'config/shop.yml',
    (v, n) => file`store:\n  ${n.camel}: "${escaped(v)}"\n`,
  ),
  place(
    'no name that tells: settings',
    '.properties',
    'shop.properties',
    (v, n) => file`port=1\n${n.dotted}=${plain(v)}\n`,
    isBareInIni,
  ),
  place('no name that tells: settings', 'JSON', 'config.json', (v, n) => file`{ "${n.camel}": "${escaped(v)}" }\n`),
  place('no name that tells: code', 'TypeScript', 'src/shop.ts', (v, n) => file`const ${n.camel} = '${single(v)}';\n`),
  place(
    'no name that tells: code',
    'Python',
    'shop/a.py',
    (v) => file`connect("db.contoso.com", "svc", "${escaped(v)}")\n`,
  ),
  place('no name that tells: code', 'Java', 'src/Shop.java', (v, n) => file`String ${n.camel} = "${escaped(v)}";\n`),
  place('no name that tells: prose', 'comment', 'src/shop.ts', (v) => file`// svc / ${plain(v)}\n`),
  place('no name that tells: prose', 'page', 'README.md', (v) => file`Log in as svc with \`${plain(v)}\`.\n`),
];
