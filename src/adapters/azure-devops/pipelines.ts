import * as z from 'zod';
import { isSecondPassError, SecondPassError } from '../../errors';
import type { Pipelines } from '../../ports/pipelines';
import { artifactFiles } from './artifact-files';
import { failuresOf, readFailedLogs } from './failed-steps';
import { baseUrl, createRest, type RestOptions } from './rest';

const PAGE = 1_000;
const MOST_PAGES = 20;

/** Runs of the project's pipelines. */
export function createPipelines(options: RestOptions & { project: string }): Pipelines {
  const rest = createRest(options);
  const builds = `${encodeURIComponent(options.project)}/_apis/build/builds`;
  return {
    async artifact(buildId, name, files) {
      const bytes = await rest.bytes({
        path: `${builds}/${encodeURIComponent(buildId)}/artifacts`,
        route: 'build/builds/{id}/artifacts',
        query: { artifactName: name, $format: 'zip' },
        accept: 'application/zip',
      });
      return bytes && artifactFiles(bytes, name, files);
    },
    async tagsSince(definitionId, since) {
      const found = new Map<string, readonly string[]>();
      let until: string | undefined;
      for (let page = 0; page < MOST_PAGES; page += 1) {
        const before = found.size;
        const { value } = await rest.json({
          method: 'GET',
          path: builds,
          route: 'build/builds',
          query: {
            definitions: definitionId,
            minTime: new Date(since).toISOString(),
            ...(until === undefined ? {} : { maxTime: until }),
            queryOrder: 'queueTimeDescending',
            $top: PAGE,
          },
          shape: z.looseObject({
            value: z.array(
              z.looseObject({ id: z.int(), tags: z.array(z.string()).nullish(), queueTime: z.string().nullish() }),
            ),
          }),
        });
        for (const { id, tags } of value) found.set(String(id), tags ?? []);
        if (value.length < PAGE) return found;
        until = value.at(-1)?.queueTime ?? undefined;
        if (until === undefined || found.size === before) break;
      }
      throw tooManyRuns();
    },
    async queue(definitionId, branch) {
      const { id, _links } = await rest.json({
        method: 'POST',
        path: builds,
        route: 'build/builds',
        body: { definition: { id: definitionId }, sourceBranch: branch },
        shape: z.looseObject({
          id: z.int(),
          _links: z.looseObject({ web: z.looseObject({ href: z.string() }) }).nullish(),
        }),
      });
      const page = `${baseUrl(options.collectionUrl)}${encodeURIComponent(options.project)}/_build/results?buildId=${id}`;
      return {
        id: String(id),
        url: isOwnPage(_links?.web.href, options.collectionUrl) ? (_links?.web.href ?? page) : page,
      };
    },
    async runState(buildId) {
      const { status, result } = await rest.json({
        method: 'GET',
        path: `${builds}/${encodeURIComponent(buildId)}`,
        route: 'build/builds/{id}',
        shape: z.looseObject({ status: z.string(), result: z.string().nullish() }),
      });
      const isDone = status === 'completed';
      const failures = isDone && result !== 'succeeded' ? await failuresOf(rest, builds, buildId) : [];
      return { isDone, result: isDone ? (result ?? 'unknown') : '', failures };
    },
    async lastFailed(branch) {
      const { value } = await rest.json({
        method: 'GET',
        path: builds,
        route: 'build/builds',
        query: { branchName: branch, statusFilter: 'completed', queryOrder: 'finishTimeDescending', $top: 1 },
        shape: z.looseObject({ value: z.array(z.looseObject({ id: z.int(), result: z.string().nullish() })) }),
      });
      const [newest] = value;
      return newest?.result === 'failed' ? String(newest.id) : null;
    },
    failedLogs: (buildId) => readFailedLogs(rest, builds, buildId),
    async retention() {
      const days = z.looseObject({ value: z.int() });
      try {
        const { purgeArtifacts, purgeRuns } = await rest.json({
          ...{ method: 'GET', path: `${encodeURIComponent(options.project)}/_apis/build/retention`, api: 'late' },
          route: 'build/retention',
          shape: z.looseObject({ purgeArtifacts: days, purgeRuns: days }),
        });
        return { artifactDays: purgeArtifacts.value, runDays: purgeRuns.value };
      } catch (error) {
        if (isSecondPassError(error) && error.status === 404) return null;
        throw error;
      }
    },
    async setTags(buildId, { add, remove }) {
      const tag = (method: 'PUT' | 'DELETE', name: string) =>
        rest.json({
          method,
          path: `${builds}/${encodeURIComponent(buildId)}/tags/${encodeURIComponent(name)}`,
          route: 'build/builds/{id}/tags/{tag}',
          shape: z.unknown(),
        });
      await tag('PUT', add);
      // In this order a run that dies in between counts too much, never too little.
      if (remove !== undefined && remove !== add) await tag('DELETE', remove);
    },
  };
}

function isOwnPage(url: string | undefined, collectionUrl: string): boolean {
  return url !== undefined && URL.canParse(url) && new URL(url).origin === new URL(collectionUrl).origin;
}

/** Whoever may comment may start runs: those that are not listed may have spent anything. */
function tooManyRuns(): SecondPassError {
  return new SecondPassError({
    kind: 'platform',
    code: 'unexpected-answer',
    message: 'This pipeline has more runs today than can be looked at, so that nobody knows what was spent.',
    advice: 'See who starts them; nothing was asked of the model.',
  });
}
