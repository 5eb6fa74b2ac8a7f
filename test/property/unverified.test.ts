import assert from 'node:assert/strict';
import { readSettings } from '../../src/steps/settings/read-settings';
import { startClaude, troubles } from '../emulators/claude/server';
import { modelOn, recordPullRequest, runOn } from './scene';

const BASE = { 'src/a.ts': 'const a = 1;\n' };
const SOURCE = { 'src/a.ts': 'const a = 1;\nconst b = a / 0;\nconst c = eval(b);\n' };

describe('candidates of a critique that answers garbage twice', () => {
  for (const [severity, onReviewerError, status, state] of [
    ['blocker', 'warn', 'failed', 'Blocker'],
    ['blocker', 'pass', 'failed', 'Blocker'],
    ['warning', 'pass', 'error', 'Warning'],
    ['suggestion', 'pass', 'error', 'Warning'],
  ] as const) {
    it(`are posted unverified, and with onReviewerError ${onReviewerError} a ${severity} ends in ${status}`, async () => {
      const { settings } = readSettings({ onReviewerError });
      const claude = await startClaude({
        reviewer: ({ pass }) => (pass === 'sweep' ? { candidates: [2, 3].map((line) => problem(line, severity)) } : {}),
        faults: [{ on: { pass: 'critique' }, trouble: troubles.invalidJson(), times: 9 }],
      });
      const { record, host } = await runOn(recordPullRequest(BASE, SOURCE), {
        settings,
        model: modelOn(claude, settings),
      });
      await claude.close();
      const comments = [...host.threads.values()].map(({ comments: [first] }) => first?.content ?? '');
      const posted = comments.filter((content) => content.includes(`**${state}** · bug · unverified`));
      assert.equal(posted.length, 2, comments.join('\n\n'));
      assert.deepEqual([record.situation, host.statuses.get('review')?.state], ['partlyReviewed', status]);
      assert.match(record.statusText, /^PARTLY REVIEWED: 1 of 1 file not reviewed, 2 findings unverified; /);
      assert.ok(record.findings.every(({ unverified }) => unverified));
    });
  }
});

function problem(line: number, severity: string) {
  const quote = SOURCE['src/a.ts'].split('\n')[line - 1];
  const place = { path: 'src/a.ts', startLine: line, endLine: line, quote };
  return { ...place, severity, title: `Wrong in line ${line}`, evidence: `Line ${line}.`, body: 'It fails.' };
}
