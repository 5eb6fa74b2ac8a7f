import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { checkAnswer, checkRequest, description, findOperation } from './azure-devops-description';

interface Example {
  parameters?: { body?: unknown };
  responses?: Record<string, { body?: unknown }>;
}

const raw = JSON.parse(readFileSync(join(__dirname, 'azure-devops-git.openapi.json'), 'utf8'));

describe("Microsoft's description", () => {
  it('finds operations whatever the case of the path, with and without a project', () => {
    const paths = [
      'My%20Project/_apis/git/repositories/shop/pullRequests/7/threads',
      'my%20project/_APIS/GIT/Repositories/shop/pullrequests/7/THREADS',
      '_apis/git/repositories/0b2d9e0c-7b62-4f8e-9c5e-111111111111/pullRequests/7/threads',
    ];
    for (const path of paths)
      assert.equal(findOperation('POST', path)?.operationId, 'Pull Request Threads_Create', path);
    assert.equal(findOperation('POST', 'p/_apis/git/repositories/r/pullRequests/7/thread'), undefined);
  });

  it("accepts Microsoft's own examples of requests", () => {
    let checked = 0;
    for (const { operation, example } of examples()) {
      const body = example.parameters?.body;
      if (body === undefined) continue;
      assert.deepEqual(checkRequest(operation, new URLSearchParams(), body), [], operation.operationId);
      checked++;
    }
    assert.ok(checked >= 15, `${checked} examples of requests`);
  });

  it("accepts Microsoft's own examples of answers", () => {
    const problems = examples().flatMap(({ operation, example }) => {
      const body = example.responses?.['200']?.body;
      return body === undefined ? [] : checkAnswer(operation, inEnvelope(body));
    });
    assert.deepEqual(
      problems.filter((problem) => !knownDepartures.some((one) => one.test(problem))),
      [],
    );
  });

  const refused: [string, string, string, unknown, RegExp][] = [
    ['a misspelt member', 'POST', 'threads', { comments: [{ contents: 'x' }] }, /additional properties/],
    ['an unknown status', 'POST', 'threads', { status: 'open' }, /pattern/],
    [
      'a line that is a text',
      'POST',
      'threads',
      { threadContext: { rightFileStart: { line: '3', offset: 1 } } },
      /integer/,
    ],
    ['a patch that is no array', 'PATCH', 'properties', { op: 'add', path: '/a', value: 1 }, /array/],
    ['a patch without a path', 'PATCH', 'properties', [{ op: 'add', value: 1 }], /path/],
  ];
  for (const [what, method, resource, body, problem] of refused) {
    it(`refuses ${what}`, () => {
      const operation = findOperation(method, `p/_apis/git/repositories/r/pullRequests/7/${resource}`);
      assert.ok(operation);
      assert.match(checkRequest(operation, new URLSearchParams(), body).join('\n'), problem);
    });
  }

  it('refuses query parameters the operation does not have', () => {
    const operation = findOperation('GET', 'p/_apis/git/repositories/r/pullRequests/7/iterations/1/changes');
    assert.ok(operation);
    assert.deepEqual(checkRequest(operation, new URLSearchParams('$top=2000&api-version=7.1'), undefined), []);
    assert.equal(checkRequest(operation, new URLSearchParams('top=2000'), undefined).length, 1);
    assert.equal(checkRequest(operation, new URLSearchParams('$top=many'), undefined).length, 1);
  });
});

/** One example shows the answer of another route (`vsts/info`) under this operation. */
const knownDepartures = [/^Repositories_Get Repository answer/];

function examples() {
  const wanted = new Map(description.operations.map(({ operation }) => [operation.operationId, operation]));
  const methods = Object.values<Record<string, never>>(raw.paths).flatMap((path) => Object.values(path)) as {
    operationId: string;
    'x-ms-examples'?: Record<string, Example>;
  }[];
  return methods.flatMap((method) => {
    const operation = wanted.get(method.operationId);
    return Object.values(method['x-ms-examples'] ?? {}).flatMap((example) =>
      operation ? [{ operation, example }] : [],
    );
  });
}

/** Some examples leave out the count of their list. */
function inEnvelope(body: unknown): unknown {
  const list = body as { value?: unknown[]; count?: number };
  return Array.isArray(list.value) && list.count === undefined ? { count: list.value.length, ...list } : body;
}
