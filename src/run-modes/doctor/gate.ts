import type { SetUp } from '../../ports/set-up';
import { plural } from '../../steps/record/status-text';
import type { Found } from './check';

const SCOPE =
  'Project settings > Pipelines > Settings: limit job authorization scope to the current project; the job posts as the build service of the whole collection.';

const SHARED =
  'Any pipeline of the project can post this status: set `azureDevOpsConnection` to an identity that nothing else uses, and name it in the policy.';

const CONNECTION =
  'The key is an input, so a pull request can change what the job does with it: keep it in a service connection (`connection`).';

const TEMPLATE =
  'A pull request changes its own pipeline: Service connections > the connections of this task > Approvals and checks > Required template.';

const UNSIGNED = 'Nothing of the memory on pull requests is signed: set `memoryKey` to a secret variable.';

/** Whether somebody else could post the verdict, or take it out of the way; each with the setting that closes it. */
export async function gate(setUp: SetUp): Promise<Found> {
  const [{ name }, rights] = [await setUp.self(), await setUp.openingRights()];
  const { isShared, isSigned, hasConnection } = setUp.gate;
  const isCollection = isShared && /^Project Collection Build Service/i.test(name);
  const advice = [
    ...(isShared ? [SHARED] : []),
    ...(isCollection ? [SCOPE] : []),
    ...(hasConnection ? [TEMPLATE] : [CONNECTION]),
    ...(isSigned ? [] : [UNSIGNED]),
    ...(rights ?? []).map(
      (right) =>
        `Project settings > Repositories > Security: ${name} has “${right}”; deny it, or its holder can open the gate.`,
    ),
  ];
  const told = rights === null ? '; the service does not tell who may edit policies' : '';
  return { text: `${plural(advice.length, 'setting')} would make the verdict harder to forge${told}`, advice };
}
