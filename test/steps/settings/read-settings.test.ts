import assert from 'node:assert/strict';
import { isSecondPassError } from '../../../src/errors';
import { canonicalSettings } from '../../../src/steps/settings/canonical-settings';
import { INPUTS } from '../../../src/steps/settings/inputs';
import { readSettings } from '../../../src/steps/settings/read-settings';
import type { Settings } from '../../../src/steps/settings/settings';

const read = (raw: Record<string, string>): Settings => readSettings(raw).settings;

describe('settings', () => {
  it('gives every input its default when nothing is set', () => {
    assert.deepEqual(read({}), {
      provider: 'anthropic',
      endpoint: '',
      model: 'claude-sonnet-5-5',
      modelFamily: 'claude-sonnet-5-5',
      effort: 'medium',
      fallbackModel: '',
      inferenceGeo: '',
      zeroDataRetention: false,
      contentCacheTtl: '5m',
      batch: 'off',
      batchDeadlineMinutes: 10,
      budgetUsd: 1,
      budgetUsdPerPullRequest: 5,
      inputPrice: null,
      outputPrice: null,
      include: [],
      exclude: [],
      useDefaultExclusions: true,
      scanExcluded: false,
      skeletons: true,
      context: 'diff',
      semgrep: 'auto',
      semgrepConfig: '',
      sandbox: 'preferred',
      sarif: [],
      enforcedRules: [],
      guidelines: [],
      instructions: '',
      language: 'en',
      runMode: 'publish',
      name: 'review',
      reviewDrafts: true,
      skipWhen: [],
      force: false,
      minimumSeverity: 'suggestion',
      maxComments: 10,
      threadStatus: 'active',
      dismissal: 'notAuthor',
      artifacts: 'excerpts',
      publishArtifact: true,
      artifactName: '',
      failOn: 'blocker',
      onReviewerError: 'warn',
      vote: 'off',
      pullRequestId: null,
      repositoryId: '',
      timeoutMinutes: 20,
      applicationInsights: '',
      otlpEndpoint: '',
    } satisfies Settings);
  });

  const key = ['Wint3r', 'Key', '0f', 'mine'].join('-');
  const keyed: [name: string, text: string, shown: string][] = [
    ['endpoint', `https://shop:${key}@gateway.example/`, '"https://shop:***@gateway.example/"'],
    ['endpoint', `https://${key}@gateway.example/`, '"https://***@gateway.example/"'],
    ['endpoint', `https://gateway.example/v1?key=${key}&x=1`, '"https://gateway.example/v1?key=***&x=***"'],
    [
      'applicationInsights',
      `InstrumentationKey=${key};IngestionEndpoint=x`,
      '"InstrumentationKey=***;IngestionEndpoint=x"',
    ],
    ['model', `sk-${key} `.repeat(2), '"*** ***"'],
    ['model', 'aB3dE5fG7hJ9kL1mN3pQ5r==', '"***"'],
    ['skipWhen', 'auther: *key*', '"auther: *key*")'],
    ['repositoryId', 'MyVeryLong/Repository2Name', '"MyVeryLong/Repository2Name"'],
    ['name', 'my review', '"my review"'],
  ];
  for (const [name, text, shown] of keyed)
    it(`shows no key of "${name}" when it refuses ${shown}`, () => {
      assert.throws(
        () => read({ [name]: text }),
        ({ message }: Error) => message.includes(shown) && !message.includes(key),
      );
    });

  it('reads every default of the table as the value that an absent input has', () => {
    const defaults = Object.fromEntries(Object.entries(INPUTS).map(([name, input]) => [name, input.default]));
    assert.deepEqual(read(defaults), read({}));
  });

  const readable: [name: keyof Settings, text: string, value: unknown][] = [
    ['runMode', 'READONLY', 'readOnly'],
    ['vote', 'waitforauthor', 'waitForAuthor'],
    ['force', 'True', true],
    ['reviewDrafts', ' false ', false],
    ['budgetUsd', '0.25', 0.25],
    ['budgetUsd', '0.0001', 0.0001],
    ['budgetUsd', '0', 0],
    ['budgetUsd', '', null],
    ['budgetUsd', '   ', null],
    ['budgetUsdPerPullRequest', '', null],
    ['maxComments', '', 10],
    ['maxComments', '0', 0],
    ['pullRequestId', '17', 17],
    ['language', 'PT-br', 'pt-BR'],
    ['language', 'zh_hans', 'zh-Hans'],
    ['endpoint', 'https://gateway.example.com/claude', 'https://gateway.example.com/claude/'],
    ['endpoint', 'http://127.0.0.1:8080', 'http://127.0.0.1:8080/'],
    ['endpoint', 'http://[::1]:8080/', 'http://[::1]:8080/'],
    ['otlpEndpoint', 'http://localhost:4318', 'http://localhost:4318/'],
    ['exclude', 'a/**\r\n# why\n!b\n', ['a/**', '', '!b']],
    ['exclude', '# only a comment', []],
    ['include', 'src/**; !src/gen/**', ['src/**', '!src/gen/**']],
    ['enforcedRules', 'sql-*\n\n# note\ncsharp.xxe', ['sql-*', 'csharp.xxe']],
    ['sarif', 'out/*.sarif', ['out/*.sarif']],
    ['guidelines', '/docs/review.md\n.\\docs\\style.md', ['docs/review.md', 'docs/style.md']],
    ['instructions', 'One.\r\nTwo.', 'One.\nTwo.'],
    ['repositoryId', 'My Repo.Api', 'My Repo.Api'],
    [
      'applicationInsights',
      'InstrumentationKey=00000000-1111-2222-3333-444444444444;IngestionEndpoint=https://x.example.com/',
      'InstrumentationKey=00000000-1111-2222-3333-444444444444;IngestionEndpoint=https://x.example.com/',
    ],
  ];
  for (const [name, text, value] of readable) {
    it(`reads ${name}: ${JSON.stringify(text)}`, () => assert.deepEqual(read({ [name]: text })[name], value));
  }

  const refused: [raw: Record<string, string>, input: string, words: RegExp][] = [
    [{ provider: 'openai' }, 'provider', /anthropic, foundry/],
    [{ runMode: 'apply' }, 'runMode', /publish, readOnly, preview, doctor, clean/],
    [{ force: 'yes' }, 'force', /true, false/],
    [{ budgetUsd: '1,50' }, 'budgetUsd', /written like 2\.50/],
    [{ budgetUsd: '-1' }, 'budgetUsd', /from 0 to 10000/],
    [{ budgetUsd: '1e9' }, 'budgetUsd', /number/],
    [{ maxComments: '3.5' }, 'maxComments', /whole number from 0 to 100/],
    [{ maxComments: '101' }, 'maxComments', /whole number from 0 to 100/],
    [{ pullRequestId: '0' }, 'pullRequestId', /from 1 to/],
    [{ endpoint: 'http://gateway.example.com/' }, 'endpoint', /https/],
    [{ endpoint: 'http://127.0.0.1.example.com/' }, 'endpoint', /https/],
    [{ endpoint: 'https://user:key@gateway.example.com/' }, 'endpoint', /without user/],
    [{ endpoint: 'https://gateway.example.com/?key=1' }, 'endpoint', /query/],
    [{ endpoint: 'file:///etc/passwd' }, 'endpoint', /https/],
    [{ model: 'claude sonnet' }, 'model', /model or deployment name/],
    [{ language: 'english' }, 'language', /language code/],
    [{ language: 'xx' }, 'language', /language code/],
    [{ name: 'a/b' }, 'name', /letters, digits/],
    [{ name: 'x'.repeat(65) }, 'name', /at most 64/],
    ...['- sql', '"sql"', 'a,b', '{a,b}', 'a # why', '!a'].map(
      (enforcedRules): [Record<string, string>, string, RegExp] => [
        { enforcedRules },
        'enforcedRules',
        /without list marks, quotes, commas/,
      ],
    ),
    [{ guidelines: 'docs/../../secret' }, 'guidelines', /paths of files/],
    [{ exclude: 'x'.repeat(513) }, 'exclude', /513 characters/],
    [{ exclude: Array(1_001).fill('a').join('\n') }, 'exclude', /there are 1001/],
    [{ instructions: 'x'.repeat(8_001) }, 'instructions', /8,000/],
    [{ applicationInsights: 'https://example.com' }, 'applicationInsights', /InstrumentationKey/],
    [{ repositoryId: '../other' }, 'repositoryId', /id or name/],
    [{ provider: 'foundry' }, 'endpoint', /services\.ai\.azure\.com/],
    [{ provider: 'foundry', endpoint: 'https://x.example.com/', inferenceGeo: 'us' }, 'inferenceGeo', /region/],
    [{ provider: 'foundry', endpoint: 'https://x.example.com/', batch: 'wait' }, 'batch', /no batches/],
    [{ zeroDataRetention: 'true', batch: 'wait' }, 'batch', /keeps batches/],
    [{ batch: 'wait', batchDeadlineMinutes: '20' }, 'batchDeadlineMinutes', /less than timeoutMinutes, which is 20/],
    [{ inputPrice: '3' }, 'outputPrice', /both prices/],
  ];
  for (const [raw, input, words] of refused) {
    it(`refuses ${JSON.stringify(raw).slice(0, 90)}`, () => {
      const message = refusal(raw);
      assert.match(message, new RegExp(`^Input "${input}" was `));
      assert.match(message, words);
      assert.equal(message.split('\n').length, 1);
    });
  }

  it('names all bad inputs in one error, with what each was', () => {
    const message = refusal({ model: '!', effort: 'huge', maxComments: 'ten', language: 'klingon' });
    assert.deepEqual(
      message.split('\n').map((line) => /^Input "(\w+)" was ("[^"]*")/.exec(line)?.slice(1)),
      [
        ['model', '"!"'],
        ['effort', '"huge"'],
        ['language', '"klingon"'],
        ['maxComments', '"ten"'],
      ],
    );
  });

  it('keeps what a bad value holds on one line', () => {
    assert.match(refusal({ model: 'a\n##vso[task.complete]' }), /was "a\\n##vso/);
  });

  it('takes an unexpanded macro as not set, and says so', () => {
    const { settings, notes } = readSettings({ budgetUsd: '$(reviewBudget)', model: '$(model.name)', effort: 'low' });
    assert.deepEqual([settings.budgetUsd, settings.model], [1, 'claude-sonnet-5-5']);
    assert.deepEqual(notes, [
      'Input "model" holds "$(model.name)", which nothing defined: not set.',
      'Input "budgetUsd" holds "$(reviewBudget)", which nothing defined: not set.',
    ]);
  });

  it('leaves a line out of a list that is nothing but a macro, and says so', () => {
    const { settings, notes } = readSettings({ exclude: 'a\n$(more)\nb', enforcedRules: '$(one)\ntwo' });
    assert.deepEqual([settings.exclude, settings.enforcedRules], [['a', '', 'b'], ['two']]);
    assert.equal(notes.length, 2);
  });

  it('keeps the family behind a deployment name', () => {
    assert.equal(read({ model: 'team-deployment', modelFamily: 'claude-opus-5' }).modelFamily, 'claude-opus-5');
    assert.equal(read({ model: 'claude-haiku-4-5' }).modelFamily, 'claude-haiku-4-5');
  });

  it('is frozen, lists included', () => {
    const settings = read({ exclude: 'a\nb' });
    assert.ok(Object.isFrozen(settings) && Object.isFrozen(settings.exclude));
  });
});

describe('canonical settings', () => {
  it('are equal for runs that find the same, whatever they do with it', () => {
    const handled = { failOn: 'never', force: 'true', timeoutMinutes: '5', pullRequestId: '3', budgetUsd: '' };
    assert.equal(canonicalSettings(read(handled)), canonicalSettings(read({})));
    assert.equal(canonicalSettings(read({ exclude: '# why\na' })), canonicalSettings(read({ exclude: 'a' })));
  });

  for (const raw of [{ model: 'claude-opus-5' }, { exclude: 'a' }, { instructions: 'x' }, { enforcedRules: 'r' }]) {
    it(`differ with ${JSON.stringify(raw)}`, () =>
      assert.notEqual(canonicalSettings(read(raw)), canonicalSettings(read({}))));
  }
});

function refusal(raw: Record<string, string>): string {
  try {
    readSettings(raw);
  } catch (error) {
    assert.ok(isSecondPassError(error) && error.kind === 'badInput');
    return error.message;
  }
  throw new assert.AssertionError({ message: 'the inputs were taken' });
}
