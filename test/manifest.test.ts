import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { OUTPUT_NAMES } from '../src/adapters/azure-pipelines/outputs';
import { INPUTS } from '../src/steps/settings/inputs';
import type { Input } from '../src/steps/settings/kinds';

/** Secrets and service connections: the door of the pipeline reads them, `steps/settings` never sees them. */
const doorInputs = [
  'connection',
  'anthropicApiKey',
  'azureDevOpsConnection',
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
const task: { inputs: TaskInput[]; outputVariables: { name: string }[] } = JSON.parse(read('task.json'));
const documented = readRows(read('docs/configuration.md'));
const known = Object.entries(INPUTS) as [name: string, input: Input<unknown>][];

describe('task.json, steps/settings and docs/configuration.md', () => {
  it('name the same inputs', () => {
    const wanted = [...known.map(([name]) => name), ...doorInputs].sort();
    assert.deepEqual(task.inputs.map(({ name }) => name).sort(), wanted);
    assert.deepEqual([...documented.inputs.keys()].sort(), wanted);
  });

  it('are read by the door where they are secrets or connections', () => {
    const door = ['credentials.ts', 'pipeline.ts', 'pull-request-id.ts'].map((file) =>
      read(`src/adapters/azure-pipelines/${file}`),
    );
    const asked = new Set([...door.join('\n').matchAll(/agent\.input\('(\w+)'\)/g)].map(([, name]) => name));
    assert.deepEqual([...asked].sort(), [...doorInputs, 'pullRequestId', 'repositoryId'].sort());
  });

  for (const { name, type, defaultValue, options, helpMarkDown } of task.inputs) {
    it(`agree on ${name}`, () => {
      const row = documented.inputs.get(name) ?? assert.fail('not documented');
      assert.equal(row.preset, defaultValue, 'default in docs');
      assert.equal(row.meaning.replace('[Results](#results)', 'docs/configuration.md'), helpMarkDown, 'meaning');
      const input = known.find(([other]) => other === name)?.[1];
      if (!input) return assert.equal(defaultValue, '');
      assert.equal(defaultValue, input.default, 'default in task.json');
      assert.equal(type, typeOf(input), 'type');
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
      OUTPUT_NAMES,
    );
    assert.deepEqual(documented.outputs, OUTPUT_NAMES);
  });
});

function typeOf(input: Input<unknown>): string {
  if (input.kind === 'choice') return 'pickList';
  if (input.kind === 'yesNo') return 'boolean';
  return input.kind === 'list' || input.kind === 'globs' || input === INPUTS.instructions ? 'multiLine' : 'string';
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
