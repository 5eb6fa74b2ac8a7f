import { POLICY_PLACE_FORM } from '../../../src/steps/policy/policy-place';
import { Link } from '../../parts/link';
import { Notice } from '../../parts/notice';
import { Patience } from '../../parts/patience';
import { Section } from '../../parts/section';
import { Skeleton } from '../../parts/skeleton';
import { line } from '../../parts/visible';
import { troubleWords } from '../../parts/words';
import { Draft } from './draft';
import { Limits, Problems } from './limits';
import type { PolicyActs, PolicyState, ShownPolicy } from './state';
import { NO_POLICY, WHO_MAY_CHANGE } from './words';

/** Which limits hold in a project, and where they come from: a pure view of the state. */
export function PolicyPage({ state, acts }: { state: PolicyState; acts: PolicyActs }) {
  return (
    <main class="page policy" aria-busy={state.content.kind === 'loading'}>
      <Patience seconds={state.patience} />
      <Content state={state} acts={acts} />
    </main>
  );
}

function Content({ state, acts }: { state: PolicyState; acts: PolicyActs }) {
  const { content } = state;
  switch (content.kind) {
    case 'loading':
      return <Skeleton waitingFor={content.waitingFor} />;
    case 'unnamed':
      return <Unnamed wrong={content.wrong} acts={acts} />;
    case 'trouble':
      return <Trouble trouble={content.trouble} file={content.file} acts={acts} />;
    default:
      return <Shown shown={content} state={state} acts={acts} />;
  }
}

function Unnamed({ wrong, acts }: { wrong: string; acts: PolicyActs }) {
  return (
    <section class="empty">
      <h1>{NO_POLICY.title}</h1>
      <p>{NO_POLICY.text}</p>
      {wrong === '' ? null : (
        <Notice title="That is no place of a policy" tone="bad">
          <p>
            “{line(wrong, 200)}”; allowed: {POLICY_PLACE_FORM}.
          </p>
        </Notice>
      )}
      <Place acts={acts} />
    </section>
  );
}

function Trouble({ trouble, file, acts }: { trouble: string; file: string; acts: PolicyActs }) {
  const { title, text } = troubleWords(trouble);
  return (
    <section class="empty">
      <h1>The policy could not be read</h1>
      <p>
        While reading <code>{line(file, 500)}</code>: {title}. {text}
      </p>
      <p>Runs that cannot read it send nothing to Claude.</p>
      <p>
        <button type="button" onClick={acts.again}>
          Try again
        </button>
      </p>
      <Place acts={acts} />
    </section>
  );
}

function Place({ acts }: { acts: PolicyActs }) {
  return (
    <form
      class="place"
      onSubmit={(event) => {
        event.preventDefault();
        acts.look({ file: String(new FormData(event.currentTarget).get('file') ?? '').trim() });
      }}
    >
      <label for="place">Where the policy is: project/repository/branch/path</label>
      <input id="place" name="file" type="text" autocomplete="off" spellcheck={false} />
      <button type="submit">Show</button>
    </form>
  );
}

function Shown({ shown, state, acts }: { shown: ShownPolicy; state: PolicyState; acts: PolicyActs }) {
  const { reading } = shown;
  const { project, repositories, view, draft } = state;
  return (
    <>
      <header class="head">
        <h1>Policy in {line(project.name, 120)}</h1>
        <p>
          <code>{line(shown.source, 500)}</code> · <Link to={shown.url}>Edit in Repos</Link>
        </p>
        <p class="quiet">{WHO_MAY_CHANGE}</p>
      </header>
      <Newness shown={shown} />
      {reading.ok ? (
        <Section id="limits" title="What holds" isOpen>
          <Limits
            policy={reading.policy}
            project={project}
            repositories={repositories}
            chosen={view.repository}
            look={acts.look}
          />
        </Section>
      ) : (
        <Section id="problems" title="What is wrong with the file" count={String(reading.problems.length)} isOpen>
          <Problems problems={reading.problems} text={shown.text} />
        </Section>
      )}
      <Section id="draft" title="Try a draft" isOpen={draft !== ''}>
        <Draft draft={draft} shown={shown} change={acts.draft} />
      </Section>
    </>
  );
}

/** Whether the newest run held to what stands there now. */
function Newness({ shown: { run, isSame, heldElsewhere } }: { shown: ShownPolicy }) {
  if (heldElsewhere !== undefined)
    return (
      <Notice title="The newest run held to another policy" tone="warning">
        <p>
          That run names <code>{line(heldElsewhere, 500)}</code>. What stands here was named in the address of this
          page, which anybody may send.
        </p>
      </Notice>
    );
  if (run === undefined)
    return (
      <Notice title="No kept run held to it">
        <p>Runs of pull requests are kept for days: this shows the file as it is now.</p>
      </Notice>
    );
  const at = <code>{line(run.commit, 8)}</code>;
  const changed =
    run.changed.length === 0
      ? 'It changed no input of that run.'
      : `It changed ${run.changed.map(({ input }) => input).join(', ')} in that run.`;
  if (isSame === false)
    return (
      <Notice title="The file has changed since the newest run" tone="warning">
        <p>
          That run read it at commit {at}. {line(changed, 500)}
        </p>
      </Notice>
    );
  return (
    <p class="quiet">
      The newest run read {isSame ? 'this very text' : 'it'} at commit {at}. {line(changed, 500)}
    </p>
  );
}
