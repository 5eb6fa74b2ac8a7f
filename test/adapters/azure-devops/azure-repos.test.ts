import assert from 'node:assert/strict';
import { isAzureRepos } from '../../../src/adapters/azure-devops/azure-repos';

describe('azure-devops isAzureRepos', () => {
  const table: [Parameters<typeof isAzureRepos>[0], boolean][] = [
    [{ provider: 'TfsGit' }, true],
    [{ provider: 'TfsGit', url: 'https://example.org/anything' }, true],
    [{ provider: 'GitHub', url: 'https://github.com/fabrikam/_git/odd' }, false],
    [{ provider: 'GitHubEnterprise' }, false],
    [{ provider: 'Bitbucket' }, false],
    [{ provider: 'TfsVersionControl' }, false],
    [{ provider: 'Svn' }, false],
    [{ provider: 'Git', url: 'https://dev.azure.com/fabrikam/My%20Project/_git/repo' }, true],
    [{ provider: 'Git', url: 'https://git.example.org/fabrikam/repo.git' }, false],
    [{ url: 'https://host/tfs/Collection/Project/_git/repo' }, true],
    [{ url: 'git@ssh.dev.azure.com:v3/fabrikam/project/repo' }, true],
    [{ url: 'https://github.com/fabrikam/repo' }, false],
    [{}, true],
  ];
  for (const [repository, expected] of table) {
    it(`${JSON.stringify(repository)}: ${expected}`, () => assert.equal(isAzureRepos(repository), expected));
  }
});
