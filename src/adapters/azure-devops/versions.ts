import type { Log } from '../../ports/log';
import type { Answer } from '../http/http';

/** Azure DevOps Services and Server 2022.1, Server 2022, 2020, 2019. */
const KNOWN = ['7.1', '7.0', '6.0', '5.0'] as const;
type Known = (typeof KNOWN)[number];

/** Up to these, statuses, properties and the like were only a preview. */
const PREVIEW_UP_TO = 6;

export interface TriedVersion {
  text: string;
  /** True until the service took it, or an older one, once. */
  isGuess: boolean;
  /** Remembers that the service has no such version; false when there is no older one to try. */
  stepDown(answer: Answer): boolean;
  accepted(): void;
}

export interface ApiVersions {
  current(kind: 'released' | 'late'): TriedVersion;
}

/** The api-version this service takes: begins with the newest and steps down at the service's own refusal. */
export function createApiVersions(log: Log): ApiVersions {
  let index = 0;
  let isConfirmed = false;
  return {
    current(kind) {
      const tried = index;
      const number = KNOWN[tried] as Known;
      return {
        text: kind === 'late' && Number(number) <= PREVIEW_UP_TO ? `${number}-preview.1` : number,
        isGuess: !isConfirmed,
        stepDown(answer) {
          const next = Math.max(index, newestBelow(tried, answer));
          if (next >= KNOWN.length) return false;
          if (next > index) log.info(`The server does not take api-version ${number}; asking with ${KNOWN[next]}.`);
          index = next;
          return true;
        },
        accepted() {
          if (tried === index) isConfirmed = true;
        },
      };
    },
  };
}

/** The refusals of a version that is too new: by name, or as a page while no version was taken yet. */
export function isVersionRefused(answer: Answer, version: TriedVersion): boolean {
  if (answer.status !== 400 && answer.status !== 404) return false;
  if (/"Vss(VersionOutOfRange|InvalidPreviewVersion)Exception"/.test(answer.text)) return true;
  return version.isGuess && answer.status === 404 && /^text\/html/i.test(answer.headers['content-type'] ?? '');
}

/** The service names its newest version, which saves the steps between. */
function newestBelow(tried: number, answer: Answer): number {
  const newest = /latest REST API version this server supports is (\d+\.\d+)/.exec(answer.text)?.[1];
  const named = newest ? KNOWN.findIndex((version) => Number(version) <= Number(newest)) : -1;
  return Math.max(tried + 1, named);
}
