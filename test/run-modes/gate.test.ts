import assert from 'node:assert/strict';
import type { Gate, SetUp } from '../../src/ports/set-up';
import { gate } from '../../src/run-modes/doctor/gate';
import type { World } from '../../src/world';

interface Given {
  name?: string;
  gate?: Partial<Gate>;
  rights?: readonly string[] | null;
  open?: readonly string[] | null;
}

/** Everything that can be closed is closed, but for what is given. */
async function look({ name = 'Review Bot', gate: more = {}, rights = [], open = [] }: Given) {
  const asked: string[] = [];
  const setUp: Partial<SetUp> = {
    whyNoPullRequest: 'none',
    gate: { isShared: false, isSigned: true, hasConnection: true, ...more },
    self: async () => ({ id: 'self', name }),
    repository: async () => ({ name: 'shop', defaultBranch: 'refs/heads/main' }),
    openingRights: async (branch) => {
      asked.push(branch);
      return rights;
    },
    withoutTemplate: async () => open,
  };
  return { asked, ...(await gate({} as World, setUp as SetUp)) };
}

describe('whether the gate can be forged', () => {
  it('says nothing where everything is closed, and asks about the branch that it guards', async () => {
    const { text, advice, asked } = await look({});
    assert.deepEqual([text, advice], ['0 settings would make the verdict harder to forge', []]);
    assert.deepEqual(asked, ['refs/heads/main']);
  });

  const openings: [what: string, given: Given, text: RegExp, advice: readonly RegExp[]][] = [
    [
      'the identity of the job posts',
      { gate: { isShared: true } },
      /^1 setting would/,
      [/Any pipeline of the project can post this status: set `azureDevOpsConnection`/],
    ],
    [
      'and it is that of the whole collection',
      { name: 'Project Collection Build Service (fabrikam)', gate: { isShared: true } },
      /^2 settings would/,
      [/Any pipeline/, /limit job authorization scope to the current project/],
    ],
    [
      'a bot that is only named alike',
      { name: 'Project Collection Build Service (fabrikam)' },
      /^0 settings would/,
      [],
    ],
    [
      'the key is an input',
      { gate: { hasConnection: false } },
      /^1 setting would/,
      [/keep it in a service connection \(`connection`\)/],
    ],
    [
      'any pipeline may use the connections',
      { open: ['connection', 'azureDevOpsConnection'] },
      /^2 settings would/,
      [
        /the connection of `connection`: .* Required template/,
        /the connection of `azureDevOpsConnection`: .* Required template/,
      ],
    ],
    [
      'the service does not tell of templates',
      { open: null },
      /^1 setting would .*; the service does not tell whether a template is required$/,
      [/the connections of this task > Approvals and checks > Required template/],
    ],
    ['nothing is signed', { gate: { isSigned: false } }, /^1 setting would/, [/set `memoryKey` to a secret variable/]],
    [
      'the poster may open the gate itself',
      { rights: ['Edit policies', 'Bypass policies when completing pull requests'] },
      /^2 settings would/,
      [
        /Review Bot has “Edit policies”; deny it/,
        /Review Bot has “Bypass policies when completing pull requests”; deny it/,
      ],
    ],
    [
      'the service does not tell of rights',
      { rights: null, open: null },
      /; the service does not tell who may edit policies and whether a template is required$/,
      [/Required template/],
    ],
  ];
  for (const [what, given, text, advice] of openings) {
    it(what, async () => {
      const found = await look(given);
      assert.match(found.text, text);
      assert.equal(found.advice?.length, advice.length, JSON.stringify(found.advice));
      for (const [index, words] of advice.entries()) assert.match(found.advice?.[index] ?? '', words);
    });
  }
});
