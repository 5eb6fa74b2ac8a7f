import * as z from 'zod';
import type { Approvals, StageApproval } from '../../ports/approvals';
import { createRest, type Rest, type RestOptions } from './rest';

const record = z.looseObject({
  id: z.string(),
  parentId: z.string().nullish(),
  type: z.string(),
  name: z.string().nullish(),
  identifier: z.string().nullish(),
  attempt: z.number().nullish(),
});

type TimelineRecord = z.infer<typeof record>;

const approval = z.looseObject({
  id: z.string(),
  status: z.string(),
  minRequiredApprovers: z.number().nullish(),
  steps: z
    .array(
      z.looseObject({
        status: z.string(),
        actualApprover: z.looseObject({ id: z.string(), displayName: z.string().nullish() }).nullish(),
        lastModifiedOn: z.string().nullish(),
        comment: z.string().nullish(),
      }),
    )
    .nullish(),
});

/** Approvals before the stages of a run: the run's timeline names them, and the service tells who granted them. */
export function createApprovals(options: RestOptions & { project: string }): Approvals {
  const rest = createRest(options);
  const project = encodeURIComponent(options.project);
  return {
    async ofStage(buildId, stage) {
      const ids = approvalIds(await timeline(rest, project, buildId), stage);
      if (ids.length === 0) return [];
      const { value } = await rest.json({
        method: 'GET',
        path: `${project}/_apis/pipelines/approvals`,
        route: 'pipelines/approvals',
        query: { approvalIds: ids.join(','), $expand: 'steps' },
        // Released late, and under other numbers on servers: without one, each answers with what it has.
        api: 'none',
        shape: z.looseObject({ value: z.array(approval) }),
      });
      return value.filter(({ id }) => ids.includes(id.toLowerCase())).map(told);
    },
  };
}

async function timeline(rest: Rest, project: string, buildId: string): Promise<readonly TimelineRecord[]> {
  const { records } = await rest.json({
    method: 'GET',
    path: `${project}/_apis/build/builds/${encodeURIComponent(buildId)}/timeline`,
    route: 'build/builds/{id}/timeline',
    shape: z.looseObject({ records: z.array(record) }),
  });
  return records;
}

/** The stage, its checkpoint, the approvals of that: each names its parent. Of several attempts the newest counts. */
function approvalIds(records: readonly TimelineRecord[], stage: string): string[] {
  const isStage = ({ type, identifier, name }: TimelineRecord) => type === 'Stage' && (identifier || name) === stage;
  const attempts = records.filter(isStage).map(({ attempt }) => attempt ?? 1);
  const newest = Math.max(1, ...attempts);
  const stages = records.filter((one) => isStage(one) && (one.attempt ?? 1) === newest);
  const below = (parents: readonly TimelineRecord[], type: string) =>
    records.filter((one) => one.type === type && parents.some(({ id }) => id === one.parentId));
  return below(below(stages, 'Checkpoint'), 'Checkpoint.Approval').map(({ id }) => id.toLowerCase());
}

function told({ status, minRequiredApprovers, steps }: z.infer<typeof approval>): StageApproval {
  const granted = (steps ?? []).filter((step) => step.status === 'approved');
  return {
    status,
    // The service leaves it out, or says 0, where everybody who was asked has to say yes, which is its default.
    required: Math.max(1, minRequiredApprovers || (steps ?? []).length),
    granted: granted.flatMap(({ actualApprover, lastModifiedOn, comment }) =>
      actualApprover
        ? [
            {
              by: { id: actualApprover.id.toLowerCase(), name: actualApprover.displayName ?? '' },
              at: Date.parse(lastModifiedOn ?? '') || 0,
              comment: comment ?? '',
            },
          ]
        : [],
    ),
  };
}
