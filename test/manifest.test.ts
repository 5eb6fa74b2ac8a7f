import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { FIX_OUTPUT_NAMES } from '../src/adapters/azure-pipelines/fix-outputs';
import { OUTPUT_NAMES } from '../src/adapters/azure-pipelines/outputs';
import { FIX_INPUTS } from '../src/steps/settings/fix-inputs';
import { INPUTS } from '../src/steps/settings/inputs';
import type { Input } from '../src/steps/settings/kinds';

/** Secrets and service connections: the door of the pipeline reads them, `steps/settings` never sees them. */
const doorInputs = [
  'connection',
  'anthropicApiKey',
  'azureDevOpsConnection',
  'azureDevOpsServerConnection',
  'azureConnection',
  'memoryKey',
  'otlpHeaders',
];

interface TaskInput {
  name: string;
  type: string;
  defaultValue: string;
  options?: Record<string, string>;
  helpMarkDown: string;
}

const root = resolve(__dirname, '..');
const read = (path: string) => readFileSync(join(root, path), 'utf8');

interface OneTask {
  manifest: string;
  page: string;
  inputs: Readonly<Record<string, Input<unknown>>>;
  outputs: readonly string[];
  /** Read by the door, as secrets or connections. */
  door: readonly string[];
}

const tasks: readonly OneTask[] = [
  {
    manifest: 'task.json',
    page: 'docs/configuration.md',
    inputs: INPUTS,
    outputs: OUTPUT_NAMES,
    door: doorInputs,
  },
  {
    manifest: 'fix-task.json',
    page: 'docs/fix.md',
    inputs: FIX_INPUTS,
    outputs: FIX_OUTPUT_NAMES,
    door: doorInputs,
  },
];

for (const one of tasks) describeTask(one);

function describeTask({ manifest, page, inputs, outputs, door }: OneTask): void {
  const task: { inputs: TaskInput[]; outputVariables: { name: string }[] } = JSON.parse(read(manifest));
  const documented = readRows(read(page));
  const known = Object.entries(inputs);

  describe(`${manifest}, steps/settings and ${page}`, () => {
    it('name the same inputs', () => {
      const wanted = [...known.map(([name]) => name), ...door].sort();
      assert.deepEqual(task.inputs.map(({ name }) => name).sort(), wanted);
      assert.deepEqual([...documented.inputs.keys()].sort(), wanted);
    });

    for (const { name, type, defaultValue, options, helpMarkDown } of task.inputs) {
      it(`agree on ${name}`, () => {
        const row = documented.inputs.get(name) ?? assert.fail('not documented');
        assert.equal(row.preset, defaultValue, 'default in docs');
        assert.equal(row.meaning.replace('[Results](#results)', 'docs/configuration.md'), helpMarkDown, 'meaning');
        const input = known.find(([other]) => other === name)?.[1];
        if (!input) return assert.equal(defaultValue, '');
        assert.equal(defaultValue, input.default, 'default in task.json');
        assert.equal(type, typeOf(name, input), 'type');
        const [, from, to] = /from (\d+) to (\d+)/.exec(input.allowed) ?? [];
        if (from && to) assert.match(row.allowed, new RegExp(`from ${from} to ${to}(?!\\d)`), 'range in docs');
        if (!input.options) return assert.equal(options, undefined);
        const words = input.options.filter((option) => option !== '');
        if (input.kind === 'choice') assert.deepEqual(Object.keys(options ?? {}), words, 'options in task.json');
        assert.deepEqual(
          row.allowed.match(/`[^`]+`/g),
          words.map((word) => `\`${word}\``),
          'allowed in docs',
        );
      });
    }

    it('name the same outputs', () => {
      assert.deepEqual(
        task.outputVariables.map(({ name }) => name),
        outputs,
      );
      assert.deepEqual(documented.outputs, outputs);
    });
  });
}

it('inputs that are secrets or connections are read by the door of the pipeline', () => {
  const files = ['credentials.ts', 'pipeline.ts', 'pull-request-id.ts'].map((file) =>
    read(`src/adapters/azure-pipelines/${file}`),
  );
  const calls = /(?:agent\.input\(|[cC]onnectionCredential\(agent, )'(\w+)'\)/g;
  const asked = new Set([...files.join('\n').matchAll(calls)].map(([, name]) => name));
  assert.deepEqual([...asked].sort(), [...doorInputs, 'pullRequestId', 'repositoryId'].sort());
});

/** Texts of several lines that are no lists. */
const TEXTS = ['instructions', 'request', 'setupCommand', 'validationCommand'];

function typeOf(name: string, input: Input<unknown>): string {
  if (name === 'writeConnection') return 'connectedService:workloadidentityuser';
  if (name === 'writeServerConnection') return 'connectedService:externaltfs';
  if (input.kind === 'choice') return 'pickList';
  if (input.kind === 'yesNo') return 'boolean';
  return input.kind === 'list' || input.kind === 'globs' || TEXTS.includes(name) ? 'multiLine' : 'string';
}

interface Row {
  preset: string;
  allowed: string;
  meaning: string;
}

function readRows(markdown: string): { inputs: Map<string, Row>; outputs: string[] } {
  const inputs = new Map<string, Row>();
  for (const cells of rowsOf(chapter(markdown, 'Inputs'))) {
    const [name, preset = '', allowed = '', meaning = ''] = cells;
    const key = /^`(\w+)`$/.exec(name ?? '')?.[1] ?? assert.fail(`no input: ${name}`);
    assert.ok(!inputs.has(key), `${key} stands twice`);
    inputs.set(key, { preset: preset === '(empty)' ? '' : preset.replaceAll('`', ''), allowed, meaning });
  }
  const outputs = rowsOf(chapter(markdown, 'Outputs')).map(([name = '']) => name.replaceAll('`', ''));
  return { inputs, outputs };
}

function chapter(markdown: string, title: string): string {
  return markdown.split(/^## /m).find((part) => part.startsWith(`${title}\n`)) ?? assert.fail(`no chapter ${title}`);
}

function rowsOf(text: string): string[][] {
  const lines = text.split('\n').filter((line) => line.startsWith('| `'));
  return lines.map((line) =>
    line
      .slice(2, -2)
      .split(' | ')
      .map((cell) => cell.trim()),
  );
}
