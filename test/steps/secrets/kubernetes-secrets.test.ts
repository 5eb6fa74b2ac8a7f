import assert from 'node:assert/strict';
import { kubernetesSecrets } from '../../../src/steps/secrets/kubernetes-secrets';

const hidden = (text: string) => kubernetesSecrets(text, 'settings').map(({ start, end }) => text.slice(start, end));

const SECRET = ['apiVersion: v1', 'kind: Secret', 'stringData:'];
const at = (column: number, ...lines: string[]) => lines.map((line) => ' '.repeat(column) + line).join('\n');

describe('a `Secret` of Kubernetes hides nothing else', () => {
  const shown: Readonly<Record<string, string>> = {
    'values of a chart, by one line among them': 'kind: Secret\ndata:\n  job: evil-job\nimage: shop\n',
    'values of a chart, by all lines of one': `${at(0, ...SECRET)}\n  job: evil-job\nimage: shop\n`,
    'a pipeline, by all lines of one': `${at(0, ...SECRET)}\n  job: evil-job\nsteps:\n- script: run\n`,
    'a step, by lines beside it': `steps:\n- apiVersion: v1\n  kind: Secret\n  task: Shop@1\n  data:\n    tool: L2V2aWwveA==\n`,
    'another kind, by a second line': `${at(0, ...SECRET)}\n  job: evil-job\nkind: ConfigMap\n`,
    'a mapping beside one': `metadata:\n  apiVersion: v1\n  kind: Secret\ndata:\n  job: evil-job\n`,
    'a mapping below one': `apiVersion: v1\nkind: Secret\nmetadata:\n  data:\n    job: evil-job\n`,
    'the next item of a list': `- apiVersion: v1\n  kind: Secret\n- stringData:\n    job: evil-job\n`,
    'by words of a text in quotes': `- note: "\n${at(3, ...SECRET)}\n    "\n    job: evil-job\n`,
    'by words of a text behind a mark': `- note: &a "\n${at(3, ...SECRET)}\n    "\n    job: evil-job\n`,
    'by words of a text of which a part is in quotes': `- a: b\n   "c\n  note: "\n${at(3, ...SECRET)}\n   "\n    job: evil-job\n`,
    'by words of a list in brackets': `- note: [\n${at(3, ...SECRET.map((line) => `${line},`))}\n    ]\n    job: evil-job\n`,
    'by words behind a quote within a word': `a: [it's]\nb: |\n ' { kind: Secret, apiVersion: v1, stringData: {\nc:\n  job: evil-job\n`,
    'by words of a key of several lines': `? "\n${at(1, ...SECRET)}\n  "\n: x\n`,
    'by lines of a block': `b: |\n${at(2, ...SECRET)}\nc:\n    job: evil-job\n`,
    'by other ends of lines': `# a\r- note: "\n${at(3, ...SECRET)}\n    "\n    job: evil-job\n`,
    'lines of a program': `${at(0, ...SECRET)}\n  start.sh: |\n    evil-job\n    run: evil-job\n`,
    'the image and the command': `${at(0, ...SECRET)}\n  image: evil\n  command: evil-job\n  a: evil/shop-job:latest\n  b: /tmp/evil\n`,
    'what is no base64': 'apiVersion: v1\nkind: Secret\ndata:\n  a: evil-job\n  b: evil/app\n  c: evil\n  d: evils\n',
    'in JSON, a mapping below one': '{"apiVersion": "v1", "kind": "Secret", "a": {"stringData": {"a": "evil-job"}}}',
    'in JSON, by lines that stand alike':
      '{\n  "a": {\n  "apiVersion": "v1",\n  "kind": "Secret"\n  },\n  "stringData": {\n    "a": "evil-job"\n  }\n}\n',
    'in JSON, a text':
      '{\n"a": "\\"",\n"apiVersion": "v1", "b": "kind: Secret",\n"stringData": {\n "a": "evil-job"\n}\n}\n',
  };
  for (const [what, text] of Object.entries(shown)) it(what, () => assert.deepEqual(hidden(text), []));

  it('and is read in a time that grows as its text does', () => {
    for (const piece of [
      '- ',
      '{',
      '[',
      '"a',
      "'",
      'a: |\n',
      '&a ',
      'a: {',
      ' ',
      '\\"',
      'kind: Secret ',
      '{{',
      'a: b\n c\n',
    ])
      hidden(`${at(0, ...SECRET)}\n  a: ${piece.repeat(400_000)}`);
  });
});
