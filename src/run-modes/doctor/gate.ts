import type { SetUp } from '../../ports/set-up';
import { plural } from '../../steps/record/status-text';
import type { World } from '../../world';
import type { Found } from './check';

const SCOPE =
  'Project settings > Pipelines > Settings: limit job authorization scope to the current project; the job posts as the build service of the whole collection.';

const SHARED =
  'Any pipeline of the project can post this status: set `azureDevOpsConnection` to an identity that nothing else uses, and name it in the policy.';

const CONNECTION =
  'The key is an input, so a pull request can change what the job does with it: keep it in a service connection (`connection`).';

const TEMPLATE = 'Approvals and checks > Required template.';
const TEMPLATES = `A pull request changes its own pipeline: Service connections > the connections of this task > ${TEMPLATE}`;

const UNSIGNED = 'Nothing of the memory on pull requests is signed: set `memoryKey` to a secret variable.';

/** Whether somebody else could post the verdict, or take it out of the way; each with the setting that closes it. */
export async function gate({ host }: Pick<World, 'host'>, setUp: SetUp): Promise<Found> {
  const branch =
    setUp.whyNoPullRequest === '' ? (await host.pullRequest()).targetBranch : (await setUp.repository()).defaultBranch;
  const [{ name }, rights] = [await setUp.self(), await setUp.openingRights(branch)];
  const open = await setUp.withoutTemplate();
  const { isShared, isSigned, hasConnection } = setUp.gate;
  const isCollection = isShared && /^Project Collection Build Service/i.test(name);
  const advice = [
    ...(isShared ? [SHARED] : []),
    ...(isCollection ? [SCOPE] : []),
    ...(hasConnection ? [] : [CONNECTION]),
    ...(open === null ? [TEMPLATES] : open.map(openConnection)),
    ...(isSigned ? [] : [UNSIGNED]),
    ...(rights ?? []).map(
      (right) =>
        `Project settings > Repositories > Security: ${name} has “${right}”; deny it, or its holder can open the gate.`,
    ),
  ];
  const untold = [
    ...(rights === null ? ['who may edit policies'] : []),
    ...(open === null ? ['whether a template is required'] : []),
  ];
  const told = untold.length === 0 ? '' : `; the service does not tell ${untold.join(' and ')}`;
  return { text: `${plural(advice.length, 'setting')} would make the verdict harder to forge${told}`, advice };
}

function openConnection(input: string): string {
  return `A pull request changes its own pipeline, and any pipeline may use the connection of \`${input}\`: Service connections > that one > ${TEMPLATE}`;
}
