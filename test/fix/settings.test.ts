import assert from 'node:assert/strict';
import { readFixPipeline } from '../../src/adapters/azure-pipelines/fix-pipeline';
import { ownValues } from '../../src/adapters/azure-pipelines/variable-names';
import { isSecondPassError } from '../../src/errors';
import { readFixSettings } from '../../src/steps/settings/read-fix-settings';
import { fakeAgent } from '../adapters/azure-pipelines/fake-agent';

const asked = { runMode: 'plan', comment: 'https://example.test/c' };

function faultsOf(raw: Record<string, string>): string {
  try {
    readFixSettings(raw);
  } catch (error) {
    assert.ok(isSecondPassError(error) && error.kind === 'badInput');
    return error.message;
  }
  return '';
}

describe('settings of the second task', () => {
  it('have their defaults', () => {
    const { settings } = readFixSettings({ comment: 'x' });
    assert.deepEqual(
      [settings.runMode, settings.budgetUsd, settings.budgetUsdPerSession, settings.budgetUsdPerDay],
      ['readOnly', 2, 6, 20],
    );
    assert.deepEqual([settings.branchPrefix, settings.labels, settings.draft], ['second-pass/', ['second-pass'], true]);
    assert.deepEqual([settings.requireApproval, settings.approver, settings.proof], [true, 'anyone', 'required']);
  });

  const wrong: [what: string, raw: Record<string, string>, said: RegExp][] = [
    [
      'no request',
      { runMode: 'plan' },
      /^Input "comment" was ""; allowed: exactly one of comment, workItem and request/,
    ],
    ['two requests', { ...asked, workItem: '7' }, /"comment" was set beside workItem; allowed: exactly one/],
    ['two requests without a comment', { runMode: 'gate', workItem: '7', request: 'x' }, /"workItem" was set beside/],
    [
      'a writer on a server in a plan',
      { ...asked, writeServerConnection: 'bot' },
      /"writeServerConnection" was "bot"; allowed: \(empty\) with/,
    ],
    [
      'two writers',
      { runMode: 'apply', planHash: 'a'.repeat(64), writeConnection: 'bot', writeServerConnection: 'other' },
      /"writeServerConnection" was "other"; allowed: \(empty\) beside writeConnection/,
    ],
    [
      'a writer in a plan',
      { ...asked, writeConnection: 'bot' },
      /"writeConnection" was "bot"; allowed: \(empty\) with/,
    ],
    ['a writer by default', { comment: 'x', writeConnection: 'bot' }, /\(empty\) with runMode "readOnly"/],
    ['apply without a hash', { runMode: 'apply' }, /"planHash" was ""; allowed: with runMode "apply"/],
    ['apply with a macro', { runMode: 'apply', planHash: '$(planHash)' }, /"planHash" was ""/],
    ['a short hash', { runMode: 'apply', planHash: 'ab12' }, /"planHash" was "ab12"; allowed: the 64 hexadecimal/],
    ['no sandbox', { ...asked, sandbox: 'none' }, /"sandbox" was "none"; allowed: auto, bubblewrap, docker/],
    ['docker without an image', { ...asked, sandbox: 'docker' }, /"sandboxImage" was ""/],
    ['an image that is an option', { ...asked, sandboxImage: '--privileged' }, /"sandboxImage" was "--privileged"/],
    ['a runtime without an image', { ...asked, sandboxRuntime: 'runsc' }, /"sandboxRuntime" was "runsc"/],
    ['egress to an address', { ...asked, egress: '10.0.0.1:443' }, /"egress" was "10\.0\.0\.1:443"/],
    ['egress to an address in hex', { ...asked, egress: '0x7f000001:443' }, /"egress"/],
    ['egress without a port', { ...asked, egress: 'registry.example' }, /wrong: "registry\.example"/],
    ['a prefix without a slash', { ...asked, branchPrefix: 'main' }, /"branchPrefix" was "main"; allowed: .*ends with/],
    ['a prefix that leaves heads', { ...asked, branchPrefix: '../tags/' }, /"branchPrefix"/],
    ['a prefix that is a refspec', { ...asked, branchPrefix: '+refs/heads/x:y/' }, /"branchPrefix"/],
    ['a target below our prefix', { ...asked, targetBranch: 'second-pass/x' }, /"targetBranch" was "second-pass\/x"/],
    ['a target that is a pattern', { ...asked, targetBranch: 'release/*' }, /"targetBranch"/],
    ['a preview without hosts', { ...asked, previewPipeline: '4' }, /"previewHosts" was ""/],
    ['a validation longer than the run', { ...asked, validationMinutes: '60' }, /"validationMinutes" was "60"/],
    ['one price', { ...asked, inputPrice: '1' }, /both prices/],
    ['two at once', { runMode: 'x', proof: 'y', comment: 'z' }, /"runMode" was "x"[\s\S]*"proof" was "y"/],
  ];
  for (const [what, raw, said] of wrong) {
    it(`refuse ${what}, by name`, () => assert.match(faultsOf(raw), said));
  }

  it('never repeat what an event filled in', () => {
    const said = faultsOf({ runMode: 'plan', workItem: 'my-secret-value 1' });
    assert.match(said, /"workItem" was a text of 17 characters; allowed: a whole number/);
    assert.doesNotMatch(said, /secret/);
    const { notes } = readFixSettings({ runMode: 'plan', comment: '$(apiKey)', workItem: '7' });
    assert.match(notes.join(), /"comment" holds a text of 9 characters, which nothing defined/);
  });
});

describe('the folder of tools, which a sandbox shows', () => {
  it('is told by the agent, and by no variable in its place', () => {
    const agent = fakeAgent({ variables: { 'Agent.ToolsDirectory': '/opt/tools' } });
    assert.equal(readFixPipeline(agent, []).toolsFolder, '/opt/tools');
    const own = ownValues({ open: ['Agent.ToolsDirectory', 'AGENT_TOOLSDIRECTORY'], secret: [] });
    const variable = (name: string) => {
      own.variable(name);
      return agent.variable(name);
    };
    assert.throws(() => readFixPipeline({ ...agent, variable }, []), { code: 'variable-overlaid' });
  });
});

describe('the identity that writes on a server', () => {
  const url = 'https://server.contoso.example/tfs/Shop/';
  const writerFor = (connectionUrl: string) =>
    readFixPipeline(
      fakeAgent({
        inputs: { runMode: 'apply', writeServerConnection: 'w' },
        variables: {
          'System.TeamFoundationCollectionUri': url,
          'System.CollectionUri': url,
          'System.HostType': 'build',
        },
        endpoints: [{ id: 'w', url: connectionUrl, scheme: 'Token', parameters: { apitoken: 'token-of-the-bot' } }],
        jobToken: 'job',
      }),
      [],
    ).writer;

  it('has the token of its connection', () =>
    assert.deepEqual(writerFor(url), { kind: 'personal', token: 'token-of-the-bot', from: 'connection' }));

  it('gives its token to no other server', () => {
    const writer = writerFor('https://elsewhere.example/');
    assert.equal(writer?.kind, 'none');
    assert.match(
      JSON.stringify(writer),
      /writeServerConnection.*is for https:\/\/elsewhere\.example\/; wanted: one for/,
    );
  });
});
