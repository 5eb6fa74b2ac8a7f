import assert from 'node:assert/strict';
import type { Attack, Control } from '../attack';
import { packaged } from '../packaged-life';
import { BASE, file, SOURCE, withScene } from '../scene';

const FILES: readonly [path: string, what: RegExp][] = [
  ['azure-pipelines.yml', /changes pipelines: azure-pipelines\.yml/],
  ['build/templates/pr-pipeline.yaml', /changes pipelines/],
  ['.github/workflows/ci.yml', /changes pipelines/],
  ['.second-pass.yml', /changes settings of this review/],
  ['src/.gitattributes', /changes settings of git/],
  ['.semgrepignore', /changes scanners and what they skip/],
  ['eslint.config.mjs', /changes scanners/],
  ['src/.editorconfig', /changes scanners/],
  ['company.ruleset', /changes scanners/],
  ['src/ruff.toml', /changes scanners/],
  ['.golangci.toml', /changes scanners/],
  ['app/tslint.json', /changes scanners/],
  ['.eslintrc.jsonc', /changes scanners/],
  ['config/spotbugs-exclude.xml', /changes scanners/],
  ['.gdn/.gdnsettings', /changes scanners/],
  ['docs/CODEOWNERS', /changes owners/],
  ['AGENTS.md', /changes instructions to coding agents/],
  ['.claude/settings.json', /changes instructions to coding agents/],
];

/** Settings among others: path, what stood there, what is changed, and what must be told. */
const SETTINGS: readonly [path: string, before: string, after: string, told: RegExp][] = [
  ['Directory.Build.props', '<Project>\n', '<Project>\n<NoWarn>CA2100</NoWarn>\n', /NoWarn \(line 2\)/],
  ['src/A.csproj', '', '<WarningLevel>0</WarningLevel>\n', /WarningLevel/],
  ['src/B.csproj', '', '<PropertyGroup TreatWarningsAsErrors="false" />\n', /TreatWarningsAsErrors/],
  ['src/C.vbproj', '<RunAnalyzers>true</RunAnalyzers>\n<a/>\n', '<a/>\n', /RunAnalyzers \(lines that are gone\)/],
  ['Directory.Build.targets', '', '<AnalysisLevel>none</AnalysisLevel>\n', /AnalysisLevel/],
  ['src/D.csproj', '', '<Analyzer Remove="@(Analyzer)" />\n', /Analyzer Remove/],
  ['pyproject.toml', '[tool.ruff.lint]\na = 1\n', '[tool.ruff.lint]\na = 1\nignore = ["S"]\n', /\[tool\.ruff\.lint\]/],
  ['tox.ini', '[flake8]\na = 1\n', '[flake8]\na = 1\nignore = S\n', /\[flake8\]/],
  ['Cargo.toml', '[lints.clippy]\n', '[lints.clippy]\nall = "allow"\n', /\[lints\.clippy\]/],
  ['tsconfig.json', '{ "strict": true }\n', '{ "strict": false }\n', /strict/],
  ['package.json', '{}\n', '{ "eslintConfig": {\n"no-eval": "off" } }\n', /eslintConfig, no-eval off/],
  ['pom.xml', '', '<failOnError>false</failOnError>\n', /failOnError/],
  ['app/build.gradle', '', 'ignoreFailures = true\n', /ignoreFailures/],
  ['CMakeLists.txt', '', 'add_compile_options(-w)\n', /-w/],
];

/** The same files, where nothing is changed that hides a warning. */
const HARMLESS = {
  'src/A.csproj': '<Nullable>enable</Nullable>\n<TreatWarningsAsErrors>true</TreatWarningsAsErrors>\n<a>1</a>\n',
  'pyproject.toml': '[project]\nname = "x"\n[tool.black]\nline-length = 99\n',
  'package.json': '{ "name": "x", "scripts": { "lint": "eslint ." } }\n',
  'tsconfig.json': '{ "compilerOptions": { "target": "es2022" } }\n',
  'build.gradle': 'implementation "a:b:1"\n',
  'CMakeLists.txt': 'add_executable(wine-run main.c)\n',
};

function set([path, before, after, told]: (typeof SETTINGS)[number]): Attack {
  const seen = { ...BASE, 'src/total.ts': file({ 2: 'x();' }) };
  return {
    tries: `changes ${told.source.replaceAll('\\', '')} in ${path}`,
    must: 'that is a finding of its own, and nothing of it is obeyed',
    through: 'review',
    run: () =>
      withScene({ base: { ...BASE, [path]: before }, source: { ...seen, [path]: after } }, async (scene) => {
        const { findings } = await scene.run();
        const own = findings.filter(({ rule, body }) => rule === 'second-pass/steering-files' && told.test(body));
        assert.equal(own.length, 1, JSON.stringify(findings.map(({ title, body }) => [title, body])));
      }),
  };
}

function steered([path, what]: (typeof FILES)[number]): Attack {
  return {
    tries: `changes ${path}`,
    must: 'that is a finding of its own, and nothing of it is obeyed',
    through: 'review',
    run: () =>
      withScene({ source: { ...SOURCE, [path]: 'exclude: "**"\nname: x\n' } }, async (scene) => {
        const record = await scene.run();
        const own = record.findings.filter(({ rule }) => rule === 'second-pass/steering-files');
        assert.equal(own.length, 1, JSON.stringify(record.findings.map(({ title, rule }) => [rule, title])));
        assert.match(own[0]?.body ?? '', what);
        assert.equal(record.counts.blockers, 1);
      }),
  };
}

export const control: Control = {
  promise:
    'What steers pipelines, scanners, reviewers or agents is a finding of its own when a pull request changes it.',
  attacks: [
    ...FILES.map(steered),
    ...SETTINGS.map(set),
    {
      tries: 'asks a scanner to look away in a comment',
      must: 'that is a finding of its own',
      through: 'review',
      run: () =>
        withScene({ source: { ...SOURCE, 'src/more.ts': 'run(x); // nosemgrep\n' } }, async (scene) => {
          const record = await scene.run();
          const own = record.findings.filter(({ rule }) => rule === 'second-pass/added-suppressions');
          assert.match(own[0]?.body ?? '', /nosemgrep \(line 1\)/);
        }),
    },
    {
      tries: 'nothing: changes files that steer nothing',
      must: 'there is no such finding',
      through: 'review',
      run: () =>
        withScene(
          { source: { ...SOURCE, '.gitignore': 'x\n', 'README.md': 'y\n', 'app.yml': 'a: 1\n', ...HARMLESS } },
          async (scene) => {
            const record = await scene.run();
            assert.ok(!record.findings.some(({ rule }) => rule?.startsWith('second-pass/')));
          },
        ),
    },
    packaged('changes the pipeline', 'a finding says so, whatever the model says', ({ first }) => {
      assert.ok(
        first.record.findings.some(({ rule, path }) => rule?.endsWith('/steering-files') && path.endsWith('.yml')),
      );
    }),
  ],
};
