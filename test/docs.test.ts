import assert from 'node:assert/strict';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import { parseAllDocuments } from 'yaml';
import { INPUTS } from '../src/steps/settings/inputs';
import { runCommand } from './commands/run-command';

const ROOT = resolve(__dirname, '..');
const PAGES = [
  'README.md',
  'CONTRIBUTING.md',
  'CHANGELOG.md',
  'assets/overview.md',
  ...pagesIn('docs'),
  ...pagesIn('docs/decisions'),
];
const inputs = ['task.json', 'fix-task.json'].flatMap(
  (name) => (JSON.parse(readFileSync(join(ROOT, name), 'utf8')) as { inputs: { name: string }[] }).inputs,
);

/** Signs of a line that a reader of a usual window sees whole. */
const WIDEST = 116;
/** Signs of a word that lets a table of four columns fit beside its neighbours. */
const WIDEST_WORD = 40;
/** Options of the command line that are no inputs. */
const WORDS = [
  'organization',
  'project',
  'repository',
  'since',
  'base',
  'head',
  'repo',
  'config',
  'policy',
  'weeks',
  'identity',
  'continue',
  'attach',
  'for',
  'format',
  'output',
  'staged',
  'worktree',
  'no-model',
  'help',
  'version',
];

for (const page of PAGES) {
  const text = readFileSync(join(ROOT, page), 'utf8');
  describe(page, () => {
    it('leads to pages and chapters that are there', () => {
      for (const [, target = ''] of text.matchAll(/\]\((?!https?:)([^)\s]+)\)/g)) {
        const [file = '', chapter] = target.split('#');
        const path = file === '' ? join(ROOT, page) : join(ROOT, dirname(page), file);
        assert.ok(existsSync(path), `${target}: no such file`);
        if (chapter) assert.ok(chaptersOf(readFileSync(path, 'utf8')).includes(chapter), `${target}: no such chapter`);
      }
    });

    it('has samples of YAML that can be read, with inputs that there are', () => {
      for (const sample of samples(text, 'yaml')) {
        for (const document of parseAllDocuments(sample)) {
          assert.deepEqual(document.errors, [], sample);
          for (const name of inputNames(document.toJS()))
            assert.ok(
              inputs.some((one) => one.name === name),
              name,
            );
        }
      }
    });

    it('has samples that fit a page', () => {
      const all = ['', 'yaml', 'json'].flatMap((language) => samples(text, language));
      const lines = all.flatMap((sample) => sample.split('\n'));
      assert.deepEqual(
        lines.filter((line) => line.length > WIDEST),
        [],
      );
    });

    it('has tables of inputs that fit a page', () => {
      const rows = text.split('\n').filter((line) => /^\| `\w+` \| .* \| .* \| .* \|$/.test(line));
      assert.deepEqual(
        rows.flatMap((row) => row.split(/\s+/)).filter((word) => word.length > WIDEST_WORD),
        [],
      );
    });

    it('has commands with options that there are', () => {
      const commands = samples(text, '').flatMap((sample) =>
        sample.split('\n').filter((line) => /^(npx .* )?second-pass /.test(line)),
      );
      for (const command of commands) {
        for (const [, option = ''] of command.matchAll(/\s--([\w-]+)/g)) {
          assert.ok(option in INPUTS || WORDS.includes(option) || option === 'package', `${command}: --${option}`);
        }
      }
    });
  });
}

describe('the help of the command', () => {
  it('lists every input that has an effect here, with its meaning and default', async () => {
    const { out } = await runCommand(['help', 'review']);
    for (const name of ['model', 'effort', 'exclude', 'failOn', 'sarif', 'language', 'budgetUsd'])
      assert.match(out, new RegExp(`--${name} `));
    assert.match(out.replace(/\s+/g, ' '), /The model of both passes\. Default: claude-sonnet-5-5\./);
    assert.doesNotMatch(out, /--vote|--pullRequestId/);
  });
});

function pagesIn(folder: string): string[] {
  const names = readdirSync(join(ROOT, folder)).filter((name) => name.endsWith('.md'));
  return names.map((name) => `${folder}/${name}`);
}

function samples(text: string, language: string): string[] {
  return [...text.matchAll(/^```(\w*)\n([\s\S]*?)^```$/gm)].flatMap(([, kind, sample = '']) =>
    kind === language ? [sample] : [],
  );
}

/** As the service makes anchors of headings. */
function chaptersOf(text: string): string[] {
  return [...text.matchAll(/^#{1,6} (.+)$/gm)].map(([, title = '']) =>
    title
      .toLowerCase()
      .replace(/[^\p{L}\p{N}\s_-]/gu, '')
      .trim()
      .replace(/\s/g, '-'),
  );
}

function inputNames(document: unknown): string[] {
  if (typeof document !== 'object' || document === null) return [];
  const { task: name, inputs } = document as { task?: unknown; inputs?: object };
  const own = typeof name === 'string' && name.startsWith('SecondPass@') ? Object.keys(inputs ?? {}) : [];
  return [...own, ...Object.values(document).flatMap(inputNames)];
}
