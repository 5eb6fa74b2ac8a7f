import assert from 'node:assert/strict';
import { inflateRawSync } from 'node:zlib';
import { withArtifacts } from '../../src/steps/record/artifacts';
import { findingsSarif } from '../../src/steps/record/findings-sarif';
import { reportHtml } from '../../src/steps/record/report/report';
import { summaryMarkdown } from '../../src/steps/record/summary';
import type { Settings } from '../../src/steps/settings/settings';
import { reviewed } from './reviewed';

const COMMENTED = 'const commentedCanary = list[list.length];';
const LISTED = 'const listedCanary = list.pop() ?? 0;';
const UNTOUCHED = 'const untouchedCanary = 1 + 1;';
const INSTEAD = 'const insteadCanary = list.at(-1) ?? 0;';
const source = { 'src/total.ts': `${COMMENTED}\n${UNTOUCHED}\n${LISTED}\n` };
const of = (id: string, line: number, quote: string, title: string, severity: string) => ({
  ...{ id, path: 'src/total.ts', side: 'new', startLine: line, endLine: line, quote, category: 'bug', severity, title },
  evidence: `Line ${line} is \`${quote}\`.`,
  body: `The line \`${quote}\` is wrong.`,
  replacement: INSTEAD,
});
const candidates = [
  of('c1', 1, COMMENTED, 'Reads past the end', 'warning'),
  of('c2', 3, LISTED, 'Takes the last one away', 'suggestion'),
];
/** Of which nobody hears but those who read what was set aside. */
const quiet = of('c3', 2, UNTOUCHED, `\`${UNTOUCHED}\` can be folded`, 'suggestion');
const talkative = { candidates: [...candidates, quiet], summary: `It sets \`${UNTOUCHED}\`.` };
const confirmed = (id: string, severity: string) => ({ id, decision: 'confirm', reason: 'It is so.', severity });
const critique = {
  verdicts: [
    confirmed('c1', 'warning'),
    confirmed('c2', 'suggestion'),
    { id: 'c3', decision: 'rescind', reason: `taste: \`${UNTOUCHED}\` is fine.`, severity: 'suggestion' },
  ],
};

/** Everything that outlasts the run: what is attached to it, and the tracking comment with its memory. */
async function kept(artifacts: Settings['artifacts']): Promise<{ attached: string; comment: string }> {
  const inputs = { artifacts, minimumSeverity: 'warning' };
  const sweep = artifacts === 'none' ? talkative : { candidates };
  const { record, host } = await reviewed({ source, inputs, sweep, critique });
  assert.deepEqual(record.findings.map(({ fate }) => fate).sort(), ['listed', 'posted']);
  const left = withArtifacts(record, artifacts);
  const attached = [JSON.stringify(left), findingsSarif(left, 'review'), reportHtml(left), summaryMarkdown(left)];
  const tracking = host.threads.find(({ properties }) => properties['SecondPass.Kind'] === 'tracking');
  return { attached: attached.join('\n'), comment: tracking?.comments[0]?.content ?? '' };
}

/** The result in the memory, as it is read again. */
function storedResult(comment: string): string {
  const [, packed = ''] = /"result":\{"text":"([^"]+)"/.exec(comment) ?? [];
  return inflateRawSync(Buffer.from(packed, 'base64')).toString('utf8');
}

describe('what is kept of the code', () => {
  it('none: no line anywhere, whoever quoted it, the memory included', async () => {
    const { attached, comment } = await kept('none');
    const result = storedResult(comment);
    for (const text of [attached, comment, result]) assert.doesNotMatch(text, /\w+Canary/);
    assert.match(comment, /taste: `…` is fine/);
    assert.match(result, /Takes the last one away/);
  });

  it('excerpts: the commented lines, and no others', async () => {
    const { attached } = await kept('excerpts');
    assert.match(attached, /"excerpt":"const commentedCanary/);
    assert.doesNotMatch(attached, /untouchedCanary/);
    assert.doesNotMatch(attached, /"excerpt":"const listedCanary/);
  });

  it('full: all that was reviewed', async () => {
    const { attached } = await kept('full');
    for (const canary of ['commentedCanary', 'listedCanary', 'untouchedCanary']) assert.ok(attached.includes(canary));
  });
});
