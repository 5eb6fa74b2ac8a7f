import assert from 'node:assert/strict';
import type { StatusState } from '../../../src/ports/code-host';
import type { RunRecord } from '../../../src/steps/record/record';
import { sarifFilesOf } from '../../fakes/sarif-files';
import { reviewed, type Situation } from '../../situations/reviewed';
import { certainSecrets, letters, privateKey, type SampleSecret } from '../../steps/secrets/sample-secrets';
import type { Attack, Control } from '../attack';
import { packaged, TOKEN } from '../packaged-life';
import { author, BASE, colleague, KNOWN, type Scene, type SceneOptions, SOURCE, withScene } from '../scene';

const token = sampleOf('GitHub token');
const CODE = 'export const a = 1;\n';

interface Try extends SceneOptions {
  tries: string;
  must?: string;
  /** What nobody but this machine may see. */
  values?: readonly string[];
  /** Where the blocker stands. */
  at?: { path: string; line?: number };
  before?(scene: Scene): void;
  check?(scene: Scene, record: RunRecord): Promise<void> | void;
  options?: Parameters<Scene['run']>[0];
}

/** One review: no value may stand in a request, a comment, a status or the record, and the change fails. */
function neverSent({ tries, must, values = [], at, before, check, options = {}, ...scene }: Try): Attack {
  return {
    tries,
    must: must ?? 'it is replaced in every request, nothing posted holds it, and the change fails',
    through: 'review',
    run: () =>
      withScene({ knows: [], base: { 'src/a.ts': CODE, ...scene.base }, ...scene }, async (open) => {
        before?.(open);
        const record = await open.run(options);
        assert.ok(open.reviewer.requests.length > 0 || at?.path !== 'src/a.ts', 'something was asked');
        const out = JSON.stringify([
          open.reviewer.requests,
          open.host.threads,
          [...open.host.statuses.values()],
          record,
        ]);
        for (const value of values) assert.ok(!out.includes(JSON.stringify(value).slice(1, -1)), 'a secret got out');
        if (at) {
          assert.deepEqual([record.ending.verdict, open.status()], ['FAIL', 'failed']);
          const thread = open.thread('second-pass/committed-secret');
          assert.equal(thread.path, at.path);
          if (at.line !== undefined) assert.equal(thread.range?.startLine, at.line);
        }
        await check?.(open, record);
      }),
  };
}

function sampleOf(name: string): SampleSecret {
  return certainSecrets[name] ?? assert.fail(name);
}

const eachKind = Object.entries(certainSecrets).map(([name, { line, value }]) =>
  neverSent({
    tries: `adds a line with a ${name}`,
    source: { 'src/a.ts': `${CODE}${line}\n` },
    values: [value],
    at: { path: 'src/a.ts', line: 2 },
  }),
);

/** Values without quotes, in files of many kinds. */
const PLAIN = 'Zk3vQ8mLw2xT';
const toldOnly = (
  [
    ['application.properties', `spring.datasource.password=${PLAIN}`],
    ['config/application.yml', `    password: ${PLAIN}`],
    ['docker-compose.yml', `      - MYSQL_ROOT_PASSWORD=${PLAIN}`],
    ['Dockerfile', `ENV DB_PASSWORD=${PLAIN}`],
    ['deploy.sh', `mysql -h db.contoso.com -u root -p${PLAIN} shop`],
    ['settings.xml', `<password>${PLAIN}</password>`],
    ['wp-config.php', `define( 'DB_PASSWORD', '${PLAIN}' );`],
    ['main.bicep', `param adminPassword string = '${PLAIN}'`],
    ['db/db.go', `sql.Open("mysql", "svc:${PLAIN}@tcp(db.contoso.com:3306)/shop")`],
    ['config/of-service.yml', `password: \${DB_PASSWORD:${PLAIN}}`],
    ['src/settings.ts', `export const p = process.env.DB_PASSWORD ?? '${PLAIN}';`],
    ['start.sh', `export DB_PASSWORD="\${DB_PASSWORD:-${PLAIN}}"`],
    ['config/addresses.yml', `url: amqp://\${USER:guest}:\${P:${PLAIN}}@mq`],
    ['ecs/task.json', `{"environment":[{"value":"${PLAIN}","name":"DB_PASSWORD"}]}`],
    ['app.config', `<setting name="DbPassword" serializeAs="String"><value>${PLAIN}</value></setting>`],
    ['config/anchors.yml', `password: &shared ${PLAIN}`],
    ['etc/server.conf', `AuthLDAPBindPassword ${PLAIN}`],
    ['secrets.sh', `az keyvault secret set --vault-name v --name db --value ${PLAIN}`],
    ['config/einstellungen.yml', `motDePasse: ${PLAIN}`],
    ['config/настройки.yml', `пароль: ${PLAIN}`],
    ['src/login.ts', `jwt.sign(payload, '${PLAIN}');`],
    ['src/Login.java', `DriverManager.getConnection(url, "root", "${PLAIN}");`],
    ['map.cmd', `net use Z: \\\\fs\\share /user:corp\\bob ${PLAIN}`],
    ['update.sh', `echo ${PLAIN} | sudo -S apt update`],
    ['k8s/secret.yaml', `apiVersion: v1\nkind: Secret\nstringData:\n  plain: ${PLAIN}`],
  ] as const
).map(([path, text]) =>
  neverSent({
    tries: `writes a password without quotes into ${path}`,
    must: 'the reviewer sees a placeholder and judges it',
    source: { 'src/a.ts': `${CODE}export const b = 2;\n`, [path]: `# head\n${text}\n` },
    values: [PLAIN],
    check: ({ reviewer }) =>
      assert.ok(JSON.stringify(reviewer.requests).includes('[secret: '), 'a placeholder is shown'),
  }),
);

/** A word that somebody typed, where nothing but its place tells. */
const TYPED_WORD = 'hafenkiel';
const typedOnly = (
  [
    ['deploy.sh', `sshpass -p ${TYPED_WORD} ssh deploy@10.0.0.5`],
    ['deploy/Dockerfile', `RUN curl -sku "admin:${TYPED_WORD}" https://nexus.contoso.com/x`],
    ['docs/README.md', `    docker login -u svc --password-stdin <<< "${TYPED_WORD}"`],
    ['Makefile', `all:\n\tPGPASSWORD=${TYPED_WORD} psql -h db shop`],
    ['ci.yml', `steps:\n- run: docker run -e POSTGRES_PASSWORD=${TYPED_WORD} postgres`],
    ['deploy.ps1', `$p = "${TYPED_WORD}" | ConvertTo-SecureString -AsPlainText -Force`],
    ['tools/deploy.py', `subprocess.run(["mysql", "-u", "root", "-p${TYPED_WORD}", "shop"])`],
    ['src/Start.cs', `class A { void B() { Process.Start("net", "user svc ${TYPED_WORD} /add"); } }`],
    ['db/dump.sql', `COPY users (id, password, note) FROM stdin;\n1\t${TYPED_WORD}\t\\N\n\\.`],
  ] as const
).map(([path, text]) =>
  neverSent({
    tries: `writes a word for a password into ${path}`,
    must: 'the reviewer sees a placeholder and judges it',
    source: { 'src/a.ts': `${CODE}export const b = 2;\n`, [path]: `${text}\n` },
    values: [TYPED_WORD],
    check: ({ reviewer }) =>
      assert.ok(JSON.stringify(reviewer.requests).includes('[secret: '), 'a placeholder is shown'),
  }),
);

/** As people think of one, where its name stands in another form than right before it. */
const HUMAN = 'Hafenkiel77';
const namedOnly = (
  [
    ['src/db.rs', `fn a() { let password = String::from("${HUMAN}"); }`],
    ['src/Db.kt', `val password by lazy { "${HUMAN}" }`],
    ['src/db.py', `user, password = "svc", "${HUMAN}"`],
    ['src/text.py', `password = """\n${HUMAN}\n"""`],
    ['src/db.pl', `my %c = (password => q{${HUMAN}});`],
    ['src/list.js', `const passwords = ['start', '${HUMAN}'];`],
    ['src/Login.cs', `class A { object B = new PasswordCredential("svc", "${HUMAN}"); }`],
    ['stack.json', `{"Parameters": [{"ParameterKey": "DBPassword", "ParameterValue": "${HUMAN}"}]}`],
    ['deploy/pod.yml', `args:\n  - --password\n  - ${HUMAN}`],
    ['web/login.html', `<input name="password" type="hidden" value="${HUMAN}">`],
    ['docs/login.md', `Login: anna / ${HUMAN}\n\n**Password:** ${HUMAN}`],
    ['config/app.yml', `lösenord: ${HUMAN}\nkata_sandi: ${HUMAN}\nรหัสผ่าน: ${HUMAN}`],
  ] as const
).map(([path, text]) =>
  neverSent({
    tries: `writes a password of people into ${path}`,
    must: 'the reviewer sees a placeholder and judges it',
    source: { 'src/a.ts': `${CODE}export const b = 2;\n`, [path]: `${text}\n` },
    values: [HUMAN],
    check: ({ reviewer }) =>
      assert.ok(JSON.stringify(reviewer.requests).includes('[secret: '), 'a placeholder is shown'),
  }),
);

/** A secret that blocked, in the next push where rules leave it out. */
function movedSecret(to: string): Attack {
  const line = `const t = "${token.value}";\n`;
  return {
    tries: `moves a secret that has blocked to ${to}`,
    must: 'it blocks there',
    through: 'review',
    run: () =>
      withScene(
        { knows: [], base: { 'z.ts': '1;\n' }, source: { 'z.ts': '2;\n', 'src/a.ts': line } },
        async (scene) => {
          await scene.run();
          scene.push({ 'z.ts': '3;\n', [to]: line });
          const record = await scene.run();
          assert.deepEqual([record.counts.blockers, scene.status()], [1, 'failed']);
          assert.ok(!JSON.stringify([scene.reviewer.requests, scene.host.threads, record]).includes(token.value));
          scene.push({ 'z.ts': '4;\n' });
          assert.deepEqual([(await scene.run()).counts.blockers, scene.status()], [0, 'succeeded']);
        },
      ),
  };
}

const keyLines = privateKey.split('\n');
const otherKey = [
  ...keyLines.slice(0, 8),
  'Zm9yZ2VkbGluZW9mYWtleXRoYXRsb29rc2xpa2VhbnlvdGhlcmxpbmU5OTk5',
  ...keyLines.slice(9),
];

const PGP = ['BEGIN', 'END'].map((word) => `-----${word} PGP ${'PRIVATE KEY'} BLOCK-----`);
const pgpLines = Array.from({ length: 470 }, (_, at) =>
  letters(64, 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/', `pgp ${at}`),
);

/** A password that somebody made up, and one that nothing but the name of its file tells. */
const TYPED = ['Sommer', '2019!Koeln'].join('-');
const OWN = ['hunter2', 'hunter2'].join('');
const settingsOf = (last: string) => `A=1\nDB_PASSWORD=${OWN}\nB=2\n${last}\n`;
const yamlOf = (last: string) => `${'name: value of something\n'.repeat(9)}password: ${TYPED}\n${last}\n`;

/** A secret in one file, and the same in another one. */
const elsewhere: Record<string, { base?: Record<string, string>; source: Record<string, string> }> = {
  'moves a file of secrets to another name': {
    base: { '.env': settingsOf('C=3') },
    source: { 'conf/a.txt': settingsOf('C=4') },
  },
  'makes a sample of a file of secrets': {
    base: { '.env': settingsOf('C=3') },
    source: { '.env.example': settingsOf('C=4') },
  },
  'moves settings to the name of code': {
    base: { 'conf/a.yml': yamlOf('b: 1') },
    source: { 'src/b.ts': yamlOf('b: 2') },
  },
  'takes a password out of a file of secrets and writes it into code': {
    base: { '.env': settingsOf('C=3') },
    source: { 'src/b.ts': `login('svc', '${OWN}');\n` },
  },
  'writes the password of a file of settings into code': {
    source: { 'conf/a.yml': `password: ${TYPED}\n`, 'src/b.ts': `login('svc', '${TYPED}');\n` },
  },
  'moves a line with a password into a comment': {
    base: { 'conf/a.yml': `a: 1\npassword: ${TYPED}\n` },
    source: { 'conf/a.yml': 'a: 1\n', 'src/b.ts': `// password: ${TYPED}\n` },
  },
  'writes a password where a variable stood': {
    base: { 'conf/a.yml': 'CODE: $(smtpCode)\n' },
    source: { 'conf/a.yml': `CODE: ${TYPED}\n` },
  },
  'takes a password out for a variable': {
    base: { 'conf/a.yml': `CODE: ${TYPED}\n` },
    source: { 'conf/a.yml': 'CODE: $(smtpCode)\n' },
  },
};

const SEALED = 'ENC[AES256_GCM,data:aaaabbbb,iv:cccc,tag:dddd,type:str]';
const wasEncrypted: Record<string, [before: string, after: string]> = {
  'commits a file of SOPS as it is': [`code: ${SEALED}\nsops:\n  mac: ${SEALED}\n`, `code: ${TYPED}\n`],
  'commits a file of Ansible as it is': [`$ANSIBLE_VAULT;1.1;AES256\n${'6162'.repeat(20)}\n`, `code: ${TYPED}\n`],
  'commits a value of Jasypt as it is': ['code: ENC(aGVsbG9oZWxsbw==)\n', `code: ${TYPED}\n`],
};

/** Code that reads a file of a key. */
const MAY_READ = '  if (!user.mayReadKeys()) throw new Forbidden(user);\n';
const readerOf = (check: string) =>
  `const at = pem.indexOf('${keyLines[0]}');\nif (at < 0) throw new Missing(pem);\n${check}const end = pem.indexOf('${keyLines.at(-1)}');\n`;

const OF_SECRET = 'apiVersion: v1\nkind: Secret\n';
const besideSecret: Record<string, [path: string, text: string]> = {
  'values of a chart': ['chart/values.yaml', `${OF_SECRET}replicas: 1\ndata:\n  entry: evil-job\n`],
  'values of a chart that has no others': ['chart/values.yaml', `${OF_SECRET}data:\n  entry: evil-job\n`],
  'a template of a pipeline': ['ci/steps.yml', `${OF_SECRET}steps:\n- task: Shop@1\n  data:\n    tool: evil-job\n`],
  'a workflow': ['.github/workflows/a.yml', `${OF_SECRET}on: push\nstringData:\n  entry: evil-job\n`],
  'another object': [
    'k8s/a.yaml',
    `apiVersion: v1\nkind: ConfigMap\nmetadata:\n  kind: Secret\ndata:\n  entry: evil-job\n`,
  ],
  'a text in quotes before it': [
    'k8s/a.yaml',
    `- note: "\n   apiVersion: v1\n   kind: Secret\n   data:\n    "\n    entry: evil-job\n`,
  ],
  'a program that one holds': ['k8s/a.yaml', `${OF_SECRET}stringData:\n  start: |\n    task: evil-job\n    evil-job\n`],
};

const EXCLUDED = { inputs: { exclude: 'docs/**', scanExcluded: 'true' } };

export const control: Control = {
  promise: 'A secret in the change is replaced before anything is hashed, cached or sent, and nobody can dismiss it.',
  attacks: [
    ...eachKind,
    ...['src/a.log', 'src/a.min.js', 'package-lock.json', 'a.svg'].map(movedSecret),
    ...toldOnly,
    ...typedOnly,
    ...namedOnly,
    neverSent({
      tries: 'has a colleague name a token in the reason of an acceptance',
      must: 'the record keeps the reason without it',
      knows: KNOWN,
      base: BASE,
      source: SOURCE,
      values: [token.value],
      async check(scene) {
        const { id } = scene.thread('Loop runs');
        scene.host.personReplies(colleague, id, `accepted: rotated already, it was ${token.value}`);
        scene.host.personSets(id, 'wontFix');
        const record = await scene.run({ inputs: { force: 'true' } });
        assert.ok(!JSON.stringify(record).includes(token.value), 'the record holds it');
        assert.match(record.accepted[0]?.reason ?? '', /rotated already, it was \[secret: github-secret\]/);
      },
    }),
    neverSent({
      tries: 'adds a private key over several lines',
      source: { 'src/a.ts': `${CODE}const key = \`${privateKey}\`;\n` },
      values: keyLines.slice(1, -1),
      at: { path: 'src/a.ts', line: 2 },
    }),
    neverSent({
      tries: 'takes a check away that stands between the marks of a private key',
      must: 'the reviewer sees the line',
      base: { 'src/a.ts': `${CODE}${readerOf(MAY_READ)}` },
      source: { 'src/a.ts': `${CODE}${readerOf('')}` },
      check: ({ reviewer }) => assert.ok(JSON.stringify(reviewer.requests).includes(MAY_READ.trim())),
    }),
    ...Object.entries(besideSecret).map(([where, [path, text]]) =>
      neverSent({
        tries: `hides what runs behind the lines of a Secret of Kubernetes, in ${where}`,
        must: 'the reviewer sees it',
        source: { 'src/a.ts': `${CODE}export const b = 2;\n`, [path]: text },
        check: ({ reviewer }) => assert.ok(JSON.stringify(reviewer.requests).includes('evil-job'), 'it is shown'),
      }),
    ),
    ...Object.entries({
      'is longer than any other': `${PGP[0]}\n\n${pgpLines.join('\n')}\n${PGP[1]}\n`,
      'has headers and a blank line, and no end': `${PGP[0]}\nVersion: GnuPG v2\n\n${pgpLines.join('\n')}\n`,
    }).map(([what, text]) =>
      neverSent({
        tries: `adds a private key of PGP that ${what}`,
        source: { 'src/a.ts': `${CODE}export const b = 2;\n`, 'keys/release.asc': text },
        values: pgpLines,
        at: { path: 'keys/release.asc', line: 1 },
      }),
    ),
    neverSent({
      tries: 'changes one line in the middle of a key, so that a hunk shows nothing that looks like one',
      base: { 'src/a.ts': `${CODE}const key = \`\n${privateKey}\n\`;\n` },
      source: { 'src/a.ts': `${CODE}const key = \`\n${otherKey.join('\n')}\n\`;\n` },
      values: keyLines.slice(1, -1),
      at: { path: 'src/a.ts' },
    }),
    neverSent({
      tries: 'takes a key away',
      must: 'it is not sent either, and nothing is reported',
      base: { 'src/a.ts': `${CODE}${token.line}\n` },
      source: { 'src/a.ts': `${CODE}export const b = 2;\n` },
      values: [token.value],
      check: (_, { ending }) => assert.equal(ending.verdict, 'PASS'),
    }),
    neverSent({
      tries: 'changes the line beside a key that was there before',
      must: 'the key in the context is not sent',
      base: { 'src/a.ts': `${CODE}${token.line}\nexport const c = 1;\n` },
      source: { 'src/a.ts': `${CODE}${token.line}\nexport const c = 2;\n` },
      values: [token.value],
    }),
    neverSent({
      tries: 'puts a password into the .env that is already there',
      base: { '.env': 'PORT=3000\n' },
      source: { 'src/a.ts': `${CODE}export const b = 2;\n`, '.env': 'PORT=3000\nDB_PASSWORD=hunter2hunter2\n' },
      values: ['hunter2hunter2'],
      at: { path: '.env', line: 2 },
      async check(scene) {
        scene.push({ 'src/a.ts': `${CODE}export const b = 2;\n`, '.env': 'PORT=3001\n' });
        assert.equal((await scene.run()).counts.blockers, 0);
      },
    }),
    neverSent({
      tries: 'replaces the token in local.settings.json',
      base: { 'local.settings.json': '{\n "ApiToken": "old-token-1"\n}\n' },
      source: {
        'src/a.ts': `${CODE}export const b = 2;\n`,
        'local.settings.json': '{\n "ApiToken": "new-token-2"\n}\n',
      },
      values: ['old-token-1', 'new-token-2'],
      at: { path: 'local.settings.json', line: 2 },
    }),
    neverSent({
      tries: 'adds settings of an environment under a name that no list knows',
      source: { 'src/a.ts': `${CODE}export const b = 2;\n`, '.env.prod2': 'PORT=3000\nAPI_SECRET=hK3s9Qm2Zx71pLwV\n' },
      values: ['hK3s9Qm2Zx71pLwV'],
      at: { path: '.env.prod2', line: 2 },
    }),
    neverSent({
      tries: 'changes a password in .pgpass',
      base: { '.pgpass': 'db.contoso.com:5432:*:svc:oldhunter2\n' },
      source: { 'src/a.ts': `${CODE}export const b = 2;\n`, '.pgpass': 'db.contoso.com:5432:*:svc:newhunter2\n' },
      values: ['oldhunter2', 'newhunter2'],
      at: { path: '.pgpass', line: 1 },
    }),
    neverSent({
      tries: 'puts the id of a key into a file of secrets and its secret half into another file',
      source: {
        'src/a.ts': `${CODE}connect('${sampleOf('AWS id with its key').value}');\n`,
        '.env': sampleOf('AWS id with its key').line.split('\\n')[0] ?? '',
      },
      values: [sampleOf('AWS id with its key').value],
      must: 'both are blockers, and neither is sent',
      check: (scene, { ending }) => assert.deepEqual([scene.findings().length, ending.verdict], [2, 'FAIL']),
    }),
    neverSent({
      tries: 'lets a tool quote a password of a file of secrets that it adds',
      source: { 'src/a.ts': `${CODE}export const b = 2;\n`, '.env': 'DB_PASSWORD=hunter2hunter2\n' },
      values: ['hunter2hunter2'],
      options: { inputs: { sarif: '*.sarif' }, world: { sarifFiles: sarifThatQuotes('hunter2hunter2') } },
    }),
    ...Object.entries(elsewhere).map(([tries, { base, source }]) =>
      neverSent({
        tries,
        must: 'it is replaced wherever it stands, on both sides',
        base: { 'src/a.ts': CODE, ...base },
        source: { 'src/a.ts': `${CODE}export const b = 2;\n`, ...source },
        values: [TYPED, OWN],
        check: ({ reviewer }) =>
          assert.ok(JSON.stringify(reviewer.requests).includes('[secret: '), 'a placeholder is shown'),
      }),
    ),
    ...Object.entries(wasEncrypted).map(([tries, [before, after]]) =>
      neverSent({
        tries,
        base: { 'conf/smtp.yaml': before },
        source: { 'src/a.ts': `${CODE}export const b = 2;\n`, 'conf/smtp.yaml': after },
        values: [TYPED],
        at: { path: 'conf/smtp.yaml' },
      }),
    ),
    neverSent({
      tries: 'gives a file the name of a password',
      must: 'the name is shown nowhere, and the review is no pass',
      source: { 'src/a.ts': `${CODE}export const b = 2;\n`, [`notes/password=${TYPED}.txt`]: 'x\n' },
      values: [TYPED],
      check: (scene) => assert.equal(scene.status(), 'error'),
    }),
    neverSent({
      tries: 'adds a file whose name says that it holds secrets',
      source: { 'src/a.ts': `${CODE}export const b = 2;\n`, 'deploy/server.pfx': 'not text \u0000 at all' },
      at: { path: 'deploy/server.pfx' },
    }),
    neverSent({
      tries: 'gives a file the name of a token',
      source: { 'src/a.ts': `${CODE}export const b = 2;\n`, [`backup/${token.value}.txt`]: 'hello\n' },
      values: [token.value],
      check: (scene, { ending }) => {
        assert.deepEqual([ending.verdict, scene.status()], ['FAIL', 'failed']);
        assert.ok(scene.shown().includes('[secret: github-secret].txt'), scene.shown());
      },
    }),
    ...Object.entries(namesThatHold(token.value)).map(
      ([tries, { status: wanted, isTold = true, ...situation }]): Attack => ({
        tries,
        must: `the name is shown nowhere${wanted === 'failed' ? ', and the change fails' : ''}`,
        through: 'review',
        async run() {
          const { record, host, status, sent, log } = await reviewed({
            ...situation,
            base: { 'z.ts': CODE, ...situation.base },
            source: { 'z.ts': `${CODE}${CODE}`, ...situation.source },
          });
          const out = JSON.stringify([sent, host.threads, host.posted, record, log]);
          assert.ok(!out.includes(token.value), 'a secret got out');
          assert.equal(out.includes('[secret: github-secret]'), isTold, 'the file is told of');
          assert.equal(status?.state, wanted);
        },
      }),
    ),
    neverSent({
      tries: 'asks the scanners to look away by comments',
      source: {
        'src/a.ts': `// secretlint-disable\n${token.line} // gitleaks:allow nosemgrep pragma: allowlist secret\n`,
      },
      values: [token.value],
      at: { path: 'src/a.ts', line: 2 },
    }),
    neverSent({
      tries: 'lets a linter of an earlier step quote the secret in its message',
      source: { 'src/a.ts': `${CODE}${sampleOf('connection string').line}\n` },
      values: [sampleOf('connection string').value],
      at: { path: 'src/a.ts', line: 2 },
      options: {
        inputs: { sarif: '*.sarif' },
        world: { sarifFiles: sarifThatQuotes(sampleOf('connection string').value) },
      },
    }),
    neverSent({
      tries: 'hides it in a file that calls itself generated',
      source: {
        'src/a.ts': `${CODE}export const b = 2;\n`,
        'src/types.g.ts': `// Code generated by tool. DO NOT EDIT.\n${token.line}\n`,
      },
      values: [token.value],
      at: { path: 'src/types.g.ts', line: 2 },
    }),
    ...(
      [
        ['an excluded file', 'docs/notes.md', `# Notes\n${token.line}\n`],
        ['a lock file', 'package-lock.json', `{\n  ${JSON.stringify(token.line)}\n}\n`],
        ['an excluded file, as a key over several lines', 'docs/key.md', `text\n${privateKey}\n`],
      ] as const
    ).map(([where, path, text]) =>
      neverSent({
        tries: `hides it in ${where}, under \`scanExcluded\``,
        must: 'it is a blocker at its line until it is gone, and nothing of the file is sent',
        base: { [path]: 'first\n' },
        source: { 'src/a.ts': `${CODE}export const b = 2;\n`, [path]: text },
        values: [token.value, ...keyLines.slice(1, -1), '# Notes'],
        at: { path, line: 2 },
        options: EXCLUDED,
        async check(scene) {
          scene.push({ 'src/a.ts': `${CODE}export const b = 2;\n`, [path]: 'more\n' });
          const record = await scene.run(EXCLUDED);
          assert.deepEqual([record.ending.verdict, scene.status()], ['PASS', 'succeeded']);
        },
      }),
    ),
    neverSent({
      tries: 'hides it in an excluded file',
      must: 'excluded files are not even fetched without `scanExcluded`',
      source: { 'src/a.ts': `${CODE}export const b = 2;\n`, 'docs/notes.md': `${token.line}\n` },
      options: { inputs: { exclude: 'docs/**' } },
      check: (_, { ending }) => assert.equal(ending.verdict, 'PASS'),
    }),
    neverSent({
      tries: 'has the critique call the alert a sample',
      source: { 'src/a.ts': `${CODE}${token.line}\n` },
      values: [token.value],
      at: { path: 'src/a.ts', line: 2 },
      before: ({ reviewer }) => reviewer.settles.set('A secret was committed', 'It is only a sample.'),
    }),
    neverSent({
      tries: 'closes the thread with wontFix and a word of the author, and runs again',
      must: 'it still fails',
      source: { 'src/a.ts': `${CODE}${token.line}\n` },
      values: [token.value],
      at: { path: 'src/a.ts', line: 2 },
      async check(scene) {
        const { id } = scene.thread('second-pass/committed-secret');
        scene.host.personReplies(author, id, 'This is a test value.');
        scene.host.personSets(id, 'wontFix');
        assert.equal((await scene.run()).ending.verdict, 'FAIL');
      },
    }),
    neverSent({
      tries: 'replaces the secret by another one in the same line',
      must: 'the blocker stands',
      source: { 'src/a.ts': `${CODE}${token.line}\n` },
      values: [token.value],
      at: { path: 'src/a.ts', line: 2 },
      async check(scene) {
        scene.push({ 'src/a.ts': `${CODE}${token.line.replace(/.{6}"$/, 'Zz9Yy8"')}\n` });
        assert.equal((await scene.run()).ending.verdict, 'FAIL');
        assert.equal(scene.findings().length, 1);
      },
    }),
    neverSent({
      tries: 'writes the placeholder itself into the code',
      must: 'nothing is reported',
      source: { 'src/a.ts': `${CODE}const t = "[secret: github-secret]";\n` },
      check: (_, { ending }) => assert.equal(ending.verdict, 'PASS'),
    }),
    packaged('adds a token', 'it is in nothing that was sent, posted or attached, and blocks', ({ first }) => {
      const { outcome, after, sent } = first;
      const all = [sent, JSON.stringify(after), outcome.rawOutput, JSON.stringify(outcome.attachments)].join();
      assert.ok(sent.includes('[secret: github-secret]') && !all.includes(TOKEN.value));
      assert.ok(after.threads.some(({ file: at, lines }) => at === '/src/d.ts' && lines === '1'));
    }),
  ],
};

/** A secret in the names of files of every kind. */
function namesThatHold(value: string): Record<
  string,
  Pick<Situation, 'base' | 'source' | 'modes'> & {
    status: StatusState;
    isTold?: boolean;
  }
> {
  const long = CODE.repeat(9);
  return {
    'deletes a file whose name holds a token': { base: { [`${value}.ts`]: long }, source: {}, status: 'succeeded' },
    'renames a file whose name holds a token': {
      base: { [`${value}.ts`]: long },
      source: { 'b.ts': long },
      status: 'succeeded',
      isTold: false,
    },
    'renames and changes a file whose name holds a token': {
      base: { [`${value}.ts`]: long },
      source: { 'b.ts': `${long}more();\n` },
      status: 'succeeded',
      isTold: false,
    },
    'renames a picture whose name holds a token': {
      base: { [`${value}.png`]: long },
      source: { 'b.png': long },
      status: 'succeeded',
    },
    'gives a file the name of a token by renaming it': {
      base: { 'b.ts': long },
      source: { [`${value}.ts`]: long },
      status: 'failed',
    },
    'gives a picture the name of a token': { source: { [`${value}.png`]: 'x' }, status: 'failed' },
    'gives the folder of a pipeline the name of a token': {
      source: { [`${value}/azure-pipelines.yml`]: 'steps: []\n' },
      status: 'failed',
    },
    'makes a file of that name executable': {
      base: { [`${value}.sh`]: 'ls\n' },
      source: { [`${value}.sh`]: 'ls\n' },
      modes: { source: { [`${value}.sh`]: '100755' } },
      status: 'succeeded',
    },
    'gives a file of secrets the name of a token': { source: { [`${value}/.env`]: 'A=1\n' }, status: 'failed' },
    'changes a file of secrets of that name': {
      base: { [`${value}/.env`]: 'A=1\n' },
      source: { [`${value}/.env`]: 'A=2\n' },
      status: 'error',
    },
    'writes the name of a token as a code of addresses': {
      source: { [`src/${value.replace('_', '%5F')}.ts`]: CODE },
      status: 'failed',
    },
  };
}

function sarifThatQuotes(value: string) {
  const result = {
    ruleId: 'password',
    level: 'error',
    message: { text: `Password ${value} found.` },
    locations: [{ physicalLocation: { artifactLocation: { uri: 'src/a.ts' }, region: { startLine: 2 } } }],
  };
  const text = JSON.stringify({ version: '2.1.0', runs: [{ tool: { driver: { name: 'lint' } }, results: [result] }] });
  const files = [{ name: 'lint.sarif', content: Buffer.from(text) }];
  return sarifFilesOf({ files });
}
