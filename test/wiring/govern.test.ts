import assert from 'node:assert/strict';
import type { PipelineFacts } from '../../src/adapters/azure-pipelines/pipeline-facts';
import { isSecondPassError } from '../../src/errors';
import { readSettings } from '../../src/steps/settings/read-settings';
import type { Surroundings } from '../../src/wiring/connection';
import { govern } from '../../src/wiring/govern';
import { client, listedLog } from '../adapters/http/loopback';
import type { Repository } from '../emulators/azure-devops/model';
import { type AzureDevOpsEmulator, startAzureDevOps } from '../emulators/azure-devops/server';
import { pushFiles, type RepositoryOnDisk, repositoryOf } from '../fakes/repository-of';

const FILE = 'a folder/politik-ü.json';
const LOOSE = JSON.stringify({ policyVersion: 1, limits: { budgetUsd: 3 } });

describe('the policy that a connection names', () => {
  let azureDevOps: AzureDevOpsEmulator;
  let onDisk: RepositoryOnDisk;
  let policies: Repository;

  before(async () => {
    onDisk = repositoryOf({ [FILE]: LOOSE }, { [FILE]: LOOSE }, { source: 'release/1' });
    azureDevOps = await startAzureDevOps();
    policies = await azureDevOps.addRepository({ directory: onDisk.folder, name: 'policies', project: 'Platform' });
    azureDevOps.registerToken('job-token', azureDevOps.buildService(policies.project));
  });
  after(async () => {
    await azureDevOps.close();
    onDisk.remove();
  });

  async function governed(policy: string, inputs: Record<string, string> = {}) {
    const facts = {
      inputs,
      policy,
      collectionUrl: azureDevOps.url,
      project: { id: policies.project.id, name: 'Platform' },
      repository: { id: policies.id, name: 'policies' },
      pullRequest: null,
      foreignHost: null,
    } as Partial<PipelineFacts> as PipelineFacts;
    const surroundings = { facts, log: listedLog() } as Partial<Surroundings> as Surroundings;
    const http = client();
    const token = async () => ({ scheme: 'bearer', value: 'job-token' }) as const;
    const { settings } = readSettings(inputs);
    try {
      const governance = await govern({ surroundings, http, settings, token });
      const { failure } = governance;
      return { ...governance, told: isSecondPassError(failure) ? `${failure.code}: ${failure.message}` : '' };
    } finally {
      await http.close();
    }
  }

  it('is read at the tip of its branch, whatever its name', async () => {
    pushFiles(onDisk, 'refs/heads/release/1', { [FILE]: '{"policyVersion":1,"limits":{"budgetUsd":0.25}}' });
    const main = await governed(`Platform/policies/main/${FILE}`, { budgetUsd: '9' });
    const release = await governed(`platform/Policies/release/1:${FILE}`, { budgetUsd: '9' });
    assert.deepEqual([main.settings.budgetUsd, release.settings.budgetUsd], [3, 0.25]);
    assert.equal(release.facts?.commit, onDisk.commit('release/1'));
    assert.equal(main.told, '');
  });

  it('is none where the field is empty, and is not asked where everything is taken back', async () => {
    assert.deepEqual(Object.keys(await governed(' ')), ['settings', 'told']);
    assert.equal((await governed('nonsense', { runMode: 'clean' })).told, '');
  });

  const broken: [name: string, field: string, text: string, told: RegExp][] = [
    [
      'invalid',
      `Platform/policies/main/${FILE}`,
      '{"policyVersion":1,\n"enabled":1}',
      /Line 2: enabled has to be true or false/,
    ],
    ['empty', `Platform/policies/main/${FILE}`, '', /Line 1: it is not JSON/],
    [
      'of a newer version',
      `Platform/policies/main/${FILE}`,
      '{"policyVersion":7}',
      /was 7; this version .* reads policies of version 1/,
    ],
    ['missing', 'Platform/policies/main/none.json', LOOSE, /there is no file none\.json on main/],
    ['a folder', 'Platform/policies/main/a folder', LOOSE, /not valid|could not be read/],
    ['on a branch that is gone', 'Platform/policies/gone/p.json', LOOSE, /there is no branch gone/],
    ['on a branch that begins alike', `Platform/policies/mai/${FILE}`, LOOSE, /there is no branch mai/],
    ['in a repository that is not there', 'Platform/nothing/main/p.json', LOOSE, /could not be read/],
    ['in a project that is not there', 'Nowhere/policies/main/p.json', LOOSE, /could not be read/],
    ['named in another form', 'policies', LOOSE, /was "policies"; allowed: project\/repository\/branch\/path/],
  ];
  for (const [name, field, text, told] of broken) {
    it(`stops everything where it is ${name}`, async () => {
      pushFiles(onDisk, 'refs/heads/main', { [FILE]: text });
      const governance = await governed(field);
      assert.match(governance.told, told);
      assert.match(governance.told, /^POLICY_UNREADABLE: /);
    });
  }

  it('stops everything where its service does not answer', async () => {
    azureDevOps.deny(azureDevOps.buildService(policies.project), 'GenericRead', policies);
    const { told } = await governed(`Platform/policies/main/${FILE}`);
    azureDevOps.grant(azureDevOps.buildService(policies.project), 'GenericRead', policies);
    assert.match(told, /^POLICY_UNREADABLE: The policy Platform\/policies\/main\/.* could not be read/);
  });

  it('names inputs that an enforced value leaves no room for', async () => {
    pushFiles(onDisk, 'refs/heads/main', { [FILE]: '{"policyVersion":1,"enforced":{"zeroDataRetention":true}}' });
    const { told } = await governed(`Platform/policies/main/${FILE}`, { batch: 'wait' });
    assert.match(told, /^bad-input: Input "batch" was "wait"; allowed: off with zeroDataRetention/);
  });
});
