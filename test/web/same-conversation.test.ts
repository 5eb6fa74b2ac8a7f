import assert from 'node:assert/strict';
import * as fc from 'fast-check';
import { threadOf as threadOfTask } from '../../src/adapters/azure-devops/conversation';
import { thread as shape } from '../../src/adapters/azure-devops/shapes';
import { threadOf as threadOfPage } from '../../web/rest/conversation';

const ID = '0a1b2c3d-0000-4000-8000-000000000001';
const maybe = <Value>(...values: Value[]) => fc.constantFrom<(Value | null | undefined)[]>(undefined, null, ...values);

const account = fc.record({
  id: fc.constant(ID),
  displayName: maybe('Maria', ''),
  uniqueName: maybe('Build\\1', 'GitHub App\\x', 'TeamFoundationService\\a', 'maria@example.com', 'agentpool\\2'),
  descriptor: maybe('svc.1', 'aad.2', 'VSSGP.3', 'Microsoft.TeamFoundation.ServiceIdentity;4', 'win.5', 'acs.6'),
  isContainer: maybe(true, false),
  inactive: maybe(true, false),
  isDeletedInOrigin: maybe(true, false),
});

const place = fc.option(fc.record({ line: fc.integer({ min: 1, max: 9 }), offset: fc.integer({ min: 1, max: 9 }) }));

const thread = fc.record({
  id: fc.integer({ min: 1 }),
  status: maybe('active', 'pending', 'fixed', 'wontFix', 'closed', 'byDesign', 'unknown', 'Active'),
  isDeleted: maybe(true, false),
  threadContext: fc.option(
    fc.record({
      filePath: maybe('/src/a.cs', 'b.cs'),
      rightFileStart: place,
      rightFileEnd: place,
      leftFileStart: place,
      leftFileEnd: place,
    }),
  ),
  properties: maybe({
    'SecondPass.Kind': { $type: 'System.String', $value: 'finding' },
    'SecondPass.Round': { $type: 'System.Int32', $value: 3 },
    plain: 'text',
    list: ['x'],
    empty: null,
  }),
  comments: fc.array(
    fc.record({
      id: fc.integer({ min: 1 }),
      author: fc.option(account),
      content: maybe('Words', ''),
      isDeleted: maybe(true, false),
      commentType: maybe('text', 'system', 'codeChange'),
      publishedDate: maybe('2026-11-27T02:00:00Z', 'no date'),
    }),
    { maxLength: 3 },
  ),
});

describe('the conversation of a pull request', () => {
  it('is the same to the page as to the task, whoever signed and whatever is missing', () => {
    void fc.assert(
      fc.property(thread, (given) => {
        assert.deepEqual(threadOfPage(given), threadOfTask(shape.parse(given)));
      }),
      { numRuns: 1_000 },
    );
  });
});
