import assert from 'node:assert/strict';
import type { ChangedFile } from '../../../src/steps/diff/changed-file';
import { exposedValues } from '../../../src/steps/secrets/exposed-values';
import { fileOf, lineOf } from './changed-file';

const PASSWORD = ['Sommer', '2019!Koeln'].join('-');
const OTHER = ['Wq7#pLx2', 'mRt9'].join('!');
/** A place for a variable, which is none here. */
const named = (name: string) => `\${${name}}`;
const SOPS = 'ENC[AES256_GCM,data:aaaa,iv:bbbb,tag:cccc,type:str]';

function changeOf(removed: string, added: string, path = 'a.yml'): ChangedFile {
  const lines = (kind: 'removed' | 'added', text: string) =>
    text === '' ? [] : text.split('\n').map((line, at) => lineOf(kind, at + 1, line));
  return fileOf([...lines('removed', removed), ...lines('added', added)], path);
}

function shown(...files: ChangedFile[]): string[] {
  return [...exposedValues(files).values()]
    .flat()
    .map(({ value, isCertain }) => `${value}${isCertain ? ' certain' : ''}`);
}

describe('a value that stands open on one side of a change alone', () => {
  const rows: Record<string, [closed: string, open: string, ...wanted: string[]]> = {
    'a file of SOPS': [
      `code: ${SOPS}\nsops:\n  version: 3`,
      `code: ${PASSWORD}\nother: ${OTHER}\nport: 5432\n# note`,
      `${PASSWORD} certain`,
      `${OTHER} certain`,
    ],
    'a value of SOPS among others': [`code: ${SOPS}`, `code: ${PASSWORD}\nother: ${OTHER}`, `${PASSWORD} certain`],
    'a file of Ansible': [
      '$ANSIBLE_VAULT;1.1;AES256\n6162',
      `code: ${PASSWORD}\n- ${OTHER}`,
      `${PASSWORD} certain`,
      `${OTHER} certain`,
    ],
    'a value of Ansible': ['code: !vault |\n  $ANSIBLE_VAULT;1.1\n  6162', `code: ${PASSWORD}`, `${PASSWORD} certain`],
    'a value of Jasypt': ['mail.code=ENC(aGVsbG9oZWxsbw==)', `mail.code=${PASSWORD}`, `${PASSWORD} certain`],
    'a sealed secret': [
      'kind: SealedSecret\nencryptedData:\n  db: AgBx',
      `kind: ConfigMap\ndata:\n  db: ${PASSWORD}`,
      'ConfigMap',
      `${PASSWORD} certain`,
    ],
    'a reference to a vault': [
      '{"c": "@Microsoft.KeyVault(SecretUri=https://v.vault.azure.net/secrets/a)"}',
      `{"c": "${PASSWORD}"}`,
      PASSWORD,
    ],
    'a variable of a pipeline': ['  CODE: $(smtpCode)', `    CODE: "${PASSWORD}"`, PASSWORD],
    'a secret of a workflow': [`CODE: ${named('{ secrets.SMTP }')}`, `CODE: ${PASSWORD}`, PASSWORD],
    'a value of a chart': ['code: {{ .Values.code }}', `code: ${PASSWORD}`, PASSWORD],
    'an argument': ['login("svc", process.env.SMTP_CODE, true);', `login('svc', '${PASSWORD}', true);`, PASSWORD],
    'a call': ['var x = Environment.GetEnvironmentVariable("SMTP");', `var x = "${PASSWORD}";`, PASSWORD],
    'a word of a shell': ['mail -u svc "$CODE" shop', `mail -u svc "${PASSWORD}" shop`, PASSWORD],
    'a version': [`image: app:${named('VERSION')}`, 'image: app:1.2.3-beta4'],
    'an image': [
      `image: ${named('IMAGE')}`,
      `image: k8s.gcr.io/nvidia-gpu-device-plugin@sha256:${'0842734032018be107fa2490c9815699'.repeat(2)}`,
    ],
    'the name of a variable': [`name: ${named('NAME')}`, 'name: K8S_NODE_NAME'],
    'a list of names': [`groups = "etcd,${named('more')}"`, 'groups = "etcd,k8s-cluster,vault"'],
    'an address': [`const url = \`${named('base')}/x\`;`, 'const url = `https://shop.example/x1`;'],
    'the name of a resource': [
      `"arn:aws:iam::${named('local.account')}:policy/${named('local.policy')}"`,
      '"arn:aws:iam::aws:policy/AmazonEC2ContainerRegistryReadOnly"',
    ],
    'a password behind names': [`"login: ${named('who')}"`, `"login: svc:code/${PASSWORD}"`, `svc:code/${PASSWORD}`],
    'a name': [`os: ${named('{ matrix.os }')}`, 'os: ubuntu-22.04'],
    'code in place of a value': [`run: ${SOPS}`, 'run: wget shop.example; sh x1'],
    'a call in place of a reference': ['const x = process.env.CODE;', 'const x = loadCode2(Now3);'],
  };
  for (const [name, [closed, open, ...wanted]] of Object.entries(rows)) {
    it(name, () => {
      assert.deepEqual(shown(changeOf(closed, open)), wanted);
      assert.deepEqual(shown(changeOf(open, closed)), wanted);
    });
  }

  it('in a file that was called as encrypted', () => {
    const files = [changeOf(`code: ${SOPS}`, '', 'k/s.enc.yaml'), changeOf('', `code: ${PASSWORD}`, 'k/s.yaml')];
    assert.deepEqual(shown(...files), [`${PASSWORD} certain`]);
    assert.deepEqual(shown(...files.map((file, at) => (at === 0 ? file : { ...file, path: 'other/s.yaml' }))), []);
  });

  it('behind a word that stands everywhere, in one hunk alone', () => {
    const hunksOf = (...changes: [string, string][]) => {
      const hunks = changes.flatMap(([removed, added]) => changeOf(removed, added, 'a.py').hunks);
      return { ...changeOf('', '', 'a.py'), hunks };
    };
    for (const word of ['return', 'x =', 'const x =', '    else return', 'yield', '- p:']) {
      const [closed, open] = [`${word} os.environ.get('CODE')`, `${word} '${PASSWORD}'`];
      assert.deepEqual(shown(hunksOf([closed, open])), [PASSWORD], word);
      assert.deepEqual(shown(hunksOf([closed, 'pass'], ['pass', open])), [], word);
    }
    const [closed, open] = [`code = os.environ.get('CODE')`, `code = '${PASSWORD}'`];
    assert.deepEqual(shown(hunksOf([closed, 'pass'], ['pass', open])), [PASSWORD]);
    assert.deepEqual(shown(changeOf("return os.environ.get('CODE')", 'return "ISO-8859-1"', 'a.py')), ['ISO-8859-1']);
  });

  it('is found in time that grows with the lines', () => {
    const lines = (text: string) => Array.from({ length: 20_000 }, (_, at) => `name${at}: ${text}`).join('\n');
    const begun = process.cpuUsage();
    assert.equal(shown(changeOf(lines(named('CODE')), lines(PASSWORD))).length, 20_000);
    assert.ok(process.cpuUsage(begun).user < 3_000_000);
  });
});
