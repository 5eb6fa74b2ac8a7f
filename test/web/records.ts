import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { FindingFate } from '../../src/steps/record/finding-record';
import type { ReviewRecord } from '../../src/steps/record/review-record';

const CASES = join(__dirname, '..', 'cases');

/** The record of a golden case, as a run of this collection would have left it. */
export function goldenRecord(name: string, webUrl: string, runUrl: string): ReviewRecord {
  const record: ReviewRecord = JSON.parse(readFileSync(join(CASES, name, 'expected', 'record.json'), 'utf8'));
  return {
    ...record,
    ...{ startedAt: '2026-11-28T09:00:00.000Z', milliseconds: 52_400 },
    product: { name: 'Second Pass', version: '1.0.0', instructionsVersion: 5 },
    pullRequest: { id: 1, webUrl, repositoryId: 'r', iteration: 2, base: 'a'.repeat(40), source: 'b'.repeat(40) },
    run: { id: 'build 42 1', url: runUrl },
    calls: record.calls.map((call, index) => ({ ...call, milliseconds: 18_000 + 4000 * index })),
    stages: [
      { stage: 'Claude', calls: 2, milliseconds: 41_000 },
      { stage: 'git', calls: 3, milliseconds: 2300 },
      { stage: 'static analysis', calls: 1, milliseconds: 6100 },
    ],
  };
}

/** Everything that a page is measured with: many files in folders, many findings with excerpts. */
export function largeRecord(record: ReviewRecord, files: number, findings: number): ReviewRecord {
  const [one] = record.findings as [FindingFate];
  const states = ['reviewed', 'reviewed', 'reviewed', 'clipped', 'skipped', 'notReviewed'] as const;
  const severities = ['suggestion', 'warning', 'blocker'] as const;
  const pathOf = (index: number) => `src/area-${index % 40}/module-${index % 7}/some-file-${index}.ts`;
  return {
    ...record,
    files: Array.from({ length: files }, (_, index) => {
      const state = states[index % states.length] ?? 'reviewed';
      const why = { reviewed: '', clipped: 'too long', skipped: 'generated', notReviewed: 'the budget was spent' }[
        state
      ];
      return {
        ...{ path: pathOf(index), state, added: index % 300, removed: index % 17 },
        ...(why ? { reason: why } : {}),
        ...(state === 'skipped' ? { rule: '**/generated/**' } : {}),
      };
    }),
    findings: Array.from({ length: findings }, (_, index) => ({
      ...one,
      ...{ key: `1-c${index}`, path: pathOf(index * 3), title: `Finding number ${index}: ${one.title}` },
      severity: severities[index % severities.length] ?? 'warning',
      ...{ startLine: 10 + index, endLine: 14 + index, excerpt: 'const a = 1;\nconst b = 2;\n\nreturn a / b;' },
    })),
  };
}

/** Signs, markup, addresses and endless texts in every place where a pull request has a say. */
export function hostileRecord(record: ReviewRecord, canary: string): ReviewRecord {
  const markup = `</script><script>document.title="owned"</script><img src="${canary}/img" onerror="document.title=1">`;
  const evil = `${markup} [x](${canary}/link) ![x](${canary}/picture) <a href="javascript:alert(1)">x</a>`;
  const hidden = 'user\u202e\u2066 admin\u2069\u2066\u0007\u200b';
  const [one] = record.findings as [FindingFate];
  const long = 'x'.repeat(1_000_000);
  return {
    ...record,
    ...{ statusText: `${evil} ${hidden}`, summary: evil, notes: [evil, hidden], problems: [evil, long], codes: [evil] },
    ...{ writes: [{ what: evil, reason: evil }], stages: [{ stage: evil, calls: 1, milliseconds: 5 }] },
    pullRequest: { ...pullRequestOf(record), webUrl: `javascript:alert("${canary}")//pullrequest/1` },
    run: { id: evil, url: `${canary}/run`, artifactUrl: `${canary}/artifact` },
    lookFirst: { path: evil, line: 3, why: evil },
    reviewer: { provider: evil, model: evil, effort: evil },
    files: [
      { path: `${markup}/${hidden}.ts`, state: 'skipped', added: 1, removed: 0, reason: evil, rule: evil },
      { path: long, state: 'reviewed', added: 1, removed: 0 },
    ],
    findings: [
      {
        ...one,
        title: long,
        body: `${evil}\n\n- ${evil}\n\n\`\`\`html\n${evil}\n\`\`\`\n${hidden}`,
        evidence: evil,
        reason: evil,
      },
      {
        ...{
          ...one,
          key: '"><script>',
          path: evil,
          title: `${hidden} ${evil}`,
          body: long,
          rule: evil,
          reason: hidden,
        },
        ...{
          excerpt: `${markup}\n${hidden}`,
          suggestion: `${markup}\n${long}`,
          refusedSuggestion: evil,
          replacement: evil,
        },
      },
    ],
    setAside: [{ key: evil, path: evil, title: evil, severity: 'warning', fate: 'rescinded', reason: evil }],
    accepted: [{ threadId: 1, path: evil, title: evil, severity: 'blocker', status: evil, by: evil, reason: evil }],
    discussed: [{ threadId: 2, title: evil, severity: 'blocker', why: evil }],
    receipt: [
      {
        ...{ request: evil, sent: true, to: evil, bytes: 1, tokens: 1, sha256: evil },
        pieces: [{ piece: evil, files: [evil, hidden], bytes: 1, sha256: evil }],
      },
    ],
    calls: record.calls.map((call) => ({ ...call, label: evil, model: evil, stop: evil, requestId: evil })),
    reviewed: [{ chunk: 1, piece: evil, text: evil }],
  };
}

function pullRequestOf({ pullRequest }: ReviewRecord): NonNullable<ReviewRecord['pullRequest']> {
  if (!pullRequest) throw new Error('The golden record has no pull request.');
  return pullRequest;
}
